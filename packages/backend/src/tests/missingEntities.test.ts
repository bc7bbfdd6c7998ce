import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { Knex } from 'knex';
import request from 'supertest';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const CART = 'component:default/cart';
const TILL = 'component:default/till';
const ALL = [CART, TILL, 'group:default/shop-squad', 'system:default/shop'];

const FOREIGN_CART = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: cart, title: Cart of another team }
spec: { type: service, lifecycle: production, owner: other-team }
`;

/** In the order in which they can be filled. */
const CATALOG_TABLES = [
  'refresh_state',
  'refresh_state_references',
  'refresh_keys',
  'relations',
  'final_entities',
  'search',
];

function refsOf(entities: Entity[]): string[] {
  return entities.map(entity => stringifyEntityRef(entity)).sort();
}

const hasAll = (entities: Entity[]) => refsOf(entities).join() === ALL.join();

function application(id: string, name = id) {
  return {
    id,
    name,
    inContextOfBoundedContextId: 'shop',
    supportedBySquadsIds: ['shop-squad'],
  };
}

/** @returns what puts everything back as it is now */
async function backUp(catalog: Knex): Promise<() => Promise<void>> {
  const tables = new Map<string, object[]>();
  for (const table of CATALOG_TABLES) {
    tables.set(table, await catalog(table));
  }
  return async () => {
    for (const table of [...CATALOG_TABLES].reverse()) {
      await catalog(table).delete();
    }
    for (const [table, rows] of tables) {
      await catalog.batchInsert(table, rows, 50);
    }
  };
}

describe.each(databases.eachSupportedId())(
  'what the catalog has lost, on %s',
  databaseId => {
    const directory = createMockDirectory();
    const config = {
      staticData: { directory: directory.path },
      backend: { reading: { allow: [] } },
    };

    const setApplications = (...applications: object[]) =>
      directory.addContent({
        'data/applications.json': JSON.stringify(applications),
      });

    beforeEach(() => {
      directory.setContent({
        'data/squads.json': '[{ "id": "shop-squad", "name": "Shop squad" }]',
        'data/bounded-contexts.json':
          '[{ "id": "shop", "name": "Shop", "ownerSquadId": "shop-squad" }]',
        'catalog-info.yaml': FOREIGN_CART,
      });
      setApplications(application('cart'), application('till'));
    });

    type Product = Awaited<ReturnType<typeof startTestProduct>>;

    async function untilConfirmed(product: Product, syncId: string) {
      for (;;) {
        await product.runConfirmation();
        const { body } = await product.api.get(`/sync-history/${syncId}`);
        if (body.confirmation.pending === 0) {
          return body.confirmation;
        }
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    }

    const getHealth = async (product: Product) =>
      (await product.api.get('/health').expect(200)).body;

    const getChanges = async (product: Product, syncId: string) =>
      (await product.api.get(`/sync-history/${syncId}/changes`).expect(200))
        .body.changes;

    async function start(knex?: Product['knex']) {
      return startTestProduct({ databases, databaseId, config, knex });
    }

    async function startWithEntities() {
      const product = await start();
      const { id } = await product.refresh();
      await product.waitForEntities(hasAll);
      await untilConfirmed(product, id);
      return product;
    }

    async function deleteEntity(product: Product, entityRef: string) {
      const entities = await product.getEntities();
      const entity = entities.find(e => stringifyEntityRef(e) === entityRef);
      await request(product.server)
        .delete(`/api/catalog/entities/by-uid/${entity?.metadata.uid}`)
        .expect(204);
    }

    it('comes back with the next sync when somebody deleted it, and the sync and the health say so', async () => {
      const product = await startWithEntities();
      await deleteEntity(product, CART);
      await deleteEntity(product, TILL);
      expect(refsOf(await product.getEntities())).toHaveLength(2);

      const sync = await product.refresh();
      expect(sync).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesAdded: 0, entitiesUnchanged: 4 },
        drift: { missing: 2, outdated: 0, unexpected: 0 },
        confirmation: { sent: 2, pending: 2 },
      });
      expect(await getChanges(product, sync.id)).toMatchObject([
        { entityRef: CART, change: 'resent' },
        { entityRef: TILL, change: 'resent' },
      ]);
      expect(await getHealth(product)).toMatchObject({
        status: 'DEGRADED',
        reasons: [
          `2 entities are missing from the catalog, or not there as sent: ${CART}, ${TILL}. The sync that finds this out sends them again.`,
        ],
      });

      await product.waitForEntities(hasAll);
      expect(await untilConfirmed(product, sync.id)).toMatchObject({
        confirmed: 2,
      });
      expect(await getHealth(product)).toMatchObject({ status: 'HEALTHY' });
      expect(await product.refresh()).not.toHaveProperty('drift');
    });

    it('comes back with the first sync after a start on an empty catalog database', async () => {
      const first = await startWithEntities();
      await first.stop();
      const product = await start({
        catalog: await databases.init(databaseId),
        store: first.knex.store,
      });
      expect(await product.getEntities()).toEqual([]);

      expect(await product.refresh()).toMatchObject({ drift: { missing: 4 } });
      await product.waitForEntities(hasAll);
    });

    it('comes back when the catalog lost it before it was confirmed', async () => {
      const first = await start();
      await first.refresh();
      await first.stop();
      const product = await start({
        catalog: await databases.init(databaseId),
        store: first.knex.store,
      });
      const { id } = await product.refresh();
      await product.waitForEntities(hasAll);
      expect(await untilConfirmed(product, id)).toMatchObject({ confirmed: 4 });
    });

    it('comes back with the first sync after a start without the module', async () => {
      const first = await startWithEntities();
      await first.stop();
      const without = await startTestProduct({
        databases,
        databaseId,
        config,
        knex: first.knex,
        withoutModule: true,
      });
      await without.waitForEntities(entities => entities.length === 0);
      await without.stop();

      const product = await start(first.knex);
      expect(await product.refresh()).toMatchObject({ drift: { missing: 4 } });
      await product.waitForEntities(hasAll);
    });

    it('comes back when the catalog does not show what it has on record', async () => {
      const product = await startWithEntities();
      await product.knex
        .catalog('final_entities')
        .where({ entity_ref: CART })
        .delete();

      expect(await product.refresh()).toMatchObject({ drift: { missing: 1 } });
      await product.waitForEntities(hasAll);
    });

    it('is as the source again after the catalog was restored from an older backup', async () => {
      const first = await startWithEntities();
      const restore = await backUp(first.knex.catalog);
      // As many entities as before: one is new, one is gone, and one has another name.
      setApplications(
        application('cart', 'Cart of 2026'),
        application('stock'),
      );
      const { id } = await first.refresh();
      await untilConfirmed(first, id);
      await first.stop();
      await restore();

      const product = await start(first.knex);
      expect(refsOf(await product.getEntities())).toEqual(ALL);
      const sync = await product.refresh();
      expect(sync).toMatchObject({
        stats: { entitiesUnchanged: 4, entitiesRemoved: 1 },
        drift: { missing: 1, outdated: 1, unexpected: 1 },
      });
      const entities = await product.waitForEntities(
        shown =>
          shown.length === 4 &&
          shown.some(({ metadata }) => metadata.title === 'Cart of 2026') &&
          shown.some(({ metadata }) => metadata.name === 'stock'),
      );
      expect(refsOf(entities)).not.toContain(TILL);
      expect(await untilConfirmed(product, sync.id)).toMatchObject({
        sent: 3,
        confirmed: 3,
      });
    });

    it('is judged anew where the catalog refused it, and the health names it meanwhile', async () => {
      const withForeignCart = {
        ...config,
        catalog: {
          locations: [
            { type: 'file', target: `${directory.path}/catalog-info.yaml` },
          ],
        },
      };
      const first = await startTestProduct({
        databases,
        databaseId,
        config: withForeignCart,
      });
      await first.waitForEntities(entities => refsOf(entities).includes(CART));
      const { id } = await first.refresh();
      await first.waitForEntities(entities => entities.length >= 4);
      const getCart = async (product: Product) =>
        (await getChanges(product, id)).find(
          ({ entityRef }: { entityRef: string }) => entityRef === CART,
        );
      while (!(await getCart(first)).confirmation.reason) {
        await first.runConfirmation();
      }
      const conflict = /^The catalog has this entity from another source/;
      expect((await getCart(first)).confirmation.reason).toMatch(conflict);
      expect(await getHealth(first)).toMatchObject({
        status: 'DEGRADED',
        reasons: [
          `The catalog refuses 1 entity: ${CART}. The sync that sent it says why.`,
        ],
      });
      const later = Date.now() + 31 * 60_000;
      const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
      await first.runConfirmation();
      clock.mockRestore();
      expect(await getCart(first)).toMatchObject({
        confirmation: { status: 'failed' },
      });
      expect(await getHealth(first)).toMatchObject({ status: 'DEGRADED' });
      await first.stop();

      // The winner lets go.
      const product = await start(first.knex);
      await product.waitForEntities(
        entities => !refsOf(entities).includes(CART),
      );
      expect(await product.refresh()).not.toHaveProperty('drift');
      expect((await getCart(product)).confirmation.reason).not.toMatch(
        conflict,
      );
      await product.waitForEntities(hasAll);
      await product.runConfirmation();
      const { confirmation } = await getCart(product);
      expect(confirmation.status).toBe('confirmed');
      expect(confirmation).not.toHaveProperty('reason');
      expect(await getHealth(product)).toMatchObject({ status: 'HEALTHY' });
    });

    it('is all sent again when a full sync is asked for', async () => {
      const product = await startWithEntities();
      const before = await product.knex
        .catalog('refresh_state')
        .orderBy('entity_ref');
      await product.knex
        .catalog('refresh_state')
        .update({ unprocessed_hash: 'spoilt', unprocessed_entity: '{}' });
      const sync = await product.refresh({ full: true });
      expect(sync).toMatchObject({ status: 'SUCCESS', syncType: 'MANUAL' });
      expect(sync.phases).toContainEqual({
        phase: 'PARSE',
        durationMs: expect.any(Number),
      });
      const after = await product.knex
        .catalog('refresh_state')
        .orderBy('entity_ref');
      expect(after.map(row => row.unprocessed_hash)).toEqual(
        before.map(row => row.unprocessed_hash),
      );
    });

    it('cannot be sent by a dry run', async () => {
      const product = await start();
      const { body } = await product.api
        .post('/refresh')
        .send({ dryRun: true, full: true })
        .expect(400);
      expect(body.error.message).toMatch(/full: does not go with dryRun/);
    });
  },
);
