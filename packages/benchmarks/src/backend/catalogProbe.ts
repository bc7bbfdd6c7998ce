import { createHash } from 'node:crypto';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import stableStringify from 'fast-json-stable-stringify';
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

/**
 * Tells what the catalog was told of. Leaves out the annotations by which Static Data recognises its
 * own entities, which no other provider sends.
 */
export async function digestEntities(
  knex: Knex,
): Promise<{ entities: number; digest: string }> {
  const rows = await knex<{ unprocessed_entity: string }>(
    'refresh_state',
  ).select('unprocessed_entity');
  const lines = rows.map(row => {
    const entity: Entity = JSON.parse(row.unprocessed_entity);
    delete entity.metadata.annotations?.['static-data/source'];
    delete entity.metadata.annotations?.['static-data/provider'];
    delete entity.metadata.annotations?.['static-data/checksum'];
    delete entity.metadata.annotations?.['static-data/version'];
    return stableStringify(entity);
  });
  const digest = createHash('sha256').update(lines.sort().join(''));
  return { entities: lines.length, digest: digest.digest('hex') };
}
