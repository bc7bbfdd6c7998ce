import { BoundedContextRecord, DomainRecord } from '../parse/types';
import { createEntity } from './createEntity';
import { kindOfBoundedContext, toEntityRef } from './knownEntities';
import { RecordInfo, TransformContext } from './TransformContext';
import { SourcedEntity } from './types';

/**
 * Finds the owner of every bounded context, by its id in lower case.
 *
 * @param breathe - is called for every bounded context
 */
export async function resolveContextOwners(
  boundedContexts: BoundedContextRecord[],
  context: TransformContext,
  breathe: () => Promise<void>,
): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  for (const record of boundedContexts) {
    await breathe();
    owners.set(
      record.id.toLowerCase(),
      context.resolveOwner(
        toRecordInfo(record),
        'ownerSquadId',
        record.ownerSquadId,
      ),
    );
  }
  return owners;
}

/** Makes the System of a bounded context, or its Domain if it is of that type. */
export function toSystemOrDomain(
  boundedContext: BoundedContextRecord,
  owner: string,
  context: TransformContext,
): SourcedEntity {
  const domain =
    boundedContext.domain &&
    context.resolve(toRecordInfo(boundedContext), {
      value: boundedContext.domain,
      kind: 'Domain',
      field: 'domain',
    });
  const kind = kindOfBoundedContext(boundedContext);
  return createEntity(
    {
      kind,
      name: boundedContext.id,
      title: boundedContext.name,
      description: boundedContext.description,
      spec:
        kind === 'Domain' ? { owner, subdomainOf: domain } : { owner, domain },
      location: boundedContext.location,
    },
    context,
  );
}

/** Makes the Domain of a record of its own. */
export function toDomain(
  domain: DomainRecord,
  context: TransformContext,
): SourcedEntity {
  const record: RecordInfo = {
    label: `Domain '${domain.id}'`,
    entityRef: toEntityRef('Domain', domain.id),
    location: domain.location,
  };
  return createEntity(
    {
      kind: 'Domain',
      name: domain.id,
      title: domain.name,
      description: domain.description,
      spec: {
        owner: context.resolveOwner(record, 'owner', domain.owner),
        subdomainOf:
          domain.subdomainOf &&
          context.resolve(record, {
            value: domain.subdomainOf,
            kind: 'Domain',
            field: 'subdomainOf',
          }),
      },
      location: domain.location,
    },
    context,
  );
}

function toRecordInfo(record: BoundedContextRecord): RecordInfo {
  return {
    label: `Bounded context '${record.id}'`,
    entityRef: toEntityRef(kindOfBoundedContext(record), record.id),
    location: record.location,
  };
}
