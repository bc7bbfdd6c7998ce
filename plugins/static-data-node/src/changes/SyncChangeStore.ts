import { Entity } from '@backstage/catalog-model';
import {
  ChangeProvenance,
  ConfirmationStatus,
  EntityHistoryEntry,
  NetChangeTotal,
  SyncChange,
  SyncChangeType,
  Unreadable,
} from '@internal/plugin-static-data-common';
import { SnapshotEntry } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { inBatches } from '../database/batches';
import { toStoredTime } from '../database/columns';
import { HistoryCache } from '../database/HistoryCache';
import {
  countRows,
  readPage,
  toRefText,
  whereBefore,
  whereIncludes,
  whereMatches,
} from '../database/queries';
import { UnreadableRows } from '../database/UnreadableRows';
import { SYNC_HISTORY_TABLE, SYNC_CHANGES_TABLE } from '../database/tables';
import {
  SYNC_HISTORY_COLUMNS,
  SyncHistoryRow,
} from '../history/syncHistoryRow';
import {
  ENTITY_VERSIONS_TABLE,
  EntityVersionRow,
  readEntity,
} from './entityVersions';
import {
  countEntitySpans,
  EntitySpan,
  EntitySpanFilters,
  EntitySpanQuery,
  listEntitySpans,
} from './listEntitySpans';
import { listStateEntities, StateQuery } from './listStateEntities';
import {
  SYNC_CHANGE_COLUMNS,
  SyncChangeRow,
  toSyncChange,
} from './syncChangeRow';

/** What the history of an entity says about each sync. */
const COLUMNS_OF_SYNC = [
  'number',
  'sync_type',
  'triggered_by',
  'revision',
  'config_snapshot',
  'dry_run',
] as const;

type EntryRow = SyncChangeRow &
  Pick<SyncHistoryRow, (typeof COLUMNS_OF_SYNC)[number]>;

const MAX_TOTALS = 1000;

/** The order of a page, which is that of the primary key. */
const ORDER = ['change', 'kind', 'entity_ref'];

const KEY = ['sync_id', ...ORDER];

/**
 * Which changes of one sync to read.
 *
 * @public
 */
export interface SyncChangeFilters {
  syncId: string;
  change?: SyncChangeType[];
  kind?: string;
  confirmation?: ConfirmationStatus[];
  /** Text that the entity ref contains. */
  q?: string;
}

/**
 * Where a change is among those of its sync, by what is stored of it, whether that can be read or not.
 *
 * @public
 */
export interface SyncChangePosition {
  change: string;
  kind: string;
  entityRef: string;
}

/**
 * A page of the changes of one sync, in the order of change, kind and entity ref.
 *
 * @public
 */
export interface SyncChangeQuery extends SyncChangeFilters {
  /** Maximum number of changes, 1 to 500. */
  limit: number;
  /** Only changes that sort after this one. */
  after?: SyncChangePosition;
}

/**
 * Where a change is in the history of its entity, by what is stored of it, whether that can be read or not.
 *
 * @public
 */
export interface EntityHistoryPosition {
  /** ISO 8601, UTC, unless it is damaged. */
  startTime: string;
  syncId: string;
}

/**
 * A page of the history of one entity, newest first.
 *
 * @public
 */
export interface EntityHistoryQuery {
  entityRef: string;
  change?: SyncChangeType[];
  /** Maximum number of entries, 1 to 500. */
  limit: number;
  /** Only changes of syncs that sort after this one. */
  after?: EntityHistoryPosition;
}

/**
 * What the syncs changed, one row for every entity and sync.
 *
 * @public
 */
export class SyncChangeStore {
  readonly #totals: HistoryCache<SyncChangeFilters, number>;

