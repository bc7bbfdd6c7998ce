import { toIsoString } from '../database/columns';
import { SyncState } from '../snapshot/SyncStateStore';
import { CompletedSync } from './CompletedSync';

/**
 * The state after a sync.
 *
 * The numbers of syncs are the order in which they started; times are not, where a clock is set back.
 * Syncs may arrive out of order: a record that could not be written is written later, when another
 * process may have completed a sync of its own. The snapshot of that sync is newer and stays, but it
 * was computed from one that lacked what the late sync had sent. So the revision and the time of the
 * full mutation are cleared: the next sync reads and sends everything.
 *
 * @param number - by which it is recorded; if its own was taken, that says nothing, and the time has to
 * @returns with `keepsApplied`: whether the snapshot and the build files of the sync are to be kept
 */
export function advanceSyncState(
  state: SyncState,
  { record, applied }: Pick<CompletedSync, 'record' | 'applied'>,
  number = record.number,
): { state: SyncState; keepsApplied: boolean } {
  if (record.dryRun) {
    return { state, keepsApplied: false };
  }
  const startTime = toIsoString(record.startTime);
  const isLate =
    number === record.number
      ? number < (state.lastAppliedNumber ?? 0)
      : startTime < (state.lastAppliedAt ?? '');
  const isLatestSuccess =
    record.status === 'SUCCESS' &&
    (!isLate || startTime > (state.lastSuccessAt ?? ''));
  const next: SyncState = {
    ...state,
    lastSuccessAt: isLatestSuccess ? startTime : state.lastSuccessAt,
  };
  if (!applied) {
    return { state: next, keepsApplied: false };
  }
  if (isLate) {
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
      lastAppliedNumber: number,
      lastAppliedAt: startTime,
      lastFullApplyAt: applied.state.fullApply
        ? startTime
        : state.lastFullApplyAt,
      revision: applied.state.revision,
      repository: applied.state.repository,
      renamedTo: applied.state.renamedTo,
      fingerprint: applied.state.fingerprint,
      buildFilesResumeAt: applied.state.buildFilesResumeAt,
      // Whoever synchronises it again has it again.
      releasedAt: applied.state.release ? record.endTime : undefined,
    },
    keepsApplied: true,
  };
}
