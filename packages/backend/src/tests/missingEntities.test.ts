import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import request from 'supertest';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const ALL = [
  'component:default/cart',
  'component:default/till',
  'group:default/shop-squad',
  'system:default/shop',
];

function refsOf(entities: Entity[]): string[] {
  return entities.map(entity => stringifyEntityRef(entity)).sort();
}

const hasAll = (entities: Entity[]) => refsOf(entities).join() === ALL.join();

describe.each(databases.eachSupportedId())(
  'entities that the catalog has lost, on %s',
  databaseId => {
    const directory = createMockDirectory();
    const config = { staticData: { directory: directory.path } };

    beforeEach(() => {
      const application = (id: string) => ({
        id,
        name: id,
        inContextOfBoundedContextId: 'shop',
        supportedBySquadsIds: ['shop-squad'],
      });
      directory.setContent({
        'data/squads.json': '[{ "id": "shop-squad", "name": "Shop squad" }]',
        'data/bounded-contexts.json':
          '[{ "id": "shop", "name": "Shop", "ownerSquadId": "shop-squad" }]',
        'data/applications.json': JSON.stringify([
          application('cart'),
          application('till'),
        ]),
      });
    });

    async function startWithEntities() {
      const product = await startTestProduct({ databases, databaseId, config });
      const { id } = await product.refresh();
      await product.waitForEntities(hasAll);
      for (;;) {
        await product.runConfirmation();
        const { body } = await product.api.get(`/sync-history/${id}`);
        if (body.confirmation.pending === 0) {
          return product;
        }
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    }

    it('come back with the next sync when somebody deleted them', async () => {
      const product = await startWithEntities();
      const entities = await product.getEntities();
      for (const { kind, metadata } of entities) {
        if (kind !== 'Group') {
          await request(product.server)
            .delete(`/api/catalog/entities/by-uid/${metadata.uid}`)
            .expect(204);
        }
      }
      expect(refsOf(await product.getEntities())).toEqual([
        'group:default/shop-squad',
      ]);

      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesUnchanged: 4 },
      });
      await product.waitForEntities(hasAll);
    });

    it('come back with the first sync after a restart on an empty catalog database', async () => {
      const first = await startWithEntities();
      await first.stop();
      const product = await startTestProduct({
        databases,
        databaseId,
        config,
        knex: {
          catalog: await databases.init(databaseId),
          store: first.knex.store,
        },
      });
      expect(await product.getEntities()).toEqual([]);

      await product.runScheduledSync();
      await product.waitForEntities(hasAll);
    });

    it('come back when the catalog does not show what it has on record', async () => {
      const product = await startWithEntities();
      await product.knex
        .catalog('final_entities')
        .where({ entity_ref: 'component:default/cart' })
        .delete();

      await product.refresh();
      await product.waitForEntities(hasAll);
    });
  },
);
