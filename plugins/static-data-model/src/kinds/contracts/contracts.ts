import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import { listFirst, quote } from '@internal/plugin-static-data-common';
import { createEntity } from '../../entities/createEntity';
import {
  RecordContext,
  TransformContext,
  UNKNOWN_OWNER,
} from '../../entities/RecordContext';
import { toEntityRef } from '../../entities/SourcedEntity';
import { SourceFile } from '../../files/SourceFile';
import { KEPT_UNTIL_THEN, Problem } from '../../findings';
import { TooMuchWorkError } from '../../thread';
import { Kind, ParseContext, SourceRecord } from '../Kind';
import { indexBoundedContextNames } from '../boundedContextNames';
import { ENTITY_NAME_RULE } from '../recordFields';
import {
  ContractDocument,
  ContractDocumentResult,
  parseContractDocumentInThread,
} from './contractDocument';
import {
  ContractPath,
  parseContractPath,
  toContractName,
  toContractRef,
} from './contractPath';
import {
  createFormerFinder,
  listReferencedPaths,
  looksLikeContract,
} from './misplacedContracts';

const { isValidObjectName: isValidName } = KubernetesValidatorFunctions;

const MAX_NAMED_FILES = 3;

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
    const others: SourceFile[] = [];
    const findFormer = createFormerFinder(folder, files, context.applied);
    const namelessFolders = new Set<string>();
    const names = indexBoundedContextNames(context.boundedContexts());
    /** Keeps the APIs whose contract a file may be that is not read as one. */
    const keepFormer = (path: string, reason: string) =>
      findFormer(path).forEach(entityRef =>
        context.reportUnreadable({ file: path, entityRef, reason }),
      );
    context.contractCache?.beginPass();
    for (const [index, file] of files.entries()) {
      context.onProgress?.(index, files.length);
      await context.yieldWhenDue();
      const path = parseContractPath(file.path.slice(folder.length + 1));
      if (!path) {
        others.push(file);
        continue;
      }
      const name = path.boundedContextId;
      const boundedContextId = names.find(name);
      const isShared = names.isShared(name);
      if (!boundedContextId && (isShared || !isValidName(name))) {
        // What it was before stays, as its bounded context may be one that could not be read.
        const reason = `nobody knows the bounded context of ${folder}/${name}`;
        context.reportUnreadable({ file: file.path, reason });
        keepFormer(file.path, reason);
        if (!namelessFolders.has(name)) {
          namelessFolders.add(name);
          context.report({
            severity: 'error',
            phase: 'PARSE',
            code: 'SCHEMA',
            file: `${folder}/${name}`,
            message: `The contracts in ${folder}/${name} cannot become entities: ${
              isShared
                ? 'several bounded contexts have its name'
                : `it is neither the id nor the name of a bounded context, nor ${ENTITY_NAME_RULE}`
            }`,
            hint: `Name the folder like the id ${
              isShared ? '' : 'or the name '
            }of its bounded context. Until then, what came from it stays as it was.`,
          });
        }
        continue;
      }
      const record = await parseContract(
        file,
        { ...path, boundedContextId: boundedContextId ?? name },
        context,
      );
      if (record) {
        records.push(record);
      }
    }
    await reportMisplaced(others, files, folder, {
      ...context,
      keepFormer: path => keepFormer(path, `${path} may be its contract`),
    });
    return records;
  },
  entityRefOf: toContractRef,
  *transform(records, context) {
    const folders = new Map<string, ContractFolder>();
    const byRef = new Map<string, ContractRecord>();
    for (const contract of records) {
      const entityRef = toContractRef(contract);
      const first = byRef.get(entityRef);
      if (first) {
        reportCollision(first, contract, context);
        continue;
      }
      byRef.set(entityRef, contract);
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
        const reason = `its bounded context could not be read, or is held`;
        yield {
          file: location.file,
          entityRef,
          reason,
        };
        // The folder may have the name of a bounded context whose id is not known now.
        yield { file: location.file, reason };
      }
    }
  },
};

/** The name of an API says neither the format of its contract nor the ending of its file. */
function reportCollision(
  first: ContractRecord,
  second: ContractRecord,
  context: TransformContext,
): void {
  const entityRef = toContractRef(first);
  const { api, version, type, location } = second;
  context.report({
    severity: 'error',
    phase: 'TRANSFORM',
    code: 'DUPLICATE',
    ...location,
    entity: entityRef,
    message: `${entityRef} has two contracts: ${first.location.file} wins, ${location.file} is ignored`,
    hint:
      first.type === type
        ? `Both are version ${version} of ${quote(
            api,
          )}. Remove one of the two files, or give it another version.`
        : `The name of an API does not say whether it is ${
            first.type
          } or ${type}, so the two cannot both be called ${quote(
            api,
          )}. Rename the folder of one of them.`,
  });
}

