import {
  SourceSteering,
  STEERING_ACT_TYPES,
  SteeringAct,
  SteeringActType,
  SyncPause,
  SyncPin,
  Unreadable,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { columnsOf, RowIn, toIsoString } from '../database/columns';
import { databaseTime } from '../database/dialect';
import { readPage, requireSource, whereSource } from '../database/queries';
import { lockStateRow } from '../database/stateRow';
import { STEERING_ACTS_TABLE } from '../database/tables';
import { UnreadableRows } from '../database/UnreadableRows';
import { RefreshRequest, RefreshRequestStore } from './RefreshRequestStore';

const COLUMNS = columnsOf<
  Omit<SteeringAct, 'source' | 'sync'> & {
    sourceId: string;
    syncId?: string;
    syncNumber?: number;
  }
>()({
  id: 'number',
  sourceId: 'text',
  type: { oneOf: STEERING_ACT_TYPES, otherwise: 'CANCEL' },
  triggeredBy: 'text',
  time: 'time',
  reason: 'text',
  until: { optional: 'time' },
  ref: 'text',
  revision: 'text',
  syncId: 'text',
  syncNumber: { optional: 'number' },
});

type SteeringActRow = RowIn<typeof COLUMNS>;

type LatestActRow = SteeringActRow & { is_over: boolean | number };

/**
 * Something to be done to the syncs of a source.
 *
 * @public
 */
export type SteeringActToStore = Omit<
  SteeringAct,
  'id' | 'source' | 'type' | 'time'
>;

/**
 * The sync that carries out an act.
 *
 * @public
 */
export type RequestedSync = Pick<RefreshRequest, 'syncId'>;

/**
 * Which acts to read.
 *
 * @public
 */
export interface SteeringActQuery {
  /** ISO 8601, UTC. */
  from?: string;
  /** ISO 8601, UTC; exclusive. */
  to?: string;
  limit: number;
}

/**
 * What is in force, and how the latest pause of a person, and the latest pin, have ended, if they have.
 *
 * @public
 */
export interface StoredSteering extends SourceSteering {
  /** ISO 8601, UTC. */
  resumedAt?: string;
  /** Entity ref of the user, or subject of the service; undefined if the pause has ended by itself. */
  resumedBy?: string;
  /** When the latest pin has ended by itself, if nobody has ended it; ISO 8601, UTC. */
  pinEndedAt?: string;
}

/**
 * What people have done to the syncs of one source, or of all. Nothing is changed afterwards but the revision
 * of a pin, so what is in force is the latest act of its kind; and of two people at once, one is first.
 *
 * @public
 */
export class SteeringStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId?: string,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** What is in force by the clock of the database. */
  async get(): Promise<StoredSteering> {
    const latest = await this.#listLatest();
    const findLatest = (begin: SteeringActType, end: SteeringActType) => {
      const row = latest.find(({ type }) => type === begin || type === end);
      return (
        row && {
          act: this.#read(row),
          // Whether it is of the first type and has not ended.
          isInForce: row.type === begin && !Number(row.is_over),
        }
      );
    };
    const paused = findLatest('PAUSE', 'RESUME');
    const pinned = findLatest('PIN', 'UNPIN');
    const pause = paused?.isInForce ? toPause(paused.act) : null;
    return {
      pause,
      pin: pinned?.isInForce ? toPin(pinned.act) : null,
      ...(paused && !pause && toResumed(paused.act)),
      ...(pinned?.act.type === 'PIN' &&
        !pinned.isInForce && { pinEndedAt: pinned.act.until }),
    };
  }

  /** @returns false if the source is paused already */
  async pause(act: SteeringActToStore): Promise<boolean> {
    const added = await this.#add('PAUSE', act, ({ pause }) => pause === null);
    return added !== undefined;
  }

  /**
   * @returns the sync that it requests; undefined if the source is not paused, unless a maintenance window is
   * open that this ends
   */
  async resume(
    act: SteeringActToStore,
    options = { isInMaintenance: false },
  ): Promise<RequestedSync | undefined> {
    return this.#addWithSync(
      'RESUME',
      act,
      ({ pause }) => pause !== null || options.isInMaintenance,
    );
  }

  /**
   * @param replaces - id of the pin that is in force, if there is one
   * @returns the sync that it requests; undefined if there is another pin
   */
  async pin(
    act: SteeringActToStore,
    replaces?: number,
  ): Promise<RequestedSync | undefined> {
    return this.#addWithSync('PIN', act, ({ pin }) => pin?.id === replaces);
  }

  /**
   * @param pinId - id of the pin to end; left out: whichever is in force
   * @returns the sync that it requests; undefined if the source is not pinned, or there is another pin
   */
  async unpin(
    act: SteeringActToStore,
    pinId?: number,
  ): Promise<RequestedSync | undefined> {
    return this.#addWithSync(
      'UNPIN',
      act,
      ({ pin }) => pin !== null && pin.id === (pinId ?? pin.id),
    );
  }

  /** Notes that somebody has cancelled a sync. */
  async noteCancel(act: SteeringActToStore): Promise<void> {
    await this.#add('CANCEL', act, () => true);
  }

  /** Settles which revision a pin means, unless that is known: a branch or a tag may move. */
  async settleRevision(pinId: number, revision: string): Promise<void> {
    await this.#rows()
      .where({ id: pinId })
      .whereNull('revision')
      .update({ revision });
  }

  /** What was done, latest first. */
  async list(
    query: SteeringActQuery,
  ): Promise<{ acts: SteeringAct[]; hasMore: boolean }> {
    const { from, to, limit } = query;
    const newestFirst = this.#rows().orderBy([
      { column: 'time', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
    if (from !== undefined) {
      newestFirst.where('time', '>=', toIsoString(from));
    }
    if (to !== undefined) {
      newestFirst.where('time', '<', toIsoString(to));
    }
    const { rows, hasMore } = await readPage<SteeringActRow>(
      newestFirst,
      limit,
    );
    return { acts: rows.map(row => this.#read(row)), hasMore };
  }

  /** In one transaction: whoever dies in between has done either both or nothing. */
  async #addWithSync(
    type: SteeringActType,
    act: SteeringActToStore,
    isPossible: (steering: SourceSteering) => boolean,
  ): Promise<RequestedSync | undefined> {
    const { triggeredBy } = act;
    return this.#add(type, act, isPossible, (tx, sourceId) =>
      new RefreshRequestStore(tx, sourceId).enqueue({
        syncType: 'MANUAL',
        triggeredBy,
        dryRun: false,
      }),
    );
  }

  /** @returns what follows from it; undefined if it is not possible */
  async #add<T = true>(
    type: SteeringActType,
    act: SteeringActToStore,
    isPossible: (steering: SourceSteering) => boolean,
    follow: (tx: Knex.Transaction, sourceId: string) => Promise<T> = async () =>
      true as T,
  ): Promise<T | undefined> {
    return this.knex.transaction(async tx => {
      // One after the other. Whatever the id of the source is by now.
      const { source_id: sourceId } = await lockStateRow(
        tx,
        requireSource(this.sourceId),
      );
      if (!isPossible(await new SteeringStore(tx, sourceId).get())) {
        return undefined;
      }
      await insertAct(tx, sourceId, type, act);
      return follow(tx, sourceId);
    });
  }

  /** The latest act of each type, latest first. */
  async #listLatest(): Promise<LatestActRow[]> {
    return this.#rows()
      .whereIn('id', this.#rows().modify(selectLatestIds))
      .orderBy('id', 'desc')
      .select(
        '*',
        this.knex.raw('case when until <= ? then 1 else 0 end as is_over', [
          databaseTime(this.knex),
        ]),
      );
  }

  #read({ is_over: isOver, ...row }: SteeringActRow & Partial<LatestActRow>) {
    return this.unreadable.note('steering act', String(row.id), toAct(row));
  }

  #rows() {
    return whereSource(
      this.knex<SteeringActRow>(STEERING_ACTS_TABLE),
      this.sourceId,
    );
  }
}

