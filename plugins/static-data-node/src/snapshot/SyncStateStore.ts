import { Knex } from 'knex';
import { columnsOf, RowIn, toIsoString } from '../database/columns';
import { databaseTime } from '../database/dialect';
import {
  lockStateRow,
  StateRow,
  SYNC_STATE_TABLE,
  toLastNumber,
  updateLastNumber,
} from '../database/stateRow';
import { UnreadableRows } from '../database/UnreadableRows';

/**
 * The state of the synchronisation that is kept independently of the history's retention.
 *
 * @public
 */
export interface SyncState {
  /** Id of the latest sync that applied anything. */
  lastAppliedSyncId?: string;
  /** Its number, which tells what is later: the clock of the database may be set back. */
  lastAppliedNumber?: number;
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
  /** The repository that the latest applied sync asked for, as `host/owner/name`; none if it is a directory. */
  repository?: string;
  /** What the host calls that repository, as `owner/name`, if it was renamed. */
  renamedTo?: string;
  /** Fingerprint of everything but the source that shapes entities. */
  fingerprint?: string;
  /** Address of build files that the latest applied sync would have read next, had no limit kept it. */
  buildFilesResumeAt?: string;
  /** When the entities of the source were released; ISO 8601, UTC. */
  releasedAt?: string;
  /** Number of the latest sync that applied something and that retention has deleted. */
  trimmedUpTo?: number;
}

const COLUMNS = columnsOf<SyncState>()({
  lastAppliedSyncId: 'text',
  lastAppliedNumber: { optional: 'number' },
  lastAppliedAt: { optional: 'time' },
  lastSuccessAt: { optional: 'time' },
  lastFullApplyAt: { optional: 'time' },
  lastScheduledAt: { optional: 'time' },
  revision: 'text',
  repository: 'text',
  renamedTo: 'text',
  fingerprint: 'text',
  buildFilesResumeAt: 'text',
  releasedAt: { optional: 'time' },
  trimmedUpTo: { optional: 'number' },
});

type SyncStateRow = StateRow & RowIn<typeof COLUMNS>;

/**
 * The state of one source, which is a single row.
 *
 * @public
 */
export class SyncStateStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId: string,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** The current state. */
  async get(): Promise<SyncState> {
    const row = await this.#rows().first();
    return row
      ? this.unreadable.note(
          'state of the source',
          this.sourceId,
          COLUMNS.fromRow(row),
        )
      : {};
  }

  /** Notes that the schedule asks for a sync now. */
  async noteScheduled(): Promise<void> {
    await this.knex.transaction(async tx => {
      await lockStateRow(tx, this.sourceId);
      await new SyncStateStore(tx, this.sourceId)
        .#rows()
        .update({ last_scheduled_at: databaseTime(tx) });
    });
  }

  /**
   * Gives a number to a dry run that needs no lease, because it compares nothing that syncs change.
   *
   * @returns also the time, by the clock of the database
   */
  async takeNumber(): Promise<{ number: number; now: string }> {
    return this.knex.transaction(async tx => {
      const state = await lockStateRow(tx, this.sourceId);
      const number = toLastNumber(state) + 1;
      await updateLastNumber(tx, state.source_id, number);
      const [{ now }] = await tx.select({ now: databaseTime(tx) });
      return { number, now: toIsoString(now) };
    });
  }

  /**
   * A UUID that the source has had in this database from the start. It tells what is kept outside of the
   * database, such as records that could not be written, from that of another one.
   */
  async getStoreId(): Promise<string> {
    const { store_id: storeId } = await this.knex.transaction(tx =>
      lockStateRow(tx, this.sourceId),
    );
    return storeId;
  }

  #rows() {
    return this.knex<SyncStateRow>(SYNC_STATE_TABLE).where({
      source_id: this.sourceId,
    });
  }
}

/**
 * The state, in a transaction that goes on to change it, and the id of the source, which may be another
 * one by now: see {@link lockStateRow}.
 */
export async function lockSyncState(
  tx: Knex.Transaction,
  sourceId: string,
): Promise<{ sourceId: string; state: SyncState }> {
  const row = await lockStateRow<SyncStateRow>(tx, sourceId);
  return { sourceId: row.source_id, state: COLUMNS.fromRow(row) };
}

/** Replaces the state, in a transaction that has locked it. */
export async function updateSyncState(
  tx: Knex.Transaction,
  sourceId: string,
  state: SyncState,
): Promise<void> {
  await tx<SyncStateRow>(SYNC_STATE_TABLE)
    .where({ source_id: sourceId })
    .update(COLUMNS.toRow(state));
}
