import {
  ApiRelationshipStats,
  RepositoryTiming,
  SyncCommit,
  SyncFinding,
  SyncStats,
  SyncType,
} from '@internal/plugin-static-data-common';
import {
  ChangeToRecord,
  GuardVerdict,
  SnapshotDiff,
} from '@internal/plugin-static-data-model';
import { CompletedSync } from '@internal/plugin-static-data-node';
import { StepTracker } from './StepTracker';
import { SyncLog } from './SyncLog';

/** Why a sync runs, and for whom. */
export interface SyncTrigger {
  syncId: string;
  syncType: SyncType;
  triggeredBy?: string;
  /** Compute the changes, apply none. */
  dryRun: boolean;
  /** Branch, tag or commit to preview. */
  ref?: string;
  /** The pushed commit, where a push triggered the sync. */
  commit?: string;
}

/** What every step of a running sync needs. */
export interface SyncContext {
  tracker: StepTracker;
  log: SyncLog;
  /** Aborted when the sync has to end; the reason is a SyncStepError. */
  signal: AbortSignal;
}

/** What was read of the source. */
export interface SourceVersion {
  revision: string;
  /** Undefined where the source does not tell. */
  commit?: SyncCommit;
}

/** What a pipeline run that came to its end has found. */
export type SyncResult = SourceVersion &
  (
    | {
        /** The source is what it was when it was last applied without errors. */
        type: 'unchanged';
        previousStats: SyncStats;
      }
    | {
        type: 'compared';
        diff: SnapshotDiff;
        verdict: GuardVerdict;
        apiRelationships: ApiRelationshipStats;
      }
  );

/** What a pipeline run gives to be recorded. */
export interface SyncOutcome {
  result: SyncResult;
  findings: SyncFinding[];
  changes: ChangeToRecord[];
  /** How long the build file of every repository took. */
  repositories: RepositoryTiming[];
  /** Undefined for a dry run. */
  applied?: CompletedSync['applied'];
}
