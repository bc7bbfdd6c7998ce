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

/** Why a sync runs, and on whose behalf. */
export interface SyncTrigger {
  syncId: string;
  syncType: SyncType;
  triggeredBy?: string;
  /** Computes changes without applying them. */
  dryRun: boolean;
  /** Branch, tag or commit to preview. */
  ref?: string;
  /** The pushed commit, if a push triggered the sync. */
  commit?: string;
}

/** The version of the source that was read. */
export interface SourceVersion {
  revision: string;
  /** Undefined where the source has no commits, or cannot be asked. */
  commit?: SyncCommit;
}

/** What a completed pipeline run has found. */
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

/** What a completed pipeline run hands over to be recorded. */
export interface SyncOutcome {
  result: SyncResult;
  findings: SyncFinding[];
  changes: ChangeToRecord[];
  /** How long the build file of each repository took. */
  repositories: RepositoryTiming[];
  /** Undefined for a dry run. */
  applied?: CompletedSync['applied'];
}
