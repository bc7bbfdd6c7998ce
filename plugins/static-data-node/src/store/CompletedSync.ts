import { Entity } from '@backstage/catalog-model';
import {
  EntityDifferences,
  HeldRemoval,
  RecordedFinding,
  SyncChangeType,
  SyncHistoryRecord,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import { BuildFileEntry } from './BuildFileStore';

/**
 * A change to be recorded.
 *
 * @public
 */
export interface ChangeToRecord {
  /** Entity ref in lower case. */
  entityRef: string;
  kind: string;
  change: SyncChangeType;
  sourceFile: string;
  sourceLine?: number;
  /** SHA-256 of the version before, where there was one. */
  previousHash?: string;
  /** The version after; only for what was added or updated. */
  version?: { hash: string; entity: Entity };
  /** Only for updates. */
  differences?: EntityDifferences;
}

/**
 * A removal that a sync held back.
 *
 * @public
 */
export type RemovalToHold = Pick<
  HeldRemoval,
  | 'entityRef'
  | 'kind'
  | 'sourceFile'
  | 'reason'
  | 'dependents'
  | 'dependentCount'
>;

/**
 * Everything that a finished sync leaves behind.
 *
 * @public
 */
export interface CompletedSync {
  record: SyncHistoryRecord;
  /**
   * Whether another process draws the record from the lease alone: it gives way to the record
   * that the sync's own process may still have.
   */
  inferred?: boolean;
  /** Everything that was or would be done with entities; what was sent becomes the snapshot. */
  changes: ChangeToRecord[];
  /** All findings, in the order in which they are to be read. */
  findings: RecordedFinding[];
  /** The whole log; lines that were appended before are kept as they are. */
  logs: SyncLogLine[];
  /** Only when the sync applied something. */
  applied?: {
    /** Takes the place of what was held before; undefined leaves it as it is. */
    heldRemovals?: RemovalToHold[];
    /** Build files read in this sync; entries not named here are kept. */
    buildFiles: BuildFileEntry[];
    /** Repositories that no application names any more. */
    removedBuildFiles: string[];
    state: { revision?: string; fingerprint?: string; fullApply: boolean };
  };
}
