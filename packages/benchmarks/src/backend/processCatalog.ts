import { setTimeout as sleep } from 'node:timers/promises';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { createCatalogProbe } from './catalogProbe';
import { createBackend } from './createBackend';
import { TaskList } from './TaskList';

const POLL_MS = 500;

/**
 * Lets the catalog process everything that it was sent, until it shows all of it. It does so in a backend of
 * its own, which ends afterwards, so that no processing runs while a sync is measured.
 */
export async function processCatalog(database: JsonObject): Promise<void> {
  let catalogDatabase: Knex | undefined;
  const backend = createBackend({
    config: {
      backend: {
        baseUrl: 'http://127.0.0.1',
        listen: { host: '127.0.0.1', port: 0 },
        database,
      },
      catalog: {
        // Each entity once.
        processingInterval: { hours: 24 },
        // Their provider is in another backend.
        orphanProviderStrategy: 'keep',
      },
    },
    scheduler: new TaskList(),
    observeProvider: provider => provider,
  });
  backend.add(catalogPlugin);
  backend.add(
    createCatalogProbe(knex => {
      catalogDatabase = knex;
    }),
  );
  await backend.start();
  try {
    while (!(await isProcessed(catalogDatabase!))) {
      await sleep(POLL_MS);
    }
  } finally {
    await backend.stop();
  }
}

async function isProcessed(knex: Knex): Promise<boolean> {
  const count = async (rows: Knex.QueryBuilder) =>
    Number((await rows.count({ count: '*' }).first()).count);
  const sent = await count(knex('refresh_state'));
  const shown = await count(
    knex('final_entities').whereNotNull('final_entity'),
  );
  return shown === sent && (await count(knex('stitch_queue'))) === 0;
}
