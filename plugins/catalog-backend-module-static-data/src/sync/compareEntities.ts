import { Entity } from '@backstage/catalog-model';
import { HeldRemoval, SyncFinding } from '@internal/plugin-static-data-common';
import {
  countApiRelationships,
  createYielder,
  diffSnapshot,
  findOwner,
  guardRemovals,
  hashEntities,
  HashedEntity,
  hashEntityInThread,
  holdDamaged,
  KnownRemovals,
  PreviousVersions,
  SnapshotEntry,
  SourcedEntity,
  toHeldFinding,
} from '@internal/plugin-static-data-model';
import {
  AdoptedEntity,
  SourceStore,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node';
import { Comparison } from '../record/completeSync';
import { refsOf } from '../refsOf';
import { CatalogRepairs } from './CatalogRepairs';
import { leaveToOtherSources } from './leaveToOtherSources';
import { SyncWork } from './RunningSync';
import { VersionLoader } from './VersionLoader';

/** How entities differ from what was last sent to the catalog, and which removals are allowed. */
export interface EntityDiff extends Pick<Comparison, 'diff' | 'verdict'> {
  /** Those that are not left to other sources. */
  own: SourcedEntity[];
  /** What the catalog has and the snapshot does not. */
  adopted: AdoptedEntity[];
  /** The versions of entities that the catalog was last told of. */
  getVersions: (
    entries: { entityRef: string }[],
  ) => Promise<Map<string, Entity>>;
  /** That other sources have some of the entities. */
  findings: SyncFinding[];
}

/** A comparison that is to be applied and recorded. */
export interface EntityComparison extends Comparison {
  /** Everything that the catalog should have after the sync, including what is retained or held. */
  entities: Entity[];
  /** False if what is retained or held is not among them, because it is damaged in the store. */
  isWhole: boolean;
  /** Of what is updated or removed. */
  previousVersions: PreviousVersions;
  /** What the catalog has and the snapshot does not. */
  adopted: AdoptedEntity[];
  /** That other sources have some of them, or that removals are held. */
  findings: SyncFinding[];
}

/** Where it is stored what a source is compared with, and what is known of it besides. */
export interface ComparedStore {
  sourceId: string;
  snapshot: Pick<
    SourceStore['snapshot'],
    'list' | 'getEntities' | 'findInOtherSources' | 'claim'
  >;
  heldRemovals: Pick<SourceStore['heldRemovals'], 'list'>;
  buildFiles: Pick<SourceStore['buildFiles'], 'list'>;
}

/** What entities are compared with. */
export interface ComparedState {
  /** What the catalog was last told of. */
  snapshot: SnapshotEntry[];
  known: KnownRemovals;
}

export interface CompareOptions {
  config: SyncSourceConfig;
  store: ComparedStore;
  repairs: Pick<CatalogRepairs, 'getVersions'>;
  /** What the catalog has and the snapshot does not. */
  unexpected: SnapshotEntry[];
  /** Whether a sync ended while it sent its changes, which are in no record yet. */
  isApplyUnfinished: boolean;
}

/** Reads what the entities of a sync are compared with. */
export async function loadComparedState({
  snapshot,
  heldRemovals,
}: ComparedStore): Promise<ComparedState> {
  return {
    snapshot: await snapshot.list(),
    known: toKnownRemovals(await heldRemovals.list()),
  };
}

/** Compares entities with the snapshot as {@link diffEntities} does, and completes the comparison. */
export async function compareEntities(
  ...args: Parameters<typeof diffEntities>
): Promise<EntityComparison> {
  const [sync] = args;
  return completeComparison(sync, await diffEntities(...args));
}

/**
 * Compares entities with the snapshot, and has removals guarded. What another source has is left to it.
 *
 * @param unreadable - which entries of the snapshot are kept, and why, although there is no entity for them
 */
export async function diffEntities(
  sync: SyncWork,
  current: {
    entities: SourcedEntity[];
    unreadable: Parameters<typeof diffSnapshot>[2];
  },
  { snapshot, known }: ComparedState,
  options: CompareOptions,
): Promise<EntityDiff> {
  const { store, config } = options;
  const { signal } = sync;
  return sync.run('DIFF', async () => {
    const findings: SyncFinding[] = [];
    const own = await leaveToOtherSources(current.entities, {
      store,
      trigger: sync.trigger,
      snapshot,
      report: finding => findings.push(finding),
    });
    const yieldWhenDue = createYielder(signal);
    const hashed = await hashEntities(own, signal);
    const adopted = await adoptEntities(sync, hashed, options);
    const applied = [...snapshot, ...adopted];
    const diff = await diffSnapshot(
      applied,
      hashed,
      current.unreadable,
      signal,
    );
    await yieldWhenDue();
    const guarded = guardRemovals(
      applied,
      diff.removed,
      diff.added.map(({ entity }) => entity),
      config.safety,
      known,
    );
    const adoptedByRef = new Map(
      adopted.map(({ entityRef, entity }) => [entityRef, entity]),
    );
    const getVersions = async (entries: { entityRef: string }[]) => {
      const refs = refsOf(entries);
      const versions = await store.snapshot.getEntities(refs);
      for (const entityRef of refs) {
        const entity = adoptedByRef.get(entityRef);
        if (entity) {
          versions.set(entityRef, entity);
        }
      }
      return versions;
    };
    const verdict = holdDamaged(
      guarded,
      await getVersions(guarded.allowed),
      known,
    );
    return { own, diff, verdict, adopted, getVersions, findings };
  });
}

/** Adds to a comparison what the catalog keeps although the source does not have it. */
export async function completeComparison(
  sync: SyncWork,
  { own, diff, verdict, adopted, getVersions, findings }: EntityDiff,
): Promise<EntityComparison> {
  return sync.run('DIFF', async () => {
    sync.log.info(
      `Entities: ${diff.added.length} to add, ${diff.updated.length} to update, ${verdict.allowed.length} to remove, ${diff.unchanged.length} unchanged, ${diff.retained.length} kept because their file could not be read, ${verdict.held.length} kept because their removal is held`,
    );
    const keptEntries = [...diff.retained, ...verdict.held];
    const kept = await getVersions(keptEntries);
    const entities = [...own.map(({ entity }) => entity), ...kept.values()];
    return {
      diff,
      verdict,
      adopted,
      previousVersions: new VersionLoader(
        [...diff.updated, ...verdict.allowed],
        getVersions,
      ),
      entities,
      isWhole: kept.size === keptEntries.length,
      apiRelationships: countApiRelationships(entities),
      findings: [
        ...findings,
        ...(verdict.held.length > 0 ? [toHeldFinding(verdict.reasons)] : []),
      ],
    };
  });
}

/** What the catalog has and the snapshot does not, each entity in the version that the catalog shows. */
async function adoptEntities(
  sync: SyncWork,
  current: HashedEntity[],
  options: Pick<CompareOptions, 'repairs' | 'unexpected' | 'isApplyUnfinished'>,
): Promise<AdoptedEntity[]> {
  const { repairs, unexpected, isApplyUnfinished } = options;
  if (unexpected.length === 0) {
    return [];
  }
  const currentByRef = new Map(
    current.map(entity => [entity.entityRef, entity]),
  );
  // What such a sync has added is added by this one, so that a record has it.
  const adoptable = unexpected.filter(
    ({ entityRef }) => !isApplyUnfinished || !currentByRef.has(entityRef),
  );
  const others = adoptable.filter(
    ({ entityRef, hash }) => currentByRef.get(entityRef)?.hash !== hash,
  );
  const versions = await repairs.getVersions(sync, refsOf(others));
  const yieldWhenDue = createYielder(sync.signal);
  const adopted: AdoptedEntity[] = [];
  for (const entry of adoptable) {
    await yieldWhenDue();
    const { entityRef } = entry;
    const same = currentByRef.get(entityRef);
    const shown = versions.get(entityRef);
    if (same?.hash === entry.hash) {
      adopted.push({ ...entry, ...toVersion(same.entity) });
    } else if (shown) {
      const hash = await hashEntityInThread(shown);
      adopted.push({ ...entry, ...toVersion(shown), hash });
    }
  }
  return adopted;
}

function toVersion(entity: Entity): Pick<AdoptedEntity, 'entity' | 'owner'> {
  return { entity, owner: findOwner(entity) };
}

function toKnownRemovals(removals: HeldRemoval[]): KnownRemovals {
  const isApproved = ({ approvedBy }: HeldRemoval) => approvedBy !== undefined;
  return {
    held: new Set(refsOf(removals.filter(removal => !isApproved(removal)))),
    approved: new Set(refsOf(removals.filter(isApproved))),
  };
}
