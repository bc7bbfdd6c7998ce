import { Knex } from 'knex';
import { columnsOf, RowIn } from '../database/columns';
import { databaseTime } from '../database/dialect';
import { lockStateRow, StateRow, SYNC_STATE_TABLE } from '../database/stateRow';
import { UnreadableRows } from '../database/UnreadableRows';

/**
 * The state of the synchronisation that is kept independently of the history's retention.
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
  /** When the schedule last asked for a sync; ISO 8601, UTC. */
  lastScheduledAt?: string;
  /** Revision of the source that the snapshot stands for. */
  revision?: string;
  /** Fingerprint of everything but the source that shapes entities. */
  fingerprint?: string;
  /** Address of build files that the latest applied sync would have read next, had no limit kept it. */
  buildFilesResumeAt?: string;
}

const COLUMNS = columnsOf<SyncState>()({
  lastAppliedSyncId: 'text',
  lastAppliedAt: { optional: 'time' },
  lastSuccessAt: { optional: 'time' },
  lastFullApplyAt: { optional: 'time' },
  lastScheduledAt: { optional: 'time' },
  revision: 'text',
  fingerprint: 'text',
  buildFilesResumeAt: 'text',
});

type SyncStateRow = StateRow & RowIn<typeof COLUMNS>;

/**
 * The state, which is a single row.
 *
 * @public
 */
export class SyncStateStore {
  constructor(
    private readonly knex: Knex,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** The current state. */
  async get(): Promise<SyncState> {
    const row = await this.knex<SyncStateRow>(SYNC_STATE_TABLE).first();
    return row
      ? this.unreadable.note(
          'state of the synchronisation',
          '',
          COLUMNS.fromRow(row),
        )
      : {};
  }

  /** Notes that the schedule asks for a sync now. */
  async noteScheduled(): Promise<void> {
    await this.knex<SyncStateRow>(SYNC_STATE_TABLE).update({
      last_scheduled_at: databaseTime(this.knex),
    });
  }

  /**
   * A UUID that the database has had since its tables were created. It tells what is kept outside
   * of the database, such as records that could not be written, from that of another database.
   */
  async getStoreId(): Promise<string> {
    const row = await this.knex<SyncStateRow>(SYNC_STATE_TABLE).first(
      'store_id',
    );
    if (!row) {
      throw new Error(`The table ${SYNC_STATE_TABLE} has lost its row`);
    }
    return row.store_id;
  }
}

/** The state, in a transaction that goes on to change it: see {@link lockStateRow}. */
export async function lockSyncState(tx: Knex.Transaction): Promise<SyncState> {
  return COLUMNS.fromRow(await lockStateRow<SyncStateRow>(tx));
}

/** Replaces the state, in a transaction that has locked it. */
export async function updateSyncState(
  tx: Knex.Transaction,
  state: SyncState,
): Promise<void> {
  await tx<SyncStateRow>(SYNC_STATE_TABLE).update(COLUMNS.toRow(state));
}
