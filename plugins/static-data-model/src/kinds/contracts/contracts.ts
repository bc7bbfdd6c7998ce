import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import { createEntity } from '../../entities/createEntity';
import {
  RecordContext,
  TransformContext,
  UNKNOWN_OWNER,
} from '../../entities/RecordContext';
import { toEntityRef } from '../../entities/SourcedEntity';
import { readText } from '../../files/readText';
import { SourceFile } from '../../files/SourceFile';
import { Problem } from '../../findings';
import { Kind, ParseContext, SourceRecord } from '../Kind';
import { ENTITY_NAME_RULE } from '../recordFields';
import { ContractDocument, parseContractDocument } from './contractDocument';
import {
  ContractPath,
  isCompanionFile,
  parseContractPath,
  toContractName,
  toContractRef,
} from './contractPath';

/**
 * One version of a contract.
 *
 * @public
 */
export interface ContractRecord
  extends SourceRecord,
    ContractPath,
    ContractDocument {
  /** The file's text, unchanged. */
  definition: string;
}

/** What the contracts of one bounded context have in common. */
type ContractFolder =
  | { owner: string; system?: string }
  /** The bounded context exists, but could not be read: owner and system are not known. */
  | 'unreadable';

/** Every version of a contract, in a file of its own, becomes an API. */
export const contracts: Kind<ContractRecord> = {
  plural: 'contracts',
  place: { type: 'folder', defaultPath: 'contracts', isRequired: false },
  entityKinds: ['API'],
  async parse(folder, files, context) {
    const records: ContractRecord[] = [];
    context.contractCache.beginPass();
    for (const [index, file] of files.entries()) {
      context.onProgress?.(index, files.length);
      await context.yieldWhenDue();
      const record = parseContract(file, folder, context);
      if (record) {
        records.push(record);
      }
    }
    return records;
  },
  entityRefOf: toContractRef,
  *transform(records, context) {
    const folders = new Map<string, ContractFolder>();
    for (const contract of records) {
      const id = contract.boundedContextId.toLowerCase();
      const folder = folders.get(id) ?? resolveFolder(contract, context);
      folders.set(id, folder);
      const { api, version, type, location } = contract;
      if (folder !== 'unreadable') {
        yield createEntity(
          {
            kind: 'API',
            name: toContractName(contract),
            title: `${api} (v${version})`,
            description: contract.description,
            location,
            spec: {
              type,
              lifecycle: contract.lifecycle ?? 'production',
              ...folder,
              definition: contract.definition,
            },
          },
          context.locationOf(location.file),
        );
      } else {
        // Without its bounded context it would come out wrong, and undo what was right.
        yield { file: location.file, entityRef: toContractRef(contract) };
      }
    }
  },
};

function parseContract(
  file: SourceFile,
  folder: string,
  context: ParseContext,
): ContractRecord | undefined {
  const finding = { phase: 'PARSE', file: file.path } as const;
  const relativePath = file.path.slice(folder.length + 1);
  const path = parseContractPath(relativePath);
  if (!path) {
    if (!isCompanionFile(relativePath)) {
      context.report({
        ...finding,
        severity: 'warning',
        code: 'SCHEMA',
        message: `${file.path} is ignored: it is not where a contract is expected`,
        hint: `Contracts are ${folder}/<bounded-context>/<openapi or asyncapi>/<api>/v<N>.yaml (or yml, json) and ${folder}/<bounded-context>/avro/<Schema>/v<N>.avsc. Rename the file, or move it elsewhere.`,
      });
    }
    return undefined;
  }
  const name = toContractName(path);
  if (!KubernetesValidatorFunctions.isValidObjectName(name)) {
    context.report({
      ...finding,
      severity: 'error',
      code: 'SCHEMA',
      message: `${file.path} cannot become an entity: '${name}' is not a valid entity name`,
      hint: `Rename the folders of the contract: an entity name has ${ENTITY_NAME_RULE}.`,
    });
    return undefined;
  }

  const fail = (problem: Problem) => {
    const entityRef = toContractRef(path);
    context.report({
      ...finding,
      severity: 'error',
      entity: entityRef,
      ...problem,
    });
    context.reportUnreadable({ file: file.path, entityRef });
    return undefined;
  };
  const decoded = readText(file);
  if ('problem' in decoded) {
    return fail(decoded.problem);
  }
  const isYaml = /\.ya?ml$/.test(file.path);
  const result = context.contractCache.getOrParse(
    file.content,
    `${path.type} ${isYaml}`,
    () => parseContractDocument(decoded.text, { type: path.type, isYaml }),
  );
  if ('problem' in result) {
    const { code, message, line } = result.problem;
    return fail({
      code,
      message: `${file.path} ${message}`,
      hint: 'Correct the contract at this line. Until then the catalog keeps its last known good version.',
      line,
    });
  }
  return {
    location: { file: file.path, line: 1 },
    ...path,
    ...result.document,
    definition: decoded.text,
  };
}

/** Finds owner and system of the contracts in a folder; findings name the first of them. */
function resolveFolder(
  contract: ContractRecord,
  context: TransformContext,
): ContractFolder {
  const { boundedContextId, location } = contract;
  const owner = context.boundedContextOwners.get(
    boundedContextId.toLowerCase(),
  );
  const system = toEntityRef('System', boundedContextId);
  const presence = context.presenceOf(system);
  if (owner && presence === 'present') {
    return { owner, system };
  }
  const folder = new RecordContext(`Contract folder '${boundedContextId}'`, {
    entityRef: toContractRef(contract),
    location,
    context,
  });
  if (!owner && presence === 'kept') {
    folder.warn({
      code: 'UNKNOWN_REFERENCE',
      message: `${folder.label} belongs to a bounded context that could not be read, or whose removal is held; its APIs stay as they were`,
      hint: 'Correct the errors of the bounded contexts, or restore the bounded context.',
    });
    return 'unreadable';
  }
  if (owner) {
    const domain = toEntityRef('Domain', boundedContextId);
    folder.warn({
      code: 'UNKNOWN_REFERENCE',
      message: `${folder.label} belongs to ${domain}, which is not a system; its APIs are part of no system`,
      hint: "Move the contracts to the folder of a bounded context that is not of type 'domain'.",
    });
    return { owner };
  }
  folder.warn({
    code: 'UNKNOWN_REFERENCE',
    message: `${folder.label} belongs to no bounded context of the source; the owner of its APIs is '${UNKNOWN_OWNER}'`,
    hint: `Add the bounded context '${boundedContextId}' with an owner, or rename the folder.`,
  });
  folder.warn({
    code: 'MISSING_OWNER',
    message: `The APIs of contract folder '${boundedContextId}' have no owner; it is set to '${UNKNOWN_OWNER}'`,
    hint: `Add the bounded context '${boundedContextId}' with an 'ownerSquadId'.`,
  });
  return { owner: UNKNOWN_OWNER, system };
}
