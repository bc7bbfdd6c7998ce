/**
 * What is known of the synchronisation whatever retention deletes.
 *
 * @public
 */
export interface SyncState {
  /** Id of the latest sync that applied anything. */
  lastAppliedSyncId?: string;
  /** Start of the latest sync that applied anything; ISO 8601, UTC. */
  lastAppliedAt?: string;
  /** Start of the latest sync with status SUCCESS; ISO 8601, UTC. */
  lastSuccessAt?: string;
  /** Start of the latest full mutation; ISO 8601, UTC. */
  lastFullApplyAt?: string;
  /** Revision of the source that the snapshot stands for. */
  revision?: string;
  /** Fingerprint of everything but the source that shapes entities. */
  fingerprint?: string;
}

/**
 * Reads the state row.
 *
 * @public
 */
export interface SyncStateStore {
  get(): Promise<SyncState>;
  /**
   * Counts the changes of the history: one for every sync that is recorded, and one for every
   * batch of them that is deleted. What was read since it had a value holds until it has another.
   */
  getHistoryVersion(): Promise<number>;
  /**
   * A UUID that the database has had since its tables were created: what is kept outside of it,
   * such as records that could not be written, can be told from that of another database.
   */
  getStoreId(): Promise<string>;
}
