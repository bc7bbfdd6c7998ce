import {
  ApiRelationshipStats,
  CHANGE_FINDING_CODES,
  SyncFinding,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { countApiRelationships } from '@internal/plugin-static-data-model';
import { SourceStore, SyncState } from '@internal/plugin-static-data-node';

/** Older ones do not count when it is decided whether everything is sent again. */
const UNAPPLIED_LOOKED_AT = 100;

/**
 * The state before a sync. It is read at the beginning, so that the sync can be recorded whatever
 * happens to the database afterwards.
 */
export interface SyncBaseline {
  state: SyncState;
  /** The latest sync that applied something, unless its record is gone. */
  lastApplied?: SyncHistoryRecord;
  /** Syncs since then, which applied nothing; latest first. */
  unappliedSince: SyncHistoryRecord[];
  /** Entities in the catalog, by kind. */
  entityCounts: Map<string, number>;
  apiRelationships: ApiRelationshipStats;
  /** Of the last applied sync, those that were not fixed, and that are about its source. */
  appliedFindings: SyncFinding[];
  /** The same, and what the syncs since then have added. */
  openFindings: SyncFinding[];
}

/** For a sync that is recorded although the state before it cannot be read. */
export const UNKNOWN_BASELINE: SyncBaseline = {
  state: {},
  unappliedSince: [],
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
  const { records } = await store.history.list({
    from: state.lastAppliedAt,
    // A sync that has had to leave everything as it was is a partial success.
    status: ['FAILURE', 'PARTIAL_SUCCESS'],
    dryRun: false,
    limit: UNAPPLIED_LOOKED_AT,
  });
  const unappliedSince = records.filter(
    ({ id }) => id !== state.lastAppliedSyncId,
  );
  const applied = await store.findings.listOpen(
    lastApplied ? [lastApplied.id] : [],
  );
  const appliedFindings = applied.filter(
    ({ code }) => !CHANGE_FINDING_CODES.includes(code),
  );
  const ofUnapplied = await store.findings.listOpen(
    unappliedSince.map(({ id }) => id),
  );
  return {
    state,
    lastApplied,
    unappliedSince,
    entityCounts: await store.snapshot.countByKind(),
    apiRelationships:
      lastApplied?.stats.apiRelationships ?? UNKNOWN_BASELINE.apiRelationships,
    appliedFindings,
    openFindings: [
      ...appliedFindings,
      // Those that such a sync already knew are among the others.
      ...ofUnapplied.filter(finding => finding.state === 'new'),
    ],
  };
}
