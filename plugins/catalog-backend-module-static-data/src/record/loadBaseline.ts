import {
  ApiRelationshipStats,
  CHANGE_FINDING_CODES,
  SyncFinding,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { countApiRelationships } from '@internal/plugin-static-data-model';
import { SourceStore, SyncState } from '@internal/plugin-static-data-node';

/** Older failures do not count when it is decided whether everything is sent again. */
const FAILURES_LOOKED_AT = 100;

/**
 * The state before a sync. It is read at the beginning, so that the sync can be recorded whatever
 * happens to the database afterwards.
 */
export interface SyncBaseline {
  state: SyncState;
  /** The latest sync that applied something, unless its record is gone. */
  lastApplied?: SyncHistoryRecord;
  /** Failed syncs since then, latest first. */
  failuresSince: SyncHistoryRecord[];
  /** Entities in the catalog, by kind. */
  entityCounts: Map<string, number>;
  apiRelationships: ApiRelationshipStats;
  /** Of the last applied sync, those that were not fixed, and that are about its source. */
  appliedFindings: SyncFinding[];
  /** The same, and what the failed syncs since then have added. */
  openFindings: SyncFinding[];
}

/** For a sync that is recorded although the state before it cannot be read. */
export const UNKNOWN_BASELINE: SyncBaseline = {
  state: {},
  failuresSince: [],
  entityCounts: new Map(),
  apiRelationships: countApiRelationships([]),
  appliedFindings: [],
  openFindings: [],
};

export async function loadBaseline(store: SourceStore): Promise<SyncBaseline> {
  const state = await store.state.get();
  const lastApplied = state.lastAppliedSyncId
    ? await store.history.get(state.lastAppliedSyncId)
    : undefined;
  const { records: failuresSince } = await store.history.list({
    from: state.lastAppliedAt,
    status: ['FAILURE'],
    dryRun: false,
    limit: FAILURES_LOOKED_AT,
  });
  const applied = await store.findings.listOpen(
    lastApplied ? [lastApplied.id] : [],
  );
  const appliedFindings = applied.filter(
    ({ code }) => !CHANGE_FINDING_CODES.includes(code),
  );
  const ofFailures = await store.findings.listOpen(
    failuresSince.map(({ id }) => id),
  );
  return {
    state,
    lastApplied,
    failuresSince,
    entityCounts: await store.snapshot.countByKind(),
    apiRelationships:
      lastApplied?.stats.apiRelationships ?? UNKNOWN_BASELINE.apiRelationships,
    appliedFindings,
    openFindings: [
      ...appliedFindings,
      // Those that a failed sync already knew are among the others.
      ...ofFailures.filter(finding => finding.state === 'new'),
    ],
  };
}
