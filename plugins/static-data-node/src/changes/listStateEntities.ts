import {
  MAX_NAME_LENGTH,
  SENT_CHANGE_TYPES,
  SyncHistoryRecord,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { SnapshotEntry } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { toRefText, whereIncludes, whereMatches } from '../database/queries';
import { SNAPSHOT_TABLE, SYNC_CHANGES_TABLE } from '../database/tables';

const COLUMNS = ['entity_ref', 'kind', 'hash', 'source_file'];

/**
 * Which of the entities that a sync left behind to read.
 *
 * @public
 */
export interface StateQuery {
  source: string;
  /** The sync. */
  at: Pick<SyncHistoryRecord, 'number'>;
  kind?: string;
  /** Text that the entity ref contains. */
  q?: string;
  limit: number;
  /** Only entities whose ref sorts after this one. */
  afterEntityRef?: string;
}

interface StateRow {
  entity_ref: string;
  kind: string;
  hash: string;
  source_file: string;
}

/** See `SyncChangeStore.listState`. */
export async function listStateEntities(
  knex: Knex,
  query: StateQuery,
): Promise<{ entries: SnapshotEntry[]; hasMore: boolean }> {
  const { limit } = query;
  const rows: StateRow[] = [];
  let after = query.afterEntityRef;
  // What was changed since need not be looked up beyond the page.
  let end: string | undefined;
  do {
    end = await findEnd(knex, query, after);
    const range = { after, end };
    rows.push(
      ...(await selectState(knex, query, range).limit(limit + 1 - rows.length)),
    );
    after = end;
  } while (end !== undefined && rows.length <= limit);
  return {
    entries: rows.slice(0, limit).map(row => ({
      entityRef: row.entity_ref,
      kind: row.kind,
      hash: row.hash,
      sourceFile: toSafeText(row.source_file, MAX_NAME_LENGTH),
    })),
    hasMore: rows.length > limit,
  };
}

/** Refs after the one and up to the other, if they are given. */
interface RefRange {
  after?: string;
  end?: string;
}

/** Where a page would end if nothing had been added since; undefined if there is not that much. */
async function findEnd(
  knex: Knex,
  { source, kind, q, limit }: StateQuery,
  after: string | undefined,
): Promise<string | undefined> {
  const [end]: string[] = await knex(SNAPSHOT_TABLE)
    .where({ source_id: source })
    .modify(restrict, { kind, q, after })
    .orderBy('entity_ref')
    .offset(limit)
    .limit(1)
    .pluck('entity_ref');
  return end;
}

/** Of what was changed since, the first change says what there was before it; all else is as it is now. */
function selectState(
  knex: Knex,
  { source, at, kind, q }: StateQuery,
  range: RefRange,
) {
  const filters = { kind, q, ...range };
  const changes = knex(SYNC_CHANGES_TABLE)
    .where({ source_id: source })
    .whereIn('change', SENT_CHANGE_TYPES)
    // What was never sent changed nothing.
    .whereNotNull('confirmation')
    .where('sync_number', '>', at.number)
    .modify(restrict, filters)
    .select(
      'entity_ref',
      'kind',
      'previous_hash',
      'source_file',
      knex.raw(
        'row_number() over (partition by entity_ref order by sync_number) as number',
      ),
    );
  const state = knex(SNAPSHOT_TABLE)
    .where({ source_id: source })
    .modify(restrict, filters)
    .whereNotIn('entity_ref', knex('first_changes').select('entity_ref'))
    .select(COLUMNS)
    .unionAll(
      knex('first_changes')
        .whereNotNull('previous_hash')
        .select('entity_ref', 'kind', 'previous_hash as hash', 'source_file'),
    );
  return knex
    .with(
      'first_changes',
      knex.from(changes.as('changes')).where({ number: 1 }),
    )
    .from(state.as('state'))
    .orderBy('entity_ref')
    .select<StateRow[]>(COLUMNS);
}

function restrict(
  rows: Knex.QueryBuilder,
  { kind, q, after, end }: Pick<StateQuery, 'kind' | 'q'> & RefRange,
): void {
  rows.modify(whereMatches, { kind });
  if (q !== undefined) {
    rows.modify(whereIncludes, 'entity_ref', toRefText(q));
  }
  if (after !== undefined) {
    rows.where('entity_ref', '>', after);
  }
  if (end !== undefined) {
    rows.where('entity_ref', '<=', end);
  }
}
