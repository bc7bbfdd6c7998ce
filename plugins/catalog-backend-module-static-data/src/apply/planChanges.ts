import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { SnapshotDiff } from '@internal/plugin-static-data-model';
import { SyncState } from '@internal/plugin-static-data-node';
import { CatalogChange } from './StaticDataProvider';

/**
 * Everything is sent on the first sync, at the reconcile interval, and when an earlier
 * sync ended while it was writing to the catalog: nobody knows how far it got.
 */
export function isFullApplyDue(options: {
  state: SyncState;
  /** Start of the sync; ISO 8601, UTC. */
  startTime: string;
  reconcileMs: number;
  /** Failed syncs since the latest that applied something. */
  failuresSince: Pick<SyncHistoryRecord, 'errors'>[];
}): boolean {
  const { state, startTime, reconcileMs, failuresSince } = options;
  if (!state.lastFullApplyAt || !state.lastAppliedAt) {
    return true;
  }
  const age = Date.parse(startTime) - Date.parse(state.lastFullApplyAt);
  return (
    age >= reconcileMs ||
    failuresSince.some(({ errors }) =>
      errors?.some(({ phase }) => phase === 'CATALOG_APPLY'),
    )
  );
}

/** The smallest change that brings the catalog to where the source is. */
export function toCatalogChange(options: {
  fullApply: boolean;
  /** Everything that the catalog should have afterwards. */
  entities: Entity[];
  diff: Pick<SnapshotDiff, 'added' | 'updated'>;
  removedRefs: string[];
  /** Refs of entities to send again although they have not changed. */
  resentRefs: string[];
}): CatalogChange {
  const { fullApply, entities, diff, removedRefs, resentRefs } = options;
  if (fullApply) {
    return { type: 'full', entities };
  }
  const changed = [...diff.added, ...diff.updated];
  const unchanged = new Set(resentRefs);
  changed.forEach(({ entityRef }) => unchanged.delete(entityRef));
  const upserts = changed.map(({ entity }) => entity);
  if (unchanged.size > 0) {
    upserts.push(
      ...entities.filter(entity => unchanged.has(stringifyEntityRef(entity))),
    );
  }
  return { type: 'delta', upserts, removedRefs };
}
