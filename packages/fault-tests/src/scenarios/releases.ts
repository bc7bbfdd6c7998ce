import assert from 'node:assert/strict';
import { runSync } from '../harness/client';
import { checkAll } from '../harness/oracles';
import { Site } from '../harness/Site';
import { useDatabase } from '../harness/SiteDatabase';
import { ScenarioFamily } from './Scenario';
import { startSyncUntil, waitForRecord } from './steps';

const MIGRATION = '29991231000000_ahead.js';
const HISTORY_TABLE = 'static_data_sync_history';
const NEW_COLUMN = 'of_the_newer_release';
const NEW_TABLE = 'static_data_of_the_newer_release';

/** Two releases share one database, as in a rolling upgrade. */
export const releases: ScenarioFamily = {
  databases: ['PostgreSQL', 'SQLite'],
  scenarios: [
    {
      name: 'a newer release migrates the database in the middle of a sync',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(
          site,
          replica,
          'lease.heartbeat(TRANSFORM):after',
        );
        site.tally.countFault();
        await migrate(site);
        await replica.letGo();
        await waitForRecord(replica, syncId, 'SUCCESS');
        await site.source.change();
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        await checkAll(site, replica);
        await migrateBack(site);
      },
    },
    {
      name: 'an older release starts on the database of a newer one',
      async run(site) {
        const replica = await site.getReplica();
        site.tally.countFault();
        await migrate(site);
        const older = await site.spawnReplica();
        assert.notEqual(await older.exited(), 0);
        assert.match(older.output(), /newer/);

        // That changed nothing for who was there.
        await site.source.change();
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        await checkAll(site, replica);
        await migrateBack(site);
      },
    },
  ],
};

/** What the migration of a newer release may do: it takes nothing away from the older one. */
async function migrate(site: Site): Promise<void> {
  await useDatabase(site.database, 'static-data', async knex => {
    await knex.schema.alterTable(HISTORY_TABLE, table => {
      table.text(NEW_COLUMN).nullable();
    });
    await knex.schema.createTable(NEW_TABLE, table => {
      table.text('id').primary();
    });
    await knex('knex_migrations').insert({
      name: MIGRATION,
      batch: 2,
      migration_time: new Date(),
    });
  });
}

async function migrateBack(site: Site): Promise<void> {
  await useDatabase(site.database, 'static-data', async knex => {
    await knex('knex_migrations').where({ name: MIGRATION }).delete();
    await knex.schema.dropTable(NEW_TABLE);
    await knex.schema.alterTable(HISTORY_TABLE, table => {
      table.dropColumn(NEW_COLUMN);
    });
  });
}
