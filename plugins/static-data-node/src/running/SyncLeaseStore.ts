import {
  PhaseProgress,
  RepositoryPush,
  RunningSync,
  SYNC_PHASES,
  SYNC_TYPES,
  SyncConfigSnapshot,
  SyncPhase,
  SyncPhaseTiming,
  SyncType,
  SyncWait,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { columnsOf, RowIn, TimeColumn, toIsoString } from '../database/columns';
import { databaseTime } from '../database/dialect';
import { CONFIG_SNAPSHOT, PHASES, PUSHES } from '../database/examples';
import { UnreadableRows } from '../database/UnreadableRows';
import { requireSource, whereSource } from '../database/queries';
import {
  lockStateRow,
  toLastNumber,
  updateLastNumber,
} from '../database/stateRow';

export const RUNNING_SYNC_TABLE = 'static_data_running_sync';

/** A lease without a heartbeat for this long belongs to a process that died. */
const LEASE_DURATION_SECONDS = 60;

/**
 * An expiry further away than this was not written by this package, or by another clock. Left to
 * itself, such a lease would keep all syncs waiting.
 */
const LONGEST_LEASE_SECONDS = 24 * 60 * 60;

/**
 * A sync that wants to run alone.
 *
 * @public
 */
export interface LeaseRequest {
  syncId: string;
  syncType: SyncType;
  triggeredBy?: string;
  /** As in `RefreshRequest`. */
  pushes?: RepositoryPush[];
  dryRun: boolean;
  configSnapshot: SyncConfigSnapshot;
}

/**
 * An expired lease: the process that held it died in the middle of a sync.
 *
 * @public
 */
export interface ExpiredLease extends LeaseRequest {
  /** Of the sync: see `SyncHistoryRecord`. */
  number: number;
  startTime: string;
  phase: SyncPhase;
  phaseStartTime: string;
  /** Durations of the phases before, in their order. */
  phases: SyncPhaseTiming[];
  lastHeartbeat: string;
}

interface StoredLease extends ExpiredLease {
  sourceId: string;
  progressDone?: number;
  progressTotal?: number;
  waitingFor?: string;
  waitingUntil?: string;
  cancelledBy?: string;
}

const COLUMNS = columnsOf<StoredLease>()({
  sourceId: 'text',
  syncId: 'text',
  number: 'number',
  syncType: { oneOf: SYNC_TYPES, otherwise: 'SCHEDULED' },
  triggeredBy: 'text',
  pushes: { optional: { json: PUSHES } },
  dryRun: 'boolean',
  configSnapshot: { json: CONFIG_SNAPSHOT },
  startTime: 'time',
  // Where it may have changed the catalog.
  phase: { oneOf: SYNC_PHASES, otherwise: 'CATALOG_APPLY' },
  phaseStartTime: 'time',
  phases: { json: PHASES },
  lastHeartbeat: 'time',
  progressDone: { optional: 'number' },
  progressTotal: { optional: 'number' },
  waitingFor: 'text',
  waitingUntil: { optional: 'time' },
  cancelledBy: 'text',
});

interface RunningSyncRow extends RowIn<typeof COLUMNS> {
  expires_at: TimeColumn;
}

/**
 * One sync of a source at a time, over all processes that share the database.
 *
 * Only the database's clock counts, in the statements themselves: the clocks of the processes may
 * differ.
 *
 * @public
 */
export class SyncLeaseStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId?: string,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /**
   * Acquires the lease if it is free, and gives the sync its number.
   *
   * @param providerId - as which the caller knows the source: it gets no lease if another source has taken
   * its id over since
   * @returns `acquired: false` while another sync holds it; with `expired` if the process of that
   * sync died. An expired lease is the only trace of its sync: the caller records the sync as
   * failed, releases its lease, and tries again.
   */
  async acquire(
    request: LeaseRequest,
    providerId?: string,
  ): Promise<{
    acquired: boolean;
    number?: number;
    startTime?: string;
    expired?: ExpiredLease;
  }> {
    const sourceId = requireSource(this.sourceId);
    const inserted = await this.knex.transaction(async tx => {
      const state = await lockStateRow(tx, sourceId);
      // This process does not know the new id yet, or who has the one that it knows.
      if (
        state.source_id !== sourceId ||
        state.provider_id !== (providerId ?? state.provider_id)
      ) {
        return undefined;
      }
      const number = toLastNumber(state) + 1;
      const [row] = await tx<RunningSyncRow>(RUNNING_SYNC_TABLE)
        .insert({ ...toLeaseRow(tx, request), source_id: sourceId, number })
        .onConflict('source_id')
        .ignore()
        .returning(['number', 'start_time']);
      if (row) {
        await updateLastNumber(tx, sourceId, number);
      }
      return row;
    });
    if (inserted) {
      const { number, start_time: startTime } = inserted;
      return { acquired: true, number, startTime: toIsoString(startTime) };
    }
    const expired = await this.findExpired();
    return { acquired: false, ...(expired && { expired }) };
  }

  /**
   * Renews the lease, and stores which phase the sync has reached, how far it has come, and what it
   * waits for.
   *
   * @param state - `phases`: durations of the phases before
   * @returns undefined if the lease has expired or was lost, or who wants the sync to be cancelled: it must
   * stop in both cases
   */
  async heartbeat(
    syncId: string,
    phase: SyncPhase,
    state: {
      progress?: PhaseProgress;
      waiting?: SyncWait;
      phases?: SyncPhaseTiming[];
    } = {},
  ): Promise<{ cancelledBy?: string } | undefined> {
    const { progress, waiting, phases = [] } = state;
    const [row] = await this.#rows()
      .where({ sync_id: syncId })
      // Once expired, its sync may already be recorded as interrupted.
      .where('expires_at', '>', databaseTime(this.knex))
      .update({
        phase,
        phase_start_time: this.knex.raw(
          'case when phase = ? then phase_start_time else ? end',
          [phase, databaseTime(this.knex)],
        ),
        progress_done: progress?.done ?? null,
        progress_total: progress?.total ?? null,
        waiting_for: waiting?.for ?? null,
        waiting_until: waiting?.until ?? null,
        phases: JSON.stringify(phases),
        ...toLeaseTimes(this.knex),
      })
      .returning('cancelled_by');
    return row && { cancelledBy: row.cancelled_by ?? undefined };
  }

  /**
   * Asks a running sync to stop, unless it has begun to send its changes: a part of them would be in the
   * catalog.
   *
   * @returns false if it sends them, does not run, or has been asked before
   */
  async cancel(syncId: string, cancelledBy: string): Promise<boolean> {
    const updated = await this.#rows()
      .where({ sync_id: syncId, cancelled_by: null })
      .whereNot({ phase: 'CATALOG_APPLY' })
      .where('expires_at', '>', databaseTime(this.knex))
      .update({ cancelled_by: cancelledBy });
    return updated > 0;
  }

  /** Releases the lease; does nothing if another sync holds it. */
  async release(syncId: string): Promise<void> {
    // Whatever the id of its source is by now.
    await this.#all().where({ sync_id: syncId }).delete();
  }

  /** The running sync, unless its lease has expired; of all sources, the one that has run longest. */
  async getRunning(): Promise<RunningSync | undefined> {
    const row = await this.#rows()
      .whereBetween('expires_at', this.#validity())
      .orderBy('start_time')
      .first();
    return row && this.#read(row);
  }

  /**
   * The sync with this id, if it holds the lease: until it is recorded, even if its process died.
   */
  async find(syncId: string): Promise<RunningSync | undefined> {
    const row = await this.#rows().where({ sync_id: syncId }).first();
    return row && this.#read(row);
  }

  /** The lease of a process that died, until it is released. */
  async findExpired(): Promise<ExpiredLease | undefined> {
    const row = await this.#rows()
      .whereNotBetween('expires_at', this.#validity())
      .first();
    if (!row) {
      return undefined;
    }
    const {
      sourceId,
      progressDone,
      progressTotal,
      waitingFor,
      waitingUntil,
      cancelledBy,
      ...expired
    } = COLUMNS.fromRow(row);
    return expired;
  }

  #read(row: RunningSyncRow): RunningSync {
    return this.unreadable.note(
      'running sync',
      row.sync_id,
      toRunningSync(row),
    );
  }

  /** The times at which a lease that holds now may expire. */
  #validity(): [Knex.Raw, Knex.Raw] {
    return [
      databaseTime(this.knex),
      databaseTime(this.knex, LONGEST_LEASE_SECONDS),
    ];
  }

  #rows() {
    return whereSource(this.#all(), this.sourceId);
  }

  #all() {
    return this.knex<RunningSyncRow>(RUNNING_SYNC_TABLE);
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
    sync_id: request.syncId,
    sync_type: request.syncType,
    triggered_by: request.triggeredBy ?? null,
    pushes: request.pushes ? JSON.stringify(request.pushes) : null,
    dry_run: request.dryRun,
    config_snapshot: JSON.stringify(request.configSnapshot),
    phase: 'FETCH' as const,
    phase_start_time: databaseTime(knex),
    phases: '[]',
    start_time: databaseTime(knex),
    ...toLeaseTimes(knex),
  };
}

function toRunningSync(row: RunningSyncRow): RunningSync {
  const {
    syncId,
    sourceId,
    configSnapshot,
    lastHeartbeat,
    progressDone: done,
    progressTotal: total,
    waitingFor,
    waitingUntil: until,
    cancelledBy,
    ...running
  } = COLUMNS.fromRow(row);
  return {
    ...running,
    id: syncId,
    source: sourceId,
    ...(cancelledBy !== undefined && { cancelledBy }),
    ...(done !== undefined &&
      total !== undefined && { progress: { done, total } }),
    ...(waitingFor !== undefined && {
      waiting: { for: waitingFor, ...(until !== undefined && { until }) },
    }),
  };
}
