import { toIsoString } from '../database/columns';
import { SyncState } from '../snapshot/SyncStateStore';
import { CompletedSync } from './CompletedSync';

/**
 * The state after a sync.
 *
 * Syncs may arrive out of order: a record that could not be written is written later, when
 * another process may have completed a sync of its own. The snapshot of that sync is newer and
 * stays, but it was computed from one that lacked what the late sync had sent. So the revision and
 * the time of the full mutation are cleared: the next sync reads and sends everything.
 *
 * @returns with `keepsApplied`: whether the snapshot and the build files of the sync are to be kept
 */
export function advanceSyncState(
  state: SyncState,
  { record, applied }: Pick<CompletedSync, 'record' | 'applied'>,
): { state: SyncState; keepsApplied: boolean } {
  if (record.dryRun) {
    return { state, keepsApplied: false };
  }
  const startTime = toIsoString(record.startTime);
  const next: SyncState = {
    ...state,
    lastSuccessAt:
      record.status === 'SUCCESS' && startTime > (state.lastSuccessAt ?? '')
        ? startTime
        : state.lastSuccessAt,
  };
  if (!applied) {
    return { state: next, keepsApplied: false };
  }
  if (state.lastAppliedAt !== undefined && state.lastAppliedAt > startTime) {
    return {
      state: {
        ...next,
        lastFullApplyAt: undefined,
        revision: undefined,
        fingerprint: undefined,
      },
      keepsApplied: false,
    };
  }
  return {
    state: {
      ...next,
      lastAppliedSyncId: record.id,
      lastAppliedAt: startTime,
      lastFullApplyAt: applied.state.fullApply
        ? startTime
        : state.lastFullApplyAt,
      revision: applied.state.revision,
      fingerprint: applied.state.fingerprint,
      buildFilesResumeAt: applied.state.buildFilesResumeAt,
      // Whoever synchronises it again has it again.
      releasedAt: applied.state.release ? record.endTime : undefined,
    },
    keepsApplied: true,
  };
}
