import {
  RunningSync,
  StepProgress,
  SyncConfigSnapshot,
  SyncStep,
  SyncType,
} from '@internal/plugin-static-data-common';

/**
 * A sync that wants to run alone.
 *
 * @public
 */
export interface LeaseRequest {
  syncId: string;
  syncType: SyncType;
  triggeredBy?: string;
  dryRun: boolean;
  configSnapshot: SyncConfigSnapshot;
}

/**
 * A lease that was found expired: the process that held it died in the middle of a sync.
 *
 * @public
 */
export interface ExpiredLease extends LeaseRequest {
  startTime: string;
  step: SyncStep;
  lastHeartbeat: string;
}

/**
 * One sync at a time, over all processes that share the database. Time is the database's.
 *
 * @public
 */
export interface SyncLeaseStore {
  /**
   * Takes the lease if it is free.
   *
   * @returns `acquired: false` while another sync holds it; with `expired` when the process
   * of that sync died. An expired lease is the only trace of its sync: the caller records
   * the sync as failed, releases its lease, and asks again.
   */
  acquire(
    request: LeaseRequest,
  ): Promise<{ acquired: boolean; startTime?: string; expired?: ExpiredLease }>;
  /**
   * Prolongs the lease and says which step has been reached, and how far it has come.
   *
   * @returns false when the lease has expired or was lost: the sync must stop.
   */
  heartbeat(
    syncId: string,
    step: SyncStep,
    progress?: StepProgress,
  ): Promise<boolean>;
  /** Gives the lease back; does nothing if another sync holds it. */
  release(syncId: string): Promise<void>;
  /** The running sync, if its lease has not expired. */
  getRunning(): Promise<RunningSync | undefined>;
  /** The sync with this id, if it holds the lease: until it is recorded, even if its process died. */
  find(syncId: string): Promise<RunningSync | undefined>;
  /** The lease of a process that died, if it has not been released yet. */
  findExpired(): Promise<ExpiredLease | undefined>;
}
