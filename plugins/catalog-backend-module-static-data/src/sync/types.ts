import {
  ApiRelationshipStats,
  SyncFinding,
  SyncHistoryRecord,
  SyncType,
} from '@internal/plugin-static-data-common';
import { CompletedSync } from '@internal/plugin-static-data-node';
import { SnapshotDiff } from '../diff/diffSnapshot';
import { GuardVerdict } from '../guard/guardRemovals';

/** Why a sync runs, and for whom. */
export interface SyncTrigger {
  syncId: string;
  syncType: SyncType;
  triggeredBy?: string;
  /** Compute the changes, apply none. */
  dryRun: boolean;
  /** Branch, tag or commit to preview. */
  ref?: string;
}

/** What a pipeline run that came to its end has found and done. */
export type SyncResult =
  | {
      /** The source is what it was when it was last applied without errors. */
      type: 'unchanged';
      revision: string;
      previous: SyncHistoryRecord;
    }
  | {
      type: 'compared';
      revision: string;
      diff: SnapshotDiff;
      verdict: GuardVerdict;
      apiRelationships: ApiRelationshipStats;
    };

/** What a pipeline run gives to be recorded. */
export interface SyncOutcome {
  result: SyncResult;
  findings: SyncFinding[];
  /** Undefined for a dry run. */
  changes?: CompletedSync['applied'];
}
