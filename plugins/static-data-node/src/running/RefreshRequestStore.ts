import {
  RepositoryPush,
  SYNC_TYPES,
  SyncType,
  Unreadable,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import {
  BooleanColumn,
  columnsOf,
  RowIn,
  TimeColumn,
} from '../database/columns';
import { databaseTime, lockTable } from '../database/dialect';
import { PUSHES } from '../database/examples';
import { REFRESH_REQUESTS_TABLE } from '../database/tables';
import {
  countRows,
  requireSource,
  whereMatches,
  whereSource,
} from '../database/queries';
import { SYNC_STATE_TABLE } from '../database/stateRow';
import { UnreadableRows } from '../database/UnreadableRows';

/** A time that is further away was written before the clock of the database was set back. */
const LONGEST_WAIT_SECONDS = 10;

/**
 * A request for a sync, by the schedule, a person, another service or a push to the source.
 *
 * @public
 */
export interface RefreshRequest {
  /** Also the id of the sync that answers it. */
  syncId: string;
  syncType: SyncType;
  /** Undefined for the schedule. */
  triggeredBy?: string;
  /** The pushed commit; only with the type `PUSH`. */
  commit?: string;
  dryRun: boolean;
  /** Branch, tag or commit to preview; only with `dryRun`. */
  ref?: string;
  /** Id of the sync whose state to preview; only with `dryRun`, and not with `ref`. */
  stateOf?: string;
  /** Whether everything is read and sent again; never with `dryRun`. */
  full?: boolean;
  /**
   * The latest push to each repository of applications, if the request is about them: of all build
   * files, only those in these repositories need to be looked at.
   */
  pushes?: RepositoryPush[];
  /** ISO 8601, UTC. */
  createdAt: string;
}

/**
 * A request that is not about pushes to repositories of applications.
 *
 * @public
 */
export type RefreshRequestToQueue = Omit<
  RefreshRequest,
  'syncId' | 'pushes' | 'createdAt'
>;

const COLUMNS = columnsOf<RefreshRequest>()({
  syncId: 'text',
  syncType: { oneOf: SYNC_TYPES, otherwise: 'SCHEDULED' },
  triggeredBy: 'text',
  commit: 'text',
  dryRun: 'boolean',
  ref: 'text',
  stateOf: 'text',
  full: 'boolean',
  pushes: { optional: { json: PUSHES } },
  createdAt: 'time',
});

/** A request of anybody else than the schedule joins one of the schedule. */
const REPLACES_SCHEDULED = `${REFRESH_REQUESTS_TABLE}.sync_type = 'SCHEDULED' and excluded.sync_type <> 'SCHEDULED'`;

/** The same, or a push joins a push. */
const COUNTS_INSTEAD = `(${REPLACES_SCHEDULED}) or (${REFRESH_REQUESTS_TABLE}.sync_type = 'PUSH' and excluded.sync_type = 'PUSH')`;

interface RefreshRequestRow extends RowIn<typeof COLUMNS> {
  source_id: string;
  of_release: BooleanColumn;
  of_pushes: BooleanColumn;
  due_at: TimeColumn | null;
}

/**
 * Requests for syncs of one source, or of all: durable, answered in the order in which they came, dry runs
 * after all others. Those to release the entities of a source are apart from the others, so that none of
 * these is taken for one.
 *
 * @public
 */
export class RefreshRequestStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId?: string,
    private readonly ofRelease = false,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /**
   * Stores a request, or joins an equal one (same `dryRun`, `ref`, `stateOf` and `full`) that is still queued.
   * Of pushes that join each other, the latest counts. A request of the schedule is replaced by one
   * of anybody else.
   *
   * @returns the queued request, and whether it was there already
   */
  async enqueue(
    request: RefreshRequestToQueue,
  ): Promise<RefreshRequest & { joined: boolean }> {
    const syncId = uuid();
    const [row] = await this.#all()
      .insert({
        sync_id: syncId,
        source_id: this.#currentId(),
        sync_type: request.syncType,
        triggered_by: request.triggeredBy ?? null,
        commit: request.commit ?? null,
        dry_run: request.dryRun,
        // Not null: a unique index does not compare nulls.
        ref: request.ref ?? '',
        state_of: request.stateOf ?? '',
        full: request.full ?? false,
        of_pushes: false,
        of_release: this.ofRelease,
        created_at: databaseTime(this.knex),
      })
      .onConflict([
        'source_id',
        'dry_run',
        'ref',
        'state_of',
        'full',
        'of_pushes',
        'of_release',
      ])
      // Even if it changes nothing, it makes the statement return the row that exists.
      .merge({
        sync_id: this.#replaceIf(REPLACES_SCHEDULED, 'sync_id'),
        sync_type: this.#replaceIf(REPLACES_SCHEDULED, 'sync_type'),
        created_at: this.#replaceIf(REPLACES_SCHEDULED, 'created_at'),
        triggered_by: this.#replaceIf(COUNTS_INSTEAD, 'triggered_by'),
        commit: this.#replaceIf(COUNTS_INSTEAD, 'commit'),
      })
      .returning('*');
    return { ...this.#read(row), joined: row.sync_id !== syncId };
  }

  /**
   * Stores a request for a dry run, or joins an equal one, unless too many are queued. All others are
   * few, because they join each other.
   *
   * @returns undefined if the limits are reached
   */
  async enqueueDryRun(
    request: RefreshRequestToQueue & { triggeredBy: string },
    limits: {
      /** Of all callers together. */
      max: number;
      /** With the same `triggeredBy`. */
      maxOfCaller: number;
    },
  ): Promise<(RefreshRequest & { joined: boolean }) | undefined> {
    return this.knex.transaction(async tx => {
      await lockTable(tx, REFRESH_REQUESTS_TABLE);
      const requests = this.#in(tx);
      // Of all sources: they share the limits.
      const others = await requests
        .#all()
        .where({ dry_run: true })
        .select('source_id', 'ref', 'state_of', 'triggered_by');
      const isQueued = others.some(
        ({ source_id, ref, state_of }) =>
          source_id === this.sourceId &&
          ref === (request.ref ?? '') &&
          state_of === (request.stateOf ?? ''),
      );
      const ofCaller = others.filter(
        other => other.triggered_by === request.triggeredBy,
      );
      const hasRoom =
        others.length < limits.max && ofCaller.length < limits.maxOfCaller;
      return isQueued || hasRoom ? requests.enqueue(request) : undefined;
    });
  }

  /**
   * Stores a request for a sync of what was pushed to a repository of applications, or joins the one
   * that is still queued. It waits to be answered, so that further pushes can join it.
   *
   * @param waitSeconds - at most 10, from the first push on
   */
  async enqueuePush(push: RepositoryPush, waitSeconds: number): Promise<void> {
    await this.knex.transaction(async tx => {
      await lockTable(tx, REFRESH_REQUESTS_TABLE);
      const requests = this.#in(tx);
      const ofPushes = () =>
        requests
          .#all()
          .where({ source_id: requests.#currentId(), of_pushes: true });
      const queued = await ofPushes().first();
      const others = (queued && requests.#read(queued).pushes) ?? [];
      const latest = [
        ...others.filter(({ repository }) => repository !== push.repository),
        push,
      ];
      const changing = {
        triggered_by: push.pushedBy,
        pushes: JSON.stringify(latest),
      };
      await (queued
        ? ofPushes().update(changing)
        : tx<RefreshRequestRow>(REFRESH_REQUESTS_TABLE).insert({
            ...changing,
            sync_id: uuid(),
            source_id: requests.#currentId(),
            sync_type: 'PUSH',
            dry_run: false,
            ref: '',
            state_of: '',
            full: false,
            of_pushes: true,
            of_release: false,
            created_at: databaseTime(tx),
            due_at: databaseTime(tx, waitSeconds),
          }));
    });
  }

  /**
   * The request to answer next: the oldest, but dry runs after all others. The caller must hold the
   * lease under its `syncId`.
   *
   * @param filter - with `dryRun`, only requests for dry runs, or only others
   */
  async peek(
    filter: { dryRun?: boolean } = {},
  ): Promise<RefreshRequest | undefined> {
    const { dryRun } = filter;
    const row = await this.#rows()
      .modify(whereMatches, { dry_run: dryRun })
      .where(due =>
        due
          .whereNull('due_at')
          .orWhereNotBetween('due_at', [
            databaseTime(this.knex),
            databaseTime(this.knex, LONGEST_WAIT_SECONDS),
          ]),
      )
      .orderBy(['dry_run', 'created_at', 'sync_id'])
      .first();
    return row && this.#read(row);
  }

  /**
   * Takes a request from the queue, with all that has joined it: its sync has started and will leave a
   * record.
   *
   * @returns undefined if it is not queued any more
   */
  async take(syncId: string): Promise<RefreshRequest | undefined> {
    return this.knex.transaction(async tx => {
      await lockTable(tx, REFRESH_REQUESTS_TABLE);
      const requests = this.#in(tx);
      const row = await requests.#rows().where({ sync_id: syncId }).first();
      if (!row) {
        return undefined;
      }
      await requests.remove(syncId);
      return this.#read(row);
    });
  }

  /** Removes a request that a sync has answered from the queue. */
  async remove(syncId: string): Promise<void> {
    // Whatever the id of its source is by now.
    await this.#all().where({ sync_id: syncId }).delete();
  }

  /**
   * Removes a queued request of the schedule if it was there at a time (ISO 8601, UTC): a sync that
   * ended then has answered it.
   *
   * @returns whether there was one
   */
  async removeScheduled(until: string): Promise<boolean> {
    const count = await this.#rows()
      .where({ sync_type: 'SCHEDULED' })
      .where('created_at', '<=', until)
      .delete();
    return count > 0;
  }

  /** Whether the request with this id is still queued. */
  async isQueued(syncId: string): Promise<boolean> {
    const row = await this.#rows().where({ sync_id: syncId }).first('sync_id');
    return row !== undefined;
  }

  /** Number of queued requests, for dry runs or not, or of both. */
  async count(filter: { dryRun?: boolean } = {}): Promise<number> {
    const { dryRun } = filter;
    return countRows(this.#rows().modify(whereMatches, { dry_run: dryRun }));
  }

  #read(row: RefreshRequestRow): RefreshRequest {
    return this.unreadable.note('request', row.sync_id, toRefreshRequest(row));
  }

  /** The same requests, in a transaction. */
  #in(tx: Knex.Transaction): RefreshRequestStore {
    return new RefreshRequestStore(
      tx,
      this.sourceId,
      this.ofRelease,
      this.unreadable,
    );
  }

  /** The id that the source has by now: another process may have renamed it. */
  #currentId(): Knex.Raw {
    const sourceId = requireSource(this.sourceId);
    return this.knex.raw(
      'coalesce((select source_id from ?? where former_id = ?), ?)',
      [SYNC_STATE_TABLE, sourceId, sourceId],
    );
  }

  /** The new value of a column if a condition on the two requests holds, otherwise the existing one. */
  #replaceIf(condition: string, column: keyof RefreshRequestRow): Knex.Raw {
    return this.knex.raw(`case when ${condition} then ?? else ?? end`, [
      `excluded.${column}`,
      `${REFRESH_REQUESTS_TABLE}.${column}`,
    ]);
  }

  #rows() {
    const rows = whereSource(this.#all(), this.sourceId);
    return this.sourceId === undefined
      ? rows
      : rows.where({ of_release: this.ofRelease });
  }

  #all() {
    return this.knex<RefreshRequestRow>(REFRESH_REQUESTS_TABLE);
  }
}

function toRefreshRequest(row: RefreshRequestRow): RefreshRequest & Unreadable {
  const { ref, stateOf, full, pushes, ...request } = COLUMNS.fromRow(row);
  return {
    ...request,
    ...(ref && { ref }),
    ...(stateOf && { stateOf }),
    ...(full && { full }),
    ...(pushes && { pushes }),
  };
}
