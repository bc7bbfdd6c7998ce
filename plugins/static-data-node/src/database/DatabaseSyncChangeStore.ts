import { Entity } from '@backstage/catalog-model';
import {
  EntityHistoryEntry,
  SyncChange,
  SyncChangeType,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import {
  EntityHistoryQuery,
  EntitySpan,
  SyncChangeFilters,
  SyncChangePosition,
  SyncChangeQuery,
  SyncChangeStore,
} from '../store';
import { parseJson, parseOptionalJson, toIsoString } from './columns';
import { inBatches } from './inBatches';
import { listEntitySpans } from './listEntitySpans';
import { toSyncChange } from './syncChangeRow';
import {
  ENTITY_VERSIONS_TABLE,
  EntityVersionRow,
  SYNC_CHANGES_TABLE,
  SYNC_HISTORY_TABLE,
  SyncChangeRow,
  SyncHistoryRow,
} from './tables';
import { whereContains } from './whereContains';

/** In the order of the key of the table. */
const CHANGE_TYPES: SyncChangeType[] = [
  'added',
  'held',
  'removed',
  'retained',
  'updated',
];

/** What the syncs changed, in a database. */
export class DatabaseSyncChangeStore implements SyncChangeStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(
    query: SyncChangeQuery,
  ): Promise<{ changes: SyncChange[]; hasMore: boolean }> {
    const { limit, after } = query;
    const found: SyncChangeRow[] = [];
    // One range of the key after the other: the database would sort them all together.
    for (const type of listTypes(query)) {
      if (after && type < after.change) {
        continue;
      }
      const page = this.#changes()
        .modify(filterChanges, query, [type])
        .orderBy(['kind', 'entity_ref'])
        // One more than was asked for, to see whether there is more.
        .limit(limit + 1 - found.length);
      if (after && type === after.change) {
        page.modify(skipTo, query, after);
      }
      found.push(...(await page));
      if (found.length > limit) {
        break;
      }
    }
    return {
      changes: found.slice(0, limit).map(toSyncChange),
      hasMore: found.length > limit,
    };
  }

  async count(filters: SyncChangeFilters): Promise<number> {
    const [{ count }] = await this.#changes()
      .modify(filterChanges, filters, listTypes(filters))
      .count({ count: '*' });
    return Number(count);
  }

  async listAt(
    syncId: string,
    positions: SyncChangePosition[],
  ): Promise<SyncChange[]> {
    const changes = new Map<string, SyncChange>();
    await inBatches(positions, async batch => {
      const rows = await this.#changes()
        .where({ sync_id: syncId })
        .whereIn(
          ['change', 'kind', 'entity_ref'],
          batch.map(({ change, kind, entityRef }) => [change, kind, entityRef]),
        );
      for (const row of rows) {
        const change = toSyncChange(row);
        changes.set(toKey(change), change);
      }
    });
    return positions.flatMap(position => changes.get(toKey(position)) ?? []);
  }

  async search(
    query: Parameters<SyncChangeStore['search']>[0],
  ): ReturnType<SyncChangeStore['search']> {
    const { filters, limit, after } = query;
    const [type, nextType] = listTypes(filters).filter(
      candidate => !after || candidate >= after.change,
    );
    if (!type) {
      return { found: [] };
    }
    const rest = (part: SyncChangeFilters) => {
      const rows = this.#changes()
        .modify(filterChanges, part, [type])
        .orderBy(['kind', 'entity_ref'])
        .select('change', 'kind', 'entity_ref');
      return after && type === after.change
        ? rows.modify(skipTo, part, after)
        : rows;
    };
    const last = await rest({ ...filters, q: undefined })
      .offset(limit - 1)
      .first();
    const matching = rest(filters);
    if (last) {
      matching.whereRaw('(kind, entity_ref) <= (?, ?)', [
        last.kind,
        last.entity_ref,
      ]);
    }
    const found = (await matching).map(toPosition);
    if (last) {
      return { found, end: toPosition(last) };
    }
    return nextType
      ? { found, end: { change: nextType, kind: '', entityRef: '' } }
      : { found };
  }

  async listOfEntity(
    query: EntityHistoryQuery,
  ): Promise<{ entries: EntityHistoryEntry[]; hasMore: boolean }> {
    const { entityRef, change, limit, after } = query;
    const page = this.#knex(SYNC_CHANGES_TABLE)
      // Leaves out what has no record, at least not yet.
      .join(
        SYNC_HISTORY_TABLE,
        `${SYNC_HISTORY_TABLE}.id`,
        `${SYNC_CHANGES_TABLE}.sync_id`,
      )
      .where({ entity_ref: entityRef })
      .orderBy([
        { column: `${SYNC_CHANGES_TABLE}.start_time`, order: 'desc' },
        { column: 'sync_id', order: 'desc' },
      ])
      .limit(limit + 1)
      .select(
        `${SYNC_CHANGES_TABLE}.*`,
        'sync_type',
        'triggered_by',
        'revision',
        'commit',
        'config_snapshot',
        'dry_run',
      );
    if (change) {
      page.whereIn('change', change);
    }
    if (after) {
      page.whereRaw('(??, sync_id) < (?, ?)', [
        `${SYNC_CHANGES_TABLE}.start_time`,
        toIsoString(after.startTime),
        after.syncId,
      ]);
    }
    const rows: Array<SyncChangeRow & SyncHistoryRow> = await page;
    return {
      entries: rows.slice(0, limit).map(row => ({
        ...toSyncChange(row),
        syncId: row.sync_id,
        syncType: row.sync_type,
        startTime: toIsoString(row.start_time),
        triggeredBy: row.triggered_by ?? undefined,
        revision: row.revision ?? undefined,
        commit: parseOptionalJson(row.commit),
        configSnapshot: parseJson(row.config_snapshot),
        dryRun: Boolean(row.dry_run),
      })),
      hasMore: rows.length > limit,
    };
  }

  async listSpans(
    query: Parameters<SyncChangeStore['listSpans']>[0],
  ): Promise<{ spans: EntitySpan[]; hasMore: boolean }> {
    return listEntitySpans(this.#knex, query);
  }

  async getVersions(hashes: string[]): Promise<Map<string, Entity>> {
    const versions = new Map<string, Entity>();
    await inBatches(hashes, async batch => {
      const rows = await this.#knex<EntityVersionRow>(ENTITY_VERSIONS_TABLE)
        .whereIn('hash', batch)
        .select('hash', 'entity');
      for (const row of rows) {
        versions.set(row.hash, parseJson<Entity>(row.entity));
      }
    });
    return versions;
  }

  #changes(): Knex.QueryBuilder<SyncChangeRow> {
    return this.#knex<SyncChangeRow>(SYNC_CHANGES_TABLE);
  }
}

