import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  listFirst,
  pluralize,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import memoize from 'lodash/memoize';
import { createYielder } from '../async';
import { findChangedLinesInThread } from '../changes/findChangedLines';
import {
  PreviousVersions,
  SnapshotEntry,
  UpdatedEntity,
} from '../diff/diffSnapshot';
import { listEntityReferences } from '../entities/listEntityReferences';
import { StatedConsumers } from '../kinds/applications/apiReferences';
import { unlessTooMuch } from '../thread';
import { findBreakingChangesInThread } from './breakingChanges';

const MAX_NAMED_CONSUMERS = 10;
const MAX_NAMED_BREAKS = 5;

/**
 * Finds the APIs that somebody consumes and that a sync removes, leaves without a provider, or
 * changes so that their consumers break. Looks only at what the sync removes and updates.
 *
 * @public
 */
export async function findApiFindings(options: {
  /** What the sync removes. */
  removed: SnapshotEntry[];
  updated: UpdatedEntity[];
  /** The versions before, of what is removed and updated. */
  previousVersions: PreviousVersions;
  /** Everything that the catalog has after the sync. */
  entities: Entity[];
  /** By the ref of an API, the refs of the components whose build files say that they consume it. */
  statedConsumers: StatedConsumers;
  /** Finds what refers to any of these and is from elsewhere; undefined if nobody knows. */
  findReferrers: (entityRefs: string[]) => Promise<Entity[] | undefined>;
  signal: AbortSignal;
}): Promise<SyncFinding[]> {
  const { removed, updated, previousVersions } = options;
  const removedApis = removed.filter(({ kind }) => kind === 'API');
  const updatedApis = updated.filter(({ entity }) => entity.kind === 'API');
  const removedComponents = removed.filter(({ kind }) => kind === 'Component');
  const providedBy = new Map<SnapshotEntry, string[]>();
  for (const entry of removedComponents) {
    const version = await previousVersions.get(entry.entityRef);
    providedBy.set(entry, refsIn(version, 'spec.providesApis'));
  }
  const orphanable = [...providedBy.values()].flat();
  if (removedApis.length + updatedApis.length + orphanable.length === 0) {
    return [];
  }
  const yieldWhenDue = createYielder(options.signal);
  const redefinedApis: UpdatedEntity[] = [];
  for (const updatedApi of updatedApis) {
    await yieldWhenDue();
    const before = await previousVersions.get(updatedApi.entityRef);
    if (before?.spec?.definition !== updatedApi.entity.spec?.definition) {
      redefinedApis.push(updatedApi);
    }
  }
  const apiRefs = new Set([
    ...[...removedApis, ...redefinedApis].map(({ entityRef }) => entityRef),
    ...orphanable,
  ]);
  const referrers = await options.findReferrers([...apiRefs]);
  const relations = await relate(
    apiRefs,
    { ...options, entities: [...options.entities, ...(referrers ?? [])] },
    yieldWhenDue,
  );
  const findings: SyncFinding[] = [];
  const report = (
    code: SyncFinding['code'],
    entry: { entityRef: string; sourceFile: string; line?: number },
    problem: Pick<SyncFinding, 'message' | 'hint'>,
  ) =>
    findings.push({
      severity: 'warning',
      phase: 'TRANSFORM',
      code,
      ...problem,
      file: entry.sourceFile,
      ...(entry.line && { line: entry.line }),
      entity: entry.entityRef,
    });

  for (const entry of removedApis) {
    await yieldWhenDue();
    const consumers = relations.describeConsumers(entry.entityRef);
    if (consumers) {
      report('REMOVED_WITH_CONSUMERS', entry, {
        message: `${entry.entityRef} is removed, although ${consumers}`,
        hint: 'Restore the contract, or ask the owners of its consumers to take their references to it out of their build files.',
      });
    }
  }
  for (const [entry, apis] of providedBy) {
    for (const api of apis) {
      await yieldWhenDue();
      const consumers = relations.describeConsumers(api);
      if (consumers && relations.exists(api) && !relations.isProvided(api)) {
        report('REMOVED_WITH_CONSUMERS', entry, {
          message: `${entry.entityRef} is removed, and nothing else provides ${api}, although ${consumers}`,
          hint: 'Restore the application, let another one provide the API, or ask the owners of its consumers what they rely on now.',
        });
      }
    }
  }
  for (const { entity, entityRef, sourceFile } of redefinedApis) {
    await yieldWhenDue();
    const consumers = relations.describeConsumers(entityRef);
    if (!consumers) {
      continue;
    }
    const before = (await previousVersions.get(entityRef))?.spec?.definition;
    const { definition, type } = entity.spec ?? {};
    if (typeof before === 'string' && typeof definition === 'string') {
      const breaks = await unlessTooMuch(
        findBreakingChangesInThread(String(type), before, definition),
      );
      if (breaks && breaks.length > 0) {
        const changed = await unlessTooMuch(
          findChangedLinesInThread(before, definition),
        );
        const line = changed?.at(0)?.after.start;
        report(
          'BREAKING_CHANGE',
          { entityRef, sourceFile, line },
          {
            message: `${entityRef} breaks those who rely on it: ${listFirst(
              breaks,
              MAX_NAMED_BREAKS,
              { separator: '; ' },
            )}; ${consumers}`,
            hint: 'Add the change as a new version of the contract, or agree on it with the owners of the consumers.',
          },
        );
      }
    }
  }
  return findings;
}

