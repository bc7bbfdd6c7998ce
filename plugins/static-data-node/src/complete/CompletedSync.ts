import { Entity } from '@backstage/catalog-model';
import {
  RecordedFinding,
  SyncHistoryRecord,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import {
  ChangeToRecord,
  RemovalToHold,
  SnapshotEntry,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '../snapshot/BuildFileStore';
import { SyncState } from '../snapshot/SyncStateStore';

/**
 * An entity that the catalog had and the snapshot did not.
 *
 * @public
 */
export interface AdoptedEntity extends SnapshotEntry {
  /** What is sent if the catalog loses it; `hash` is its hash. */
  entity: Entity;
}

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
  /**
   * Entities that the catalog had and the snapshot did not, such as after the loss of the store. They
   * are added to the snapshot before the changes are applied to it.
   */
  adopted?: AdoptedEntity[];
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
    state: Pick<
      SyncState,
      | 'revision'
      | 'repository'
      | 'renamedTo'
      | 'fingerprint'
      | 'buildFilesResumeAt'
    > & {
      fullApply: boolean;
      /** Whether it released the entities of a source that has left the configuration. */
      release?: boolean;
    };
  };
}
