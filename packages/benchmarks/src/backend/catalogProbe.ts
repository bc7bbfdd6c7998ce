import { createHash } from 'node:crypto';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/** A module of the catalog that gives away its database. */
export function createCatalogProbe(
  onDatabase: (knex: Knex) => void,
): BackendFeature {
  return createBackendModule({
    pluginId: 'catalog',
    moduleId: 'benchmark-probe',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          onDatabase(await database.getClient());
        },
      });
    },
  });
}

/** Tells what the catalog was told of, by the hashes that it keeps of entities. */
export async function digestEntities(
  knex: Knex,
): Promise<{ entities: number; digest: string }> {
  const rows = await knex<{ entity_ref: string; unprocessed_hash: string }>(
    'refresh_state',
  ).select('entity_ref', 'unprocessed_hash');
  const lines = rows.map(row => `${row.entity_ref} ${row.unprocessed_hash}\n`);
  const digest = createHash('sha256').update(lines.sort().join(''));
  return { entities: lines.length, digest: digest.digest('hex') };
}