function listTypes({ change }: SyncChangeFilters): SyncChangeType[] {
  return CHANGE_TYPES.filter(
    type => change === undefined || change.includes(type),
  );
}

function toPosition(
  row: Pick<SyncChangeRow, 'change' | 'kind' | 'entity_ref'>,
): SyncChangePosition {
  return { change: row.change, kind: row.kind, entityRef: row.entity_ref };
}

function toKey({ change, kind, entityRef }: SyncChangePosition): string {
  return `${change} ${kind} ${entityRef}`;
}

/** Restricts a query to the changes that a reader asked for, on whichever page. */
function filterChanges(
  rows: Knex.QueryBuilder<SyncChangeRow>,
  { syncId, kind, confirmation, q }: SyncChangeFilters,
  types: SyncChangeType[],
): void {
  rows.where({ sync_id: syncId }).whereIn('change', types);
  if (kind !== undefined) {
    rows.where({ kind });
  }
  if (confirmation !== undefined) {
    rows.whereIn('confirmation', confirmation);
  }
  if (q !== undefined) {
    // As entity refs are: SQLite knows no other letters than those of ASCII.
    rows.modify(whereContains, ['entity_ref'], q.toLocaleLowerCase('en-US'));
  }
}

/** Restricts a page to what sorts after a change of the same type. */
function skipTo(
  rows: Knex.QueryBuilder<SyncChangeRow>,
  { kind }: SyncChangeFilters,
  after: SyncChangePosition,
): void {
  if (kind === after.kind) {
    // SQLite does not look a pair up of which one part is given already.
    rows.where('entity_ref', '>', after.entityRef);
  } else {
    rows.whereRaw('(kind, entity_ref) > (?, ?)', [after.kind, after.entityRef]);
  }
}
