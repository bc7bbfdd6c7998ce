import {
  MAX_NAME_LENGTH,
  SENT_CHANGE_TYPES,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { SnapshotEntry } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import {
  readPage,
  toRefText,
  whereIncludes,
  whereMatches,
} from '../database/queries';
import {
  SNAPSHOT_TABLE,
  SYNC_CHANGES_TABLE,
  SYNC_HISTORY_TABLE,
} from '../database/tables';
import { SyncPosition, toPositionColumns } from '../history/filterSyncHistory';

const COLUMNS = ['entity_ref', 'kind', 'hash', 'source_file'];

/**
 * Which of the entities that a sync left behind to read.
 *
 * @public
 */
export interface StateQuery {
  source: string;
  /** The sync. */
  at: SyncPosition;
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
  const { source, kind, q, limit, afterEntityRef } = query;
  const restrict = (rows: Knex.QueryBuilder) => {
    rows.modify(whereMatches, { kind });
    if (q !== undefined) {
      rows.modify(whereIncludes, 'entity_ref', toRefText(q));
    }
    if (afterEntityRef !== undefined) {
      rows.where('entity_ref', '>', afterEntityRef);
    }
  };
  // Of what was changed since, the first change says what there was before it; all else is as it is now.
  const state = knex
    .with('first_changes', selectFirstChanges(knex, query))
    .from(
      knex(SNAPSHOT_TABLE)
        .where({ source_id: source })
        .whereNotIn('entity_ref', knex('first_changes').select('entity_ref'))
        .select(COLUMNS)
        .unionAll(
          knex('first_changes')
            .whereNotNull('previous_hash')
            .select(
              'entity_ref',
              'kind',
              'previous_hash as hash',
              'source_file',
            ),
        )
        .as('state'),
    )
    .modify(restrict)
    .orderBy('entity_ref')
    .select(COLUMNS);
  const { rows, hasMore } = await readPage<StateRow>(state, limit);
  return {
    entries: rows.map(row => ({
      entityRef: row.entity_ref,
      kind: row.kind,
      hash: row.hash,
      sourceFile: toSafeText(row.source_file, MAX_NAME_LENGTH),
    })),
    hasMore,
  };
}

/** The first change of every entity since a sync. */
function selectFirstChanges(
  knex: Knex,
  { source, at }: Pick<StateQuery, 'source' | 'at'>,
) {
  const changes = knex({ history: SYNC_HISTORY_TABLE })
    // In this order on SQLite: see `listEntitySpans`.
    .crossJoin({ changes: SYNC_CHANGES_TABLE } as any)
    .whereRaw('changes.sync_id = history.id')
    .where({ 'history.source_id': source, 'history.dry_run': false })
    .whereRaw(
      '(history.start_time, history.id) > (?, ?)',
      toPositionColumns(at),
    )
    .whereIn('changes.change', SENT_CHANGE_TYPES)
    // What was never sent changed nothing.
    .whereNotNull('changes.confirmation')
    .select(
      'changes.entity_ref',
      'changes.kind',
      'changes.previous_hash',
      'changes.source_file',
      knex.raw(
        'row_number() over (partition by changes.entity_ref order by changes.start_time, changes.sync_id) as number',
      ),
    );
  return knex.from(changes.as('changes')).where({ number: 1 });
}
