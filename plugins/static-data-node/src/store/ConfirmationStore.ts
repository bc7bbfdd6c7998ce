import {
  ChangeConfirmation,
  NetChange,
} from '@internal/plugin-static-data-common';

/**
 * A change that was sent to the catalog and not seen there yet.
 *
 * @public
 */
export interface PendingChange {
  syncId: string;
  /** Start of the sync; ISO 8601, UTC. */
  startTime: string;
  entityRef: string;
  change: NetChange['change'];
  /** Hash of the version before; undefined where the entity is new. */
  previousHash?: string;
  /** Hash of the version that was sent; undefined for a removal. */
  hash?: string;
  /** What it waits for, as it was noted last. */
  reason?: string;
}

/**
 * What a look at the catalog found out about a change.
 *
 * @public
 */
export type ArrivalFinding = Pick<PendingChange, 'syncId' | 'entityRef'> &
  Pick<ChangeConfirmation, 'status' | 'reason'>;

/**
 * What has become of the changes that were sent to the catalog.
 *
 * @public
 */
export interface ConfirmationStore {
  /** Changes that are pending, those first that were looked up the longest time ago. */
  listPending(limit: number): Promise<PendingChange[]>;
  /**
   * Number of entities by kind that the snapshot has, and whose arrival in the catalog is still
   * pending or has failed.
   */
  countUnconfirmed(): Promise<Map<string, number>>;
  /**
   * Notes what was found, with the database's time, and sums up the syncs concerned. Changes
   * that are not pending any more stay as they are; one that stays pending without a reason
   * keeps the reason that it has.
   */
  settle(findings: ArrivalFinding[]): Promise<void>;
  /**
   * Notes that the catalog reported an error for an entity, if a change of it is pending: the
   * reason it waits for, which becomes the reason of its failure.
   */
  noteError(entityRef: string, reason: string): Promise<void>;
}
