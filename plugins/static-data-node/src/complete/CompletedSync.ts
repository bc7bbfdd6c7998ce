import {
  RecordedFinding,
  SyncHistoryRecord,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import {
  ChangeToRecord,
  RemovalToHold,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '../snapshot/BuildFileStore';

/**
 * Everything that a finished sync leaves behind.
 *
 * @public
 */
export interface CompletedSync {
  record: SyncHistoryRecord;
  /**
   * Whether another process derived the record from the lease alone: it gives way to the record
   * that the sync's own process may still have.
   */
  inferred?: boolean;
  /** Everything that was or would be done with entities; what was sent becomes the snapshot. */
  changes: ChangeToRecord[];
  /** All findings, in the order in which they are to be read. */
  findings: RecordedFinding[];
  /** The whole log; lines that were appended before stay as they are. */
  logs: SyncLogLine[];
  /** Only if the sync applied something. */
  applied?: {
    /** Replaces what was held before; undefined leaves it as it is. */
    heldRemovals?: RemovalToHold[];
    /** Build files read in this sync; entries not named here are kept. */
    buildFiles: BuildFileEntry[];
    /** Repositories that no application names any more. */
    removedBuildFiles: string[];
    state: { revision?: string; fingerprint?: string; fullApply: boolean };
  };
}
