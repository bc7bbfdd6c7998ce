import assert from 'node:assert/strict';
import { getJson } from '../harness/client';
import { checkAll } from '../harness/oracles';
import { Site } from '../harness/Site';
import { useDatabase } from '../harness/SiteDatabase';
import { waitFor } from '../harness/waitFor';
import { ScenarioFamily } from './Scenario';
import { syncAll } from './steps';

/** In the order in which they can be filled. */
const CATALOG_TABLES = [
  'refresh_state',
  'refresh_state_references',
  'refresh_keys',
  'relations',
  'final_entities',
  'search',
];

/** The catalog loses what it was sent while the product does not run. */
export const catalog: ScenarioFamily = {
  databases: ['PostgreSQL', 'SQLite'],
  scenarios: [
    {
      name: 'the database of the catalog is dropped',
      async run(site) {
        await (await startSynced(site)).discard();
        site.tally.countFault();
        await site.database.dropCatalog();
        await checkWholeAgain(site);
      },
    },
    {
      name: 'the catalog is restored from an older backup',
      async run(site) {
        const replica = await startSynced(site);
        const restore = await backUpCatalog(site);
        await site.change();
        await syncAll(site, replica);
        await checkAll(site, replica);
        await replica.discard();
        site.tally.countFault();
        await restore();
        await checkWholeAgain(site);
      },
    },
    {
      name: 'the backend starts once without the module',
      async run(site) {
        await (await startSynced(site)).discard();
        site.tally.countFault();
        const without = await site.startReplica({ withoutModule: true });
        await waitFor('the catalog to remove everything', async () => {
          const path = '/api/catalog/entities';
          return (await getJson<object[]>(without, path)).length === 0;
        });
        await without.discard();
        await checkWholeAgain(site);
      },
    },
  ],
};

async function startSynced(site: Site) {
  const replica = await site.getReplica();
  await syncAll(site, replica);
  await checkAll(site, replica);
  return replica;
}

/** One sync of each source after the start is enough, although no source has changed. */
async function checkWholeAgain(site: Site): Promise<void> {
  const replica = await site.startReplica();
  for (const { drift } of await syncAll(site, replica)) {
    assert.ok(drift, 'The record does not say what was lost');
  }
  await checkAll(site, replica);
}

/** @returns what puts everything back as it is now */
async function backUpCatalog(site: Site): Promise<() => Promise<void>> {
  const tables = new Map<string, object[]>();
  await useDatabase(site.database, 'catalog', async knex => {
    for (const table of CATALOG_TABLES) {
      tables.set(table, await knex(table));
    }
  });
  return () =>
    useDatabase(site.database, 'catalog', async knex => {
      for (const table of [...CATALOG_TABLES].reverse()) {
        await knex(table).delete();
      }
      for (const [table, rows] of tables) {
        await knex.batchInsert(table, rows, 50);
      }
    });
}
