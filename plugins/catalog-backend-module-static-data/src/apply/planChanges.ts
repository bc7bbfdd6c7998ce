import { Entity } from '@backstage/catalog-model';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { SnapshotDiff } from '@internal/plugin-static-data-model';
import { SyncState } from '@internal/plugin-static-data-node';
import { CatalogChange } from './applyChanges';

/**
 * Everything is sent on the first sync, at the reconcile interval, and when an earlier
 * sync ended while the catalog was being told: nobody knows how far it came.
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
  entities: Entity[];
  diff: SnapshotDiff;
  removedRefs: string[];
}): CatalogChange {
  const { fullApply, entities, diff, removedRefs } = options;
  if (fullApply) {
    return { type: 'full', entities };
  }
  const upserts = [...diff.added, ...diff.updated].map(({ entity }) => entity);
  if (upserts.length === 0 && removedRefs.length === 0) {
    return { type: 'none' };
  }
  return { type: 'delta', upserts, removedRefs };
}