  constructor(
    private readonly knex: Knex,
    private readonly unreadable = new UnreadableRows(),
  ) {
    this.#totals = new HistoryCache(knex, {
      read: filters =>
        countRows(this.#changes().modify(filterChanges, filters)),
      maxSize: MAX_TOTALS,
    });
  }

  /**
   * A page of the changes that match the filters.
   *
   * @returns with the position of the last change of the page, to continue from
   */
  async list(query: SyncChangeQuery): Promise<{
    changes: SyncChange[];
    hasMore: boolean;
    position?: SyncChangePosition;
  }> {
    const { limit, after } = query;
    const found = this.#changes().modify(filterChanges, query);
    if (after) {
      found.whereRaw('(change, kind, entity_ref) > (?, ?, ?)', [
        after.change,
        after.kind,
        after.entityRef,
      ]);
    }
    const page =
      query.q === undefined
        ? found
        : // The primary key alone tells which rows contain the text, and is much smaller than they are.
          this.#changes().whereIn(
            KEY,
            found
              .select(KEY)
              .orderBy(ORDER)
              .limit(limit + 1),
          );
    const { rows, hasMore } = await readPage<SyncChangeRow>(
      page.orderBy(ORDER),
      limit,
    );
    const last = rows.at(-1);
    return {
      changes: rows.map(row => this.#read(row)),
      hasMore,
      position: last && {
        change: last.change,
        kind: last.kind,
        entityRef: last.entity_ref,
      },
    };
  }

  /** Number of changes on all pages. */
  async count(filters: SyncChangeFilters): Promise<number> {
    // What has become of a change goes on changing after the sync.
    return filters.confirmation
      ? countRows(this.#changes().modify(filterChanges, filters))
      : this.#totals.get(filters);
  }

  /** Number of the changes of some type of one sync by the owner of the entity, where it has one. */
  async countByOwner(
    syncId: string,
    change: SyncChangeType,
  ): Promise<Map<string, number>> {
    const rows: Array<{ owner: string; count: number | string }> =
      await this.#changes()
        .where({ sync_id: syncId, change })
        .whereNotNull('owner')
        .groupBy('owner')
        .select('owner')
        .count({ count: '*' });
    return new Map(rows.map(({ owner, count }) => [owner, Number(count)]));
  }

  /** Where the changes of some type of one sync come from, by entity ref. */
  async getProvenances(
    syncId: string,
    change: SyncChangeType,
  ): Promise<Map<string, ChangeProvenance | undefined>> {
    const rows: Pick<SyncChangeRow, 'entity_ref' | 'provenance'>[] =
      await this.#changes()
        .where({ sync_id: syncId, change })
        .select('entity_ref', 'provenance');
    return new Map(
      rows
        .map(row => SYNC_CHANGE_COLUMNS.fromRow(row))
        .map(({ entityRef, provenance }) => [entityRef, provenance]),
    );
  }

  /**
   * A page of the history of one entity.
   *
   * @returns with the position of the last change of the page, to continue from
   */
  async listOfEntity(query: EntityHistoryQuery): Promise<{
    entries: EntityHistoryEntry[];
    hasMore: boolean;
    position?: EntityHistoryPosition;
  }> {
    const { entityRef, change, limit, after } = query;
    const page = this.knex(SYNC_CHANGES_TABLE)
      .join(
        SYNC_HISTORY_TABLE,
        `${SYNC_HISTORY_TABLE}.id`,
        `${SYNC_CHANGES_TABLE}.sync_id`,
      )
      .modify(whereMatches, { entity_ref: entityRef, change })
      .orderBy([
        { column: `${SYNC_CHANGES_TABLE}.start_time`, order: 'desc' },
        { column: 'sync_id', order: 'desc' },
      ])
      .select(`${SYNC_CHANGES_TABLE}.*`, ...COLUMNS_OF_SYNC);
    if (after) {
      whereBefore(
        page,
        [`${SYNC_CHANGES_TABLE}.start_time`, after.startTime],
        ['sync_id', after.syncId],
      );
    }
    const { rows, hasMore } = await readPage<EntryRow>(page, limit);
    const last = rows.at(-1);
    return {
      entries: rows.map(({ confirmation, ...row }) => {
        const changed = this.#read({ ...row, confirmation });
        const { sourceId, ...sync } = SYNC_HISTORY_COLUMNS.fromRow(row);
        return {
          ...changed,
          ...sync,
          ...joinUnreadable(changed, sync),
          syncId: row.sync_id,
          source: sourceId,
        };
      }),
      hasMore,
      position: last && {
        startTime: toStoredTime(last.start_time),
        syncId: last.sync_id,
      },
    };
  }

  /**
   * A page of the entities that a sync left behind, in the order of their refs: those of the snapshot, with
   * what was changed since undone. Only as long as retention has deleted none of the syncs since.
   */
  async listState(
    query: StateQuery,
  ): Promise<{ entries: SnapshotEntry[]; hasMore: boolean }> {
    return listStateEntities(this.knex, query);
  }

  /**
   * The entities that the syncs after one and up to another have added, updated or removed, in the
   * order of their refs. Leaves out dry runs, and changes that were undone within the span.
   */
  async listSpans(
    query: EntitySpanQuery,
  ): Promise<{ spans: EntitySpan[]; hasMore: boolean }> {
    return listEntitySpans(this.knex, query);
  }

  /** How many of these spans there are, by kind and net change. */
  async countSpans(filters: EntitySpanFilters): Promise<NetChangeTotal[]> {
    return countEntitySpans(this.knex, filters);
  }

  /**
   * Entities by the hash of their version; those that retention has deleted, or that are damaged, are
   * left out.
   */
  async getVersions(hashes: string[]): Promise<Map<string, Entity>> {
    const versions = new Map<string, Entity>();
    await inBatches(hashes, async batch => {
      const rows = await this.knex<EntityVersionRow>(ENTITY_VERSIONS_TABLE)
        .whereIn('hash', batch)
        .select('hash', 'entity');
      for (const row of rows) {
        const entity = readEntity(row, this.unreadable);
        if (entity) {
          versions.set(row.hash, entity);
        }
      }
    });
    return versions;
  }

  /** The stored length of versions by their hash, in bytes, without reading them. */
  async getVersionLengths(hashes: string[]): Promise<Map<string, number>> {
    const lengths = new Map<string, number>();
    await inBatches(hashes, async batch => {
      const rows: Array<{ hash: string; length: number }> =
        await this.knex<EntityVersionRow>(ENTITY_VERSIONS_TABLE)
          .whereIn('hash', batch)
          .select('hash', this.knex.raw('octet_length(entity) as length'));
      rows.forEach(({ hash, length }) => lengths.set(hash, length));
    });
    return lengths;
  }

  #read(row: SyncChangeRow): SyncChange {
    const key = `${row.entity_ref} in sync ${row.sync_id}`;
    return this.unreadable.note('change of', key, toSyncChange(row));
  }

  #changes(): Knex.QueryBuilder<SyncChangeRow> {
    return this.knex<SyncChangeRow>(SYNC_CHANGES_TABLE);
  }
}

function joinUnreadable(...parts: Unreadable[]): Unreadable {
  const fields = new Set(parts.flatMap(({ unreadable = [] }) => unreadable));
  return fields.size > 0 ? { unreadable: [...fields] } : {};
}

/** Restricts a query to the changes that match the filters, on whichever page. */
function filterChanges(
  rows: Knex.QueryBuilder<SyncChangeRow>,
  { syncId, change, kind, confirmation, q }: SyncChangeFilters,
): void {
  whereMatches(rows, { sync_id: syncId, change, kind, confirmation });
  if (q !== undefined) {
    rows.modify(whereIncludes, 'entity_ref', toRefText(q));
  }
}
