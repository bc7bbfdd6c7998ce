import {
  MAX_NAME_LENGTH,
  NetChange,
  NetChangeTotal,
  SENT_CHANGE_TYPES,
  SyncHistoryRecord,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { toRefText, whereIncludes, whereMatches } from '../database/queries';
import { SYNC_HISTORY_TABLE, SYNC_CHANGES_TABLE } from '../database/tables';
import { SyncChangeRow } from './syncChangeRow';

/** Enough for the largest page, if its entities changed a few times each. */
const CHUNK_SIZE = 2000;

const COLUMNS = [
  'sync_id',
  'kind',
  'entity_ref',
  'sync_number',
  'source_file',
  'source_line',
  'previous_hash',
  'hash',
] as const;

/**
 * Which of the entities that changed between two syncs to read.
 *
 * @public
 */
export interface EntitySpanFilters {
  /** The source of the two syncs. */
  source: string;
  /** The sync before the span. */
  from: Pick<SyncHistoryRecord, 'number'>;
  /** The last sync of the span. */
  to: Pick<SyncHistoryRecord, 'number'>;
  change?: NetChange['change'][];
  kind?: string;
  /** Text that the entity ref contains. */
  q?: string;
}

/**
 * A page of the entities that changed between two syncs.
 *
 * @public
 */
export interface EntitySpanQuery extends EntitySpanFilters {
  limit: number;
  /** Only entities whose ref sorts after this one. */
  afterEntityRef?: string;
}

/**
 * One entity before and after a span of syncs.
 *
 * @public
 */
export interface EntitySpan {
  entityRef: string;
  kind: string;
  /** Of the latest change in the span. */
  sourceFile: string;
  sourceLine?: number;
  /** Hash of the version before the span; undefined if the entity did not exist. */
  hashBefore?: string;
  /** Hash of the version after the span; undefined if the entity does not exist any more. */
  hashAfter?: string;
  /** The syncs that changed the entity, oldest first. */
  syncIds: string[];
}

type SpanRow = Pick<SyncChangeRow, (typeof COLUMNS)[number]>;

/** See `SyncChangeStore.listSpans`. */
export async function listEntitySpans(
  knex: Knex,
  query: EntitySpanQuery,
): Promise<{ spans: EntitySpan[]; hasMore: boolean }> {
  const { limit, change } = query;
  const spans: EntitySpan[] = [];
  for await (const rows of readEntities(knex, query)) {
    const span = toSpan(rows);
    if (
      span.hashBefore === span.hashAfter ||
      (change && !change.includes(changeOf(span)))
    ) {
      continue;
    }
    if (spans.length === limit) {
      return { spans, hasMore: true };
    }
    spans.push(span);
  }
  return { spans, hasMore: false };
}

/** What a span comes to. */
function changeOf({
  hashBefore,
  hashAfter,
}: Pick<EntitySpan, 'hashBefore' | 'hashAfter'>): NetChange['change'] {
  if (hashBefore === undefined) {
    return 'added';
  }
  return hashAfter === undefined ? 'removed' : 'updated';
}

/** See `SyncChangeStore.countSpans`. */
export async function countEntitySpans(
  knex: Knex,
  filters: EntitySpanFilters,
): Promise<NetChangeTotal[]> {
  const ofEntity = 'partition by changes.entity_ref order by';
  const spans = selectChanges(knex, filters).select(
    'changes.kind',
    knex.raw(
      `first_value(changes.previous_hash) over (${ofEntity} changes.sync_number) as hash_before`,
    ),
    knex.raw(
      `first_value(changes.hash) over (${ofEntity} changes.sync_number desc) as hash_after`,
    ),
    knex.raw(`row_number() over (${ofEntity} changes.sync_number) as number`),
  );
  const totals: Array<
    Omit<NetChangeTotal, 'count'> & { count: number | string }
  > = await knex
    .from(
      knex
        .from(spans.as('spans'))
        .where({ number: 1 })
        .whereRaw(`coalesce(hash_before, '') <> coalesce(hash_after, '')`)
        .select(
          'kind',
          knex.raw(
            `case when hash_before is null then 'added' when hash_after is null then 'removed' else 'updated' end as change`,
          ),
        )
        .as('net_changes'),
    )
    .modify(whereMatches, { change: filters.change })
    .groupBy('kind', 'change')
    .orderBy(['kind', 'change'])
    .select('kind', 'change')
    .count({ count: '*' });
  return totals.map(total => ({ ...total, count: Number(total.count) }));
}

/** The changes in the span, those of one entity together, oldest first. */
async function* readEntities(
  knex: Knex,
  query: EntitySpanQuery,
): AsyncGenerator<SpanRow[]> {
  let ofEntity: SpanRow[] = [];
  let last: SpanRow | undefined;
  for (;;) {
    const chunk: SpanRow[] = await selectChunk(knex, query, last);
    for (const row of chunk) {
      if (last && row.entity_ref !== last.entity_ref) {
        yield ofEntity;
        ofEntity = [];
      }
      ofEntity.push(row);
      last = row;
    }
    if (chunk.length < CHUNK_SIZE) {
      break;
    }
  }
  if (ofEntity.length > 0) {
    yield ofEntity;
  }
}

function selectChunk(
  knex: Knex,
  { afterEntityRef, ...filters }: EntitySpanQuery,
  last: SpanRow | undefined,
) {
  const chunk = selectChanges(knex, filters)
    .orderBy(['changes.entity_ref', 'changes.sync_number'])
    .limit(CHUNK_SIZE)
    .select(COLUMNS.map(column => `changes.${column}`));
  if (last) {
    chunk.whereRaw('(changes.entity_ref, changes.sync_number) > (?, ?)', [
      last.entity_ref,
      last.sync_number,
    ]);
  } else if (afterEntityRef !== undefined) {
    chunk.where('changes.entity_ref', '>', afterEntityRef);
  }
  return chunk;
}

/** The changes that the syncs of a span sent, of the entities that match. */
function selectChanges(
  knex: Knex,
  { source, from, to, kind, q }: Omit<EntitySpanFilters, 'change'>,
) {
  const changes = knex({ history: SYNC_HISTORY_TABLE })
    // A plain join on PostgreSQL. SQLite reads the tables in this order; left to itself, it
    // would walk through all changes ever made to avoid sorting those of the span.
    .crossJoin({ changes: SYNC_CHANGES_TABLE } as any)
    .whereRaw('changes.sync_id = history.id')
    .where({ 'history.source_id': source, 'history.dry_run': false })
    .where('history.number', '>', from.number)
    .where('history.number', '<=', to.number)
    .whereIn('changes.change', SENT_CHANGE_TYPES)
    // What was never sent changed nothing.
    .whereNotNull('changes.confirmation')
    .modify(whereMatches, { 'changes.kind': kind });
  if (q !== undefined) {
    changes.modify(whereIncludes, 'changes.entity_ref', toRefText(q));
  }
  return changes;
}

function toSpan(rows: SpanRow[]): EntitySpan {
  const first = rows[0];
  const latest = rows[rows.length - 1];
  return {
    entityRef: latest.entity_ref,
    kind: latest.kind,
    sourceFile: toSafeText(latest.source_file, MAX_NAME_LENGTH),
    sourceLine: latest.source_line ?? undefined,
    hashBefore: first.previous_hash ?? undefined,
    hashAfter: latest.hash ?? undefined,
    syncIds: [...new Set(rows.map(row => row.sync_id))],
  };
}
