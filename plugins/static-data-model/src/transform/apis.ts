import { ContractRecord } from '../parse/types';
import { contractEntityRef, contractName } from './contractName';
import { createEntity } from './createEntity';
import { toEntityRef } from './knownEntities';
import { TransformContext, UNKNOWN_OWNER } from './TransformContext';
import { SourcedEntity } from './types';

/** What the contracts of one bounded context have in common. */
export type ContractFolder =
  | { state: 'known'; owner: string; system?: string }
  /** The bounded context exists, but is not in what was read: owner and system are not known. */
  | { state: 'unreadable' };

/**
 * Finds owner and system for the contracts of every bounded context, by its id in lower case.
 *
 * @param breathe - is called for every contract
 */
export async function resolveContractFolders(
  contracts: ContractRecord[],
  contextOwners: Map<string, string>,
  context: TransformContext,
  breathe: () => Promise<void>,
): Promise<Map<string, ContractFolder>> {
  const folders = new Map<string, ContractFolder>();
  for (const contract of contracts) {
    await breathe();
    const id = contract.boundedContextId.toLowerCase();
    if (!folders.has(id)) {
      folders.set(id, resolveFolder(contract, contextOwners.get(id), context));
    }
  }
  return folders;
}

/** Ref of the API entity of a contract. */
export function apiRefOf(contract: ContractRecord): string {
  return contractEntityRef(nameOf(contract));
}

/** Makes the API of a contract. */
export function toApi(
  contract: ContractRecord,
  folder: Extract<ContractFolder, { state: 'known' }>,
  context: TransformContext,
): SourcedEntity {
  return createEntity(
    {
      kind: 'API',
      name: nameOf(contract),
      title: `${contract.api} (v${contract.version})`,
      description: contract.description,
      spec: {
        type: contract.type,
        lifecycle: contract.lifecycle ?? 'production',
        owner: folder.owner,
        system: folder.system,
        definition: contract.definition,
      },
      location: contract.location,
    },
    context,
  );
}

function resolveFolder(
  contract: ContractRecord,
  owner: string | undefined,
  context: TransformContext,
): ContractFolder {
  const { boundedContextId } = contract;
  const system = toEntityRef('System', boundedContextId);
  const domain = toEntityRef('Domain', boundedContextId);
  const presence = context.presenceOf(system);
  if (owner && presence === 'present') {
    return { state: 'known', owner, system };
  }
  const record = {
    label: `Contract folder '${boundedContextId}'`,
    entityRef: apiRefOf(contract),
    location: contract.location,
  };
  if (!owner && presence === 'kept') {
    context.warn(record, {
      code: 'UNKNOWN_REFERENCE',
      message: `${record.label} belongs to a bounded context that could not be read, or whose removal is held; its APIs stay as they were`,
      hint: 'Correct the errors of the bounded contexts, or restore the bounded context.',
    });
    return { state: 'unreadable' };
  }
  if (owner) {
    context.warn(record, {
      code: 'UNKNOWN_REFERENCE',
      message: `${record.label} belongs to ${domain}, which is no system; its APIs are part of no system`,
      hint: "Move the contracts to the folder of a bounded context that is not of type 'domain'.",
    });
    return { state: 'known', owner };
  }
  context.warn(record, {
    code: 'UNKNOWN_REFERENCE',
    message: `${record.label} belongs to no bounded context of the source; the owner of its APIs is '${UNKNOWN_OWNER}'`,
    hint: `Add the bounded context '${boundedContextId}' with an owner, or rename the folder.`,
  });
  context.warn(record, {
    code: 'MISSING_OWNER',
    message: `The APIs of contract folder '${boundedContextId}' have no owner; '${UNKNOWN_OWNER}' stands in its place`,
    hint: `Add the bounded context '${boundedContextId}' with an 'ownerSquadId'.`,
  });
  return { state: 'known', owner: UNKNOWN_OWNER, system };
}

function nameOf(contract: ContractRecord): string {
  return contractName(
    contract.boundedContextId,
    contract.api,
    contract.version,
  );
}