/** Who provides and who consumes some APIs after the sync. */
async function relate(
  apiRefs: ReadonlySet<string>,
  {
    entities,
    statedConsumers,
  }: Pick<
    Parameters<typeof findApiFindings>[0],
    'entities' | 'statedConsumers'
  >,
  yieldWhenDue: () => Promise<void>,
) {
  const byRef = new Map<string, Entity>();
  const provided = new Set<string>();
  const consumers = new Map<string, Set<string>>();
  const addConsumer = (api: string, component: string) => {
    const ofApi = consumers.get(api) ?? new Set();
    consumers.set(api, ofApi.add(component));
  };
  for (const entity of entities) {
    await yieldWhenDue();
    const entityRef = stringifyEntityRef(entity);
    byRef.set(entityRef, entity);
    if (entity.kind === 'Component') {
      for (const { field, entityRef: api } of listEntityReferences(entity)) {
        if (!apiRefs.has(api)) {
          continue;
        }
        if (field === 'spec.providesApis') {
          provided.add(api);
        } else if (field === 'spec.consumesApis') {
          addConsumer(api, entityRef);
        }
      }
    }
  }
  // The relation to an API that is gone is gone as well, but not what the build file says.
  for (const [api, components] of await statedConsumers(apiRefs)) {
    await yieldWhenDue();
    components.forEach(component => addConsumer(api, component));
  }
  return {
    exists: (api: string) => byRef.has(api),
    isProvided: (api: string) => provided.has(api),
    /** In words; undefined if there are none. */
    describeConsumers: memoize((api: string): string | undefined => {
      const refs = [...(consumers.get(api) ?? [])]
        .filter(entityRef => byRef.has(entityRef))
        .sort();
      if (refs.length === 0) {
        return undefined;
      }
      const count = pluralize(
        refs.length,
        'component consumes it',
        'components consume it',
      );
      const describe = (entityRef: string) => {
        const [owner] = refsIn(byRef.get(entityRef), 'spec.owner');
        return owner ? `${entityRef} (owner ${owner})` : entityRef;
      };
      return `${count}: ${listFirst(refs, MAX_NAMED_CONSUMERS, { describe })}`;
    }),
  };
}

function refsIn(entity: Entity | undefined, field: string): string[] {
  return entity
    ? listEntityReferences(entity)
        .filter(reference => reference.field === field)
        .map(({ entityRef }) => entityRef)
    : [];
}
