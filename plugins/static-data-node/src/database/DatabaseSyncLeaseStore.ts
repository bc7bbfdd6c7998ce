import {
  RunningSync,
  StepProgress,
  SyncStep,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { ExpiredLease, LeaseRequest, SyncLeaseStore } from '../store';
import { parseJson, toIsoString } from './columns';
import { databaseTime } from './dialect';
import { RUNNING_SYNC_TABLE, RunningSyncRow } from './tables';

/** A lease without a heartbeat for this long belongs to a process that died. */
export const LEASE_DURATION_SECONDS = 60;

const FIRST_STEP: SyncStep = 'FETCH';

/** The key of the only row: a second one cannot be inserted. */
const LEASE_ID = 1;

/**
 * One sync at a time, over all processes that share a database.
 *
 * Only the database's clock is asked, in the statements themselves: the clocks of the
 * processes may differ.
 */
export class DatabaseSyncLeaseStore implements SyncLeaseStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async acquire(request: LeaseRequest): Promise<{
    acquired: boolean;
    startTime?: string;
    expired?: ExpiredLease;
  }> {
    const [inserted] = await this.#knex<RunningSyncRow>(RUNNING_SYNC_TABLE)
      .insert(toLeaseRow(this.#knex, request))
      .onConflict('id')
      .ignore()
      .returning('start_time');
    if (inserted) {
      return { acquired: true, startTime: toIsoString(inserted.start_time) };
    }
    const expired = await this.findExpired();
    return { acquired: false, ...(expired && { expired }) };
  }

  async heartbeat(
    syncId: string,
    step: SyncStep,
    progress?: StepProgress,
  ): Promise<boolean> {
    const updated = await this.#knex<RunningSyncRow>(RUNNING_SYNC_TABLE)
      .where({ sync_id: syncId })
      // Once expired, it may already be on record as interrupted.
      .where('expires_at', '>', databaseTime(this.#knex))
      .update({
        step,
        step_start_time: this.#knex.raw(
          'case when step = ? then step_start_time else ? end',
          [step, databaseTime(this.#knex)],
        ),
        progress_done: progress?.done ?? null,
        progress_total: progress?.total ?? null,
        ...toLeaseTimes(this.#knex),
      });
    return updated > 0;
  }

  async release(syncId: string): Promise<void> {
    await this.#knex<RunningSyncRow>(RUNNING_SYNC_TABLE)
      .where({ sync_id: syncId })
      .delete();
  }

  async getRunning(): Promise<RunningSync | undefined> {
    const row = await this.#knex<RunningSyncRow>(RUNNING_SYNC_TABLE)
      .where('expires_at', '>', databaseTime(this.#knex))
      .first();
    return row && toRunningSync(row);
  }

  async find(syncId: string): Promise<RunningSync | undefined> {
    const row = await this.#knex<RunningSyncRow>(RUNNING_SYNC_TABLE)
      .where({ sync_id: syncId })
      .first();
    return row && toRunningSync(row);
  }

  async findExpired(): Promise<ExpiredLease | undefined> {
    const row = await this.#knex<RunningSyncRow>(RUNNING_SYNC_TABLE)
      .where('expires_at', '<=', databaseTime(this.#knex))
      .first();
    return row && toExpiredLease(row);
  }
}

function toLeaseTimes(knex: Knex) {
  return {
    last_heartbeat: databaseTime(knex),
    expires_at: databaseTime(knex, LEASE_DURATION_SECONDS),
  };
}

function toLeaseRow(knex: Knex, request: LeaseRequest) {
  return {
    id: LEASE_ID,
    sync_id: request.syncId,
    sync_type: request.syncType,
    triggered_by: request.triggeredBy ?? null,
    dry_run: request.dryRun,
    config_snapshot: JSON.stringify(request.configSnapshot),
    step: FIRST_STEP,
    step_start_time: databaseTime(knex),
    start_time: databaseTime(knex),
    ...toLeaseTimes(knex),
  };
}

function toExpiredLease(row: RunningSyncRow): ExpiredLease {
  return {
    syncId: row.sync_id,
    syncType: row.sync_type,
    triggeredBy: row.triggered_by ?? undefined,
    dryRun: Boolean(row.dry_run),
    configSnapshot: parseJson(row.config_snapshot),
    startTime: toIsoString(row.start_time),
    step: row.step,
    lastHeartbeat: toIsoString(row.last_heartbeat),
  };
}

function toRunningSync(row: RunningSyncRow): RunningSync {
  return {
    id: row.sync_id,
    syncType: row.sync_type,
    startTime: toIsoString(row.start_time),
    step: row.step,
    stepStartTime: toIsoString(row.step_start_time),
    ...(row.progress_done !== null &&
      row.progress_total !== null && {
        progress: { done: row.progress_done, total: row.progress_total },
      }),
    triggeredBy: row.triggered_by ?? undefined,
    dryRun: Boolean(row.dry_run),
  };
}
