import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
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
  /** Syncs since the latest that applied something. */
  unappliedSince: Pick<SyncHistoryRecord, 'errors'>[];
}): boolean {
  const { state, startTime, reconcileMs, unappliedSince } = options;
  if (!state.lastFullApplyAt || !state.lastAppliedAt) {
    return true;
  }
  const age = Date.parse(startTime) - Date.parse(state.lastFullApplyAt);
  return age >= reconcileMs || hasUnfinishedApply({ unappliedSince });
}

/** Whether a sync ended while it was writing to the catalog: nobody knows how far it got. */
export function hasUnfinishedApply(options: {
  /** Syncs since the latest that applied something. */
  unappliedSince: Pick<SyncHistoryRecord, 'errors'>[];
}): boolean {
  return options.unappliedSince.some(({ errors }) =>
    errors?.some(({ phase }) => phase === 'CATALOG_APPLY'),
  );
}

/** The change that brings the catalog to where the source is. */
export function toCatalogChange(options: {
  /** Whether everything goes that is not sent. */
  replacesAll: boolean;
  /** Everything that the catalog should have afterwards. */
  entities: Entity[];
  /** Refs of the entities to send, unless everything is replaced. */
  sentRefs: Set<string>;
  removedRefs: string[];
}): CatalogChange {
  const { replacesAll, entities, sentRefs, removedRefs } = options;
  return replacesAll
    ? { type: 'full', entities }
    : {
        type: 'delta',
        upserts: entities.filter(it => sentRefs.has(stringifyEntityRef(it))),
        removedRefs,
      };
}
