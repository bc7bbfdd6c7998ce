import { SYNC_FINDING_CODES } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { whereContains } from '../database/queries';
import {
  SYNC_HISTORY_TABLE,
  SYNC_FINDINGS_TABLE,
  SYNC_CHANGES_TABLE,
} from '../database/tables';
import { SyncHistoryRow } from './syncHistoryRow';

/** What people call a sync by, such as `#118`. */
const NUMBER = /^#(\d{1,9})$/;

/**
 * Entities whose syncs are looked up. Most syncs changed one of more entities than these, so that to
 * ask every sync is faster.
 */
const MAX_LOOKED_UP_ENTITIES = 500;

/**
 * Restricts a query to the syncs that a text is in, in any case: in the id, the revision, who
 * triggered it, the subject or the author of the commit, the message of an error, or the ref of an
 * entity that it changed; or whose number or finding code it is.
 */
export async function searchSyncHistory(
  knex: Knex,
  rows: Knex.QueryBuilder<SyncHistoryRow>,
  text: string,
): Promise<void> {
  const [, number] = NUMBER.exec(text) ?? [];
  if (number) {
    rows.where({ number: Number(number) });
    return;
  }
  const entityRefs = await findChangedEntities(knex, text);
  rows
    // twice in the condition, but read once
    .with('matching_findings', findings => selectFindings(findings, text))
    .where(anyOf =>
      anyOf
        .where(inRecord =>
          whereContains(
            inRecord,
            ['id', 'revision', 'triggered_by', 'commit_text'],
            text,
          ),
        )
        .orWhereIn('id', knex.from('matching_findings').select('sync_id'))
        .orWhereIn(
          'known_findings',
          knex.from('matching_findings').select('sync_id'),
        )
        .orWhere(inChanges => {
          if (entityRefs.length <= MAX_LOOKED_UP_ENTITIES) {
            inChanges.whereIn(
              'id',
              knex
                .from(SYNC_CHANGES_TABLE)
                .whereIn('entity_ref', entityRefs)
                .select('sync_id'),
            );
          } else {
            inChanges.whereExists(changes => {
              changes
                .from(SYNC_CHANGES_TABLE)
                .where('sync_id', knex.ref(`${SYNC_HISTORY_TABLE}.id`))
                .modify(whereContains, ['entity_ref'], text);
            });
          }
        }),
    );
}

/** Syncs with an error that says so, or with any finding of this code. */
function selectFindings(findings: Knex.QueryBuilder, text: string): void {
  const code = SYNC_FINDING_CODES.find(known => known === text.toUpperCase());
  findings
    .from(SYNC_FINDINGS_TABLE)
    .distinct('sync_id')
    .whereNot({ state: 'fixed' })
    .where(anyOf => {
      anyOf.where(error =>
        error
          .where({ severity: 'error' })
          .modify(whereContains, ['message'], text),
      );
      if (code) {
        anyOf.orWhere({ code });
      }
    });
}

/**
 * Refs of entities that any sync has changed, up to one more than are looked up. Goes from ref to
 * ref in the index, because an entity may have changed thousands of times.
 */
async function findChangedEntities(
  knex: Knex,
  text: string,
): Promise<string[]> {
  return knex
    .withRecursive('refs', ['entity_ref'], refs =>
      refs
        .from(SYNC_CHANGES_TABLE)
        .min('entity_ref')
        .unionAll(next =>
          next
            .from('refs')
            .whereNotNull('refs.entity_ref')
            .select(
              knex
                .from({ changes: SYNC_CHANGES_TABLE })
                .whereRaw('changes.entity_ref > refs.entity_ref')
                .min('changes.entity_ref')
                .as('entity_ref'),
            ),
        ),
    )
    .from('refs')
    .modify(whereContains, ['entity_ref'], text)
    .limit(MAX_LOOKED_UP_ENTITIES + 1)
    .pluck('entity_ref');
}