async function parseContract(
  file: SourceFile,
  path: ContractPath,
  context: ParseContext,
): Promise<ContractRecord | undefined> {
  const entityRef = toContractRef(path);
  const location = { file: file.path };
  const report = (problem: Problem) =>
    context.report({
      severity: 'error',
      phase: 'PARSE',
      file: file.path,
      entity: entityRef,
      ...problem,
    });
  const fail = (problem: Problem) => {
    report(problem);
    const reason = problem.message;
    context.reportUnreadable({ file: file.path, entityRef, reason });
    return undefined;
  };
  const name = toContractName(path);
  if (!isValidName(name)) {
    return fail({
      code: 'SCHEMA',
      message: `${file.path} cannot become an entity: ${quote(
        name,
      )} is not a valid entity name`,
      hint: `Rename the folders of the contract: an entity name has ${ENTITY_NAME_RULE}.`,
    });
  }
  if ('problem' in file) {
    const { code, message, hint } = file.problem;
    if (code !== 'TOO_LARGE') {
      return fail({ ...file.problem, hint: `${hint} ${KEPT_UNTIL_THEN}` });
    }
    const definition = `The definition is left out: ${message}`;
    report({
      code,
      message: `${message}; ${entityRef} has no definition`,
      hint,
    });
    return { location, ...path, description: definition, definition };
  }
  const isYaml = /\.ya?ml$/i.test(file.path);
  const parse = () =>
    parseContractDocumentInThread(file.text, { type: path.type, isYaml });
  let result: ContractDocumentResult;
  try {
    result = await (context.contractCache?.getOrParse(
      file.text,
      `${path.type} ${isYaml}`,
      parse,
    ) ?? parse());
  } catch (error) {
    if (!(error instanceof TooMuchWorkError)) {
      throw error;
    }
    return fail({
      code: 'TOO_LARGE',
      message: `${file.path} ${error.message} to read`,
      hint: `Make the contract simpler, or split it. ${KEPT_UNTIL_THEN}`,
    });
  }
  if ('problem' in result) {
    const { code, message, line } = result.problem;
    return fail({
      code,
      message: `${file.path} ${message}`,
      hint: `Correct the contract at this line. ${KEPT_UNTIL_THEN}`,
      line,
    });
  }
  return { location, ...path, ...result.document, definition: file.text };
}

/**
 * Warns once for the folder of a bounded context about files that look like contracts and are not
 * where contracts are. What else is there belongs to the contracts, or to other tools.
 */
async function reportMisplaced(
  others: SourceFile[],
  files: SourceFile[],
  folder: string,
  context: ParseContext & { keepFormer: (path: string) => void },
): Promise<void> {
  const suspects = new Set<string>();
  for (const file of others) {
    await context.yieldWhenDue();
    if (looksLikeContract(file)) {
      suspects.add(file.path);
    }
  }
  if (suspects.size === 0) {
    return;
  }
  for (const file of files) {
    await context.yieldWhenDue();
    for (const referenced of listReferencedPaths(file)) {
      await context.yieldWhenDue();
      suspects.delete(referenced);
    }
  }
  const pathsByFolder = new Map<string, string[]>();
  for (const path of suspects) {
    await context.yieldWhenDue();
    context.keepFormer(path);
    const [, first, second] = path.slice(folder.length).split('/');
    const group = second === undefined ? folder : `${folder}/${first}`;
    const paths = pathsByFolder.get(group) ?? [];
    paths.push(path);
    pathsByFolder.set(group, paths);
  }
  for (const [group, paths] of pathsByFolder) {
    const are = paths.length === 1 ? 'it is' : 'they are';
    context.report({
      severity: 'warning',
      phase: 'PARSE',
      code: 'SCHEMA',
      file: group,
      message: `Ignored in ${group}: ${listFirst(
        paths,
        MAX_NAMED_FILES,
      )}; ${are} not where a contract is expected`,
      hint: `Contracts are ${folder}/<bounded-context>/<openapi or asyncapi>/<api>/v<N>.yaml (or yml, json), and ${folder}/<bounded-context>/avro/<Schema>/v<N>.avsc, <Schema>-v<N>.avsc or <Schema>.avsc. Rename the files, or move them elsewhere. Until then, APIs that have the name of one of these files or folders, and whose contract is gone, stay as they were.`,
    });
  }
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
  const isUnreadable = presence === 'kept' || context.isAnyKept('System');
  if (!owner && isUnreadable) {
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
  if (presence === 'absent') {
    const meant = context.suggestName('System', boundedContextId);
    folder.warn({
      code: 'UNKNOWN_REFERENCE',
      message: `${folder.label} belongs to no bounded context of the source; the owner of its APIs is '${UNKNOWN_OWNER}'`,
      hint: `${
        meant ? `Did you mean '${meant}'? ` : ''
      }Add the bounded context '${boundedContextId}' with an owner, or rename the folder.`,
    });
  }
  folder.warn({
    code: 'MISSING_OWNER',
    message: `The APIs of contract folder '${boundedContextId}' have no owner; it is set to '${UNKNOWN_OWNER}'`,
    hint: `Add the bounded context '${boundedContextId}' with an 'ownerSquadId'.`,
  });
  return { owner: UNKNOWN_OWNER, system };
}
