import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createBuildFile } from './buildFile';
import { createAsyncapiDocument, createAvroSchema } from './events';
import { createOpenapiDocument } from './openapi';
import {
  createApplication,
  createBoundedContext,
  createDomain,
  CreateRecord,
  createSquad,
  hasRepository,
  ORGANISATION,
} from './records';
import {
  ContractName,
  contractNameOf,
  idOf,
  isRevised,
  planSource,
  SourcePlan,
} from './sourcePlan';
import { toYaml } from './toYaml';

/** The state that a source is in: as it was first written, or with 1 % of it changed. */
export type SourceEdition = 'original' | 'revised';

interface SourceFile {
  path: string;
  content: string;
}

const RECORD_FILES = [
  ['data/domains.json', 'domain', createDomain],
  ['data/squads.json', 'squad', createSquad],
  ['data/bounded-contexts.json', 'boundedContext', createBoundedContext],
  ['data/applications.json', 'application', createApplication],
] as const;

/** Writes a source with a number of entities into a directory, the same one every time. */
export async function writeSource(
  directory: string,
  entities: number,
): Promise<void> {
  const plan = planSource(entities);
  await writeFiles(directory, recordFiles(plan, 'original'));
  await writeFiles(
    directory,
    itemFiles(plan, 'original', () => true),
  );
}

/** Brings a source from one edition to the other, writing only the files that differ. */
export async function reviseSource(
  directory: string,
  entities: number,
  edition: SourceEdition,
): Promise<void> {
  const plan = planSource(entities);
  await writeFiles(directory, recordFiles(plan, edition));
  await writeFiles(directory, itemFiles(plan, edition, isRevised));
}

function* recordFiles(
  plan: SourcePlan,
  edition: SourceEdition,
): Generator<SourceFile> {
  for (const [path, type, createRecord] of RECORD_FILES) {
    yield {
      path,
      content: toRecordFile(plan, plan[type], createRecord, edition),
    };
  }
}

function toRecordFile(
  plan: SourcePlan,
  count: number,
  createRecord: CreateRecord,
  edition: SourceEdition,
): string {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify(
      createRecord(plan, index, edition === 'revised' && isRevised(index)),
    ),
  );
  return `[\n${lines.join(',\n')}\n]\n`;
}

/** The files that hold one item each. */
function* itemFiles(
  plan: SourcePlan,
  edition: SourceEdition,
  isWanted: (index: number) => boolean,
): Generator<SourceFile> {
  const revised = edition === 'revised';
  for (const type of ['openapi', 'asyncapi', 'avro'] as const) {
    for (let index = 0; index < plan[type]; index += 1) {
      if (isWanted(index)) {
        const contract = contractNameOf(plan, type, index);
        yield toContractFile(contract, index, revised && isRevised(index));
      }
    }
  }
  for (let index = 0; index < plan.application; index += 1) {
    if (isWanted(index) && hasRepository(index)) {
      const id = idOf('application', index);
      yield {
        path: `repositories/${ORGANISATION}/${id}/build.gradle`,
        content: createBuildFile(plan, index, revised && isRevised(index)),
      };
    }
  }
}

function toContractFile(
  contract: ContractName,
  index: number,
  revised: boolean,
): SourceFile {
  const { type, boundedContextId, api, version } = contract;
  const path = `contracts/${boundedContextId}/${type}/${api}/v${version}`;
  switch (type) {
    case 'avro': {
      const schema = createAvroSchema(contract, index, revised);
      return { path: `${path}.avsc`, content: toJson(schema) };
    }
    case 'asyncapi': {
      const document = createAsyncapiDocument(index, revised);
      return { path: `${path}.yaml`, content: toYaml(document).trimStart() };
    }
    default: {
      const document = createOpenapiDocument(index, revised);
      return index % 10 === 5
        ? { path: `${path}.json`, content: toJson(document) }
        : { path: `${path}.yaml`, content: toYaml(document).trimStart() };
    }
  }
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

async function writeFiles(
  directory: string,
  files: Iterable<SourceFile>,
): Promise<void> {
  for (const { path, content } of files) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
