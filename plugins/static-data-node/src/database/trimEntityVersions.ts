import { Knex } from 'knex';
import { toIsoString } from './columns';
import {
  ENTITY_VERSIONS_TABLE,
  EntityVersionRow,
  SNAPSHOT_TABLE,
  SYNC_HISTORY_TABLE,
  SyncHistoryRow,
} from './tables';
import { takeTurn } from './takeTurn';

/** Small enough not to keep other statements waiting. */
const BATCH_SIZE = 1000;

/**
 * Deletes versions of entities that no sync of the history has come upon, and that are not
 * in the snapshot.
 */
export async function trimEntityVersions(knex: Knex): Promise<void> {
  const oldest = await knex<SyncHistoryRow>(SYNC_HISTORY_TABLE)
    .orderBy(['start_time', 'id'])
    .first('start_time');
  if (!oldest) {
    return;
  }
  const unused = () =>
    knex<EntityVersionRow>(ENTITY_VERSIONS_TABLE).where(
      'last_used_at',
      '<',
      toIsoString(oldest.start_time),
    );
  let last: Pick<EntityVersionRow, 'last_used_at' | 'hash'> | undefined;
  do {
    const batch = unused()
      .orderBy(['last_used_at', 'hash'])
      .limit(BATCH_SIZE)
      .select('last_used_at', 'hash');
    if (last) {
      batch.whereRaw('(last_used_at, hash) > (?, ?)', [
        toIsoString(last.last_used_at),
        last.hash,
      ]);
    }
    const versions: Array<Pick<EntityVersionRow, 'last_used_at' | 'hash'>> =
      await batch;
    await takeTurn(async () =>
      unused()
        .whereIn(
          'hash',
          versions.map(({ hash }) => hash),
        )
        .whereNotExists(
          knex(SNAPSHOT_TABLE).whereRaw('??.hash = ??.hash', [
            SNAPSHOT_TABLE,
            ENTITY_VERSIONS_TABLE,
          ]),
        )
        .delete(),
    );
    last = versions[BATCH_SIZE - 1];
  } while (last);
}
