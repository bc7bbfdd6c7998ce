import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { CompletedSync, SyncState } from '../store';
import { toIsoString } from './columns';

/** What a completed sync makes of the state. */
export interface SyncStateAdvance {
  state: SyncState;
  /** Whether the snapshot and the build files of the sync are the ones to keep. */
  keepsApplied: boolean;
}

/**
 * The state after a sync.
 *
 * Syncs may arrive out of order: a record that could not be written is written later,
 * when another process may have completed a sync of its own. The snapshot of that one
 * is newer and stays, but it was compared with a snapshot that lacked what the late one
 * had sent. So the revision and the time of the full mutation are forgotten: the next
 * sync reads everything and sends everything.
 */
export function advanceSyncState(
  state: SyncState,
  { record, applied }: Pick<CompletedSync, 'record' | 'applied'>,
): SyncStateAdvance {
  if (record.dryRun) {
    return { state, keepsApplied: false };
  }
  const startTime = toIsoString(record.startTime);
  const next: SyncState = {
    ...state,
    lastSuccessAt: isSuccess(record)
      ? latest(state.lastSuccessAt, startTime)
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
    },
    keepsApplied: true,
  };
}

function isSuccess(record: SyncHistoryRecord): boolean {
  return record.status === 'SUCCESS';
}

function latest(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b;
}