/**
 * Ends the pause and the pin of a source that has nothing left to synchronise, in the transaction of what has
 * made it so.
 */
export async function endSteering(
  tx: Knex.Transaction,
  sourceId: string,
  act: Pick<SteeringAct, 'triggeredBy' | 'reason'>,
): Promise<void> {
  const { pause, pin } = await new SteeringStore(tx, sourceId).get();
  if (pin) {
    await insertAct(tx, sourceId, 'UNPIN', act);
  }
  if (pause) {
    await insertAct(tx, sourceId, 'RESUME', act);
  }
}

async function insertAct(
  tx: Knex.Transaction,
  sourceId: string,
  type: SteeringActType,
  { sync, ...act }: SteeringActToStore,
): Promise<void> {
  await tx(STEERING_ACTS_TABLE).insert({
    source_id: sourceId,
    type,
    triggered_by: act.triggeredBy,
    time: databaseTime(tx),
    reason: act.reason ?? null,
    until: act.until ?? null,
    ref: act.ref ?? null,
    revision: act.revision ?? null,
    sync_id: sync?.id ?? null,
    sync_number: sync?.number ?? null,
  });
}

/** Acts of one source that are kept, however young the others are: anybody may steer in a loop. */
const MAX_ACTS = 10_000;

/**
 * Deletes what was done before a time (ISO 8601, UTC), and all but the latest acts of each source, except
 * what may still be in force.
 */
export async function trimSteeringActs(
  knex: Knex,
  before: string,
): Promise<void> {
  const acts = () => knex(STEERING_ACTS_TABLE);
  const numbered = acts()
    .select('id')
    .select(
      knex.raw(
        'row_number() over (partition by source_id order by id desc) as place',
      ),
    )
    .as('numbered');
  const beyond = knex(numbered).where('place', '>', MAX_ACTS).select('id');
  await acts()
    .where(old => old.where('time', '<', before).orWhereIn('id', beyond))
    .whereNotIn('id', acts().modify(selectLatestIds))
    .delete();
}

/** Of the latest act of each type. */
function selectLatestIds(query: Knex.QueryBuilder): void {
  query.max('id').groupBy('source_id', 'type');
}

function toAct(row: SteeringActRow): SteeringAct & Unreadable {
  const { sourceId, syncId, syncNumber, ...act } = COLUMNS.fromRow(row);
  return {
    ...act,
    source: sourceId,
    ...(syncId !== undefined &&
      syncNumber !== undefined && { sync: { id: syncId, number: syncNumber } }),
  };
}

function toPause({ triggeredBy, time, until, reason }: SteeringAct): SyncPause {
  return {
    pausedBy: triggeredBy,
    since: time,
    until: until ?? null,
    reason: reason ?? '',
  };
}

function toResumed({ type, triggeredBy, time, until }: SteeringAct) {
  return type === 'RESUME'
    ? { resumedAt: time, resumedBy: triggeredBy }
    : { resumedAt: until };
}

function toPin(act: SteeringAct): SyncPin {
  return {
    id: act.id,
    pinnedBy: act.triggeredBy,
    since: act.time,
    until: act.until ?? null,
    reason: act.reason ?? '',
    ref: act.ref ?? null,
    revision: act.revision ?? null,
    sync: act.sync ?? null,
  };
}
