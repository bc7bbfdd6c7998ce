import { resolve } from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { JsonObject } from '@backstage/types';
import { createStaticDataStore } from '@internal/plugin-static-data-node';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const SAMPLE_SOURCE = resolve(__dirname, '../../../../examples/static-data');
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** Refuses components by their title. */
const strictModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'strict',
  register(env) {
    env.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        catalog.addProcessor({
          getProcessorName: () => 'StrictProcessor',
          async preProcessEntity(entity) {
            if (entity.metadata.title === 'Refused') {
              throw new Error('this title is not allowed');
            }
            return entity;
          },
        });
      },
    });
  },
});

const REFUSAL =
  /^The catalog could not process it: InputError: Processor .* threw an error while preprocessing; caused by Error: this title is not allowed$/;

function application(id: string, name = id) {
  return {
    id,
    name,
    inContextOfBoundedContextId: 'shop',
    supportedBySquadsIds: ['shop-squad'],
  };
}

const FOREIGN_CART = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: cart, title: Cart of another team }
spec: { type: service, lifecycle: production, owner: other-team }
`;

describe.each(databases.eachSupportedId())('confirmation on %s', databaseId => {
  const directory = createMockDirectory();

  beforeEach(() => {
    directory.setContent({
      'data/squads.json': '[{ "id": "shop-squad", "name": "Shop squad" }]',
      'data/bounded-contexts.json':
        '[{ "id": "shop", "name": "Shop", "ownerSquadId": "shop-squad" }]',
      'catalog-info.yaml': FOREIGN_CART,
    });
  });

  const setApplications = (...applications: object[]) =>
    directory.addContent({
      'data/applications.json': JSON.stringify(applications),
    });

  it('sees every entity of the sample source arrive', async () => {
    const product = await start(databaseId, {
      staticData: { directory: SAMPLE_SOURCE },
    });
    const { id, confirmation } = await product.refresh();
    expect(confirmation).toMatchObject({ sent: 62, pending: 62 });
    expect(await product.waitForConfirmation(id)).toEqual({
      sent: 62,
      confirmed: 62,
      pending: 0,
      failed: 0,
      superseded: 0,
      checkedAt: expect.any(String),
    });
  });

  it('sees updates and removals arrive', async () => {
    setApplications(application('cart'), application('till', 'Till'));
    const product = await start(databaseId, {
      staticData: { directory: directory.path },
    });
    const first = await product.refresh();
    await product.waitForConfirmation(first.id);

    setApplications(application('till', 'New till'), application('stock'));
    const second = await product.refresh();
    await product.waitForConfirmation(second.id);
    expect(await product.listConfirmations(second.id)).toEqual([
      {
        change: 'added',
        entityRef: 'component:default/stock',
        status: 'confirmed',
      },
      {
        change: 'removed',
        entityRef: 'component:default/cart',
        status: 'confirmed',
      },
      {
        change: 'updated',
        entityRef: 'component:default/till',
        status: 'confirmed',
      },
    ]);
    const entities = await product.getEntities();
    expect(entities.map(({ metadata }) => metadata.title)).toEqual(
      expect.arrayContaining(['New till', 'stock']),
    );
  });

  it('gives the reason for which the catalog refuses an entity, until a later sync mends it', async () => {
    setApplications(application('cart', 'Refused'), application('till'));
    const product = await start(databaseId, {
      staticData: { directory: directory.path },
    });
    const first = await product.refresh();
    await product.waitFor(async () => {
      const [cart] = await product.listConfirmations(first.id);
      const { confirmed } = (await product.getConfirmation(first.id))!;
      return confirmed === 3 && cart.reason !== undefined;
    });
    expect(await product.listConfirmations(first.id)).toContainEqual({
      change: 'added',
      entityRef: 'component:default/cart',
      status: 'pending',
      reason: expect.stringMatching(REFUSAL),
    });

    setApplications(application('cart', 'Cart'), application('till'));
    const second = await product.refresh();
    expect(await product.waitForConfirmation(second.id)).toMatchObject({
      sent: 1,
      confirmed: 1,
    });
    expect(await product.getConfirmation(first.id)).toMatchObject({
      confirmed: 3,
      pending: 0,
      superseded: 1,
    });

    setApplications(application('cart', 'Refused'), application('till'));
    const third = await product.refresh();
    await product.waitFor(async () => {
      const [cart] = await product.listConfirmations(third.id);
      return REFUSAL.test(cart.reason ?? '');
    });
    expect(await product.listConfirmations(third.id)).toEqual([
      {
        change: 'updated',
        entityRef: 'component:default/cart',
        status: 'pending',
        reason: expect.stringMatching(REFUSAL),
      },
    ]);
  });

  it('removes and adds again what the catalog has processed and does not show', async () => {
    setApplications(application('cart', 'Cart'));
    const product = await start(databaseId, {
      staticData: { directory: directory.path },
    });
    const { id } = await product.refresh();
    const hasCart = (title: string) => (entities: Entity[]) =>
      entities.some(({ metadata }) => metadata.title === title);
    await product.waitForEntities(hasCart('Cart'));
    await product.forgetToShow('component:default/cart', { title: 'Old cart' });
    await product.runConfirmation();
    expect(await product.listConfirmations(id)).toMatchObject([
      { status: 'pending' },
    ]);

    const later = Date.now() + 70_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    await product.runConfirmation();
    clock.mockRestore();
    await product.waitForEntities(hasCart('Cart'));
    expect(await product.waitForConfirmation(id)).toMatchObject({
      pending: 0,
      failed: 0,
    });
    expect(await product.refresh()).toMatchObject({
      stats: { entitiesUpdated: 0, entitiesUnchanged: 3 },
    });
  });

  it('says which other source has an entity, and does not mind it once the entity is not sent any more', async () => {
    setApplications(application('cart'), application('till'));
    const target = directory.resolve('catalog-info.yaml');
    const product = await start(databaseId, {
      staticData: { directory: directory.path },
      catalog: { locations: [{ type: 'file', target }] },
    });
    await product.waitForEntities(entities =>
      entities.some(
        ({ metadata }) => metadata.title === 'Cart of another team',
      ),
    );

    const first = await product.refresh();
    await product.waitFor(async () => {
      const [cart, till] = await product.listConfirmations(first.id);
      return till.status === 'confirmed' && cart.reason !== undefined;
    });
    expect(await product.listConfirmations(first.id)).toContainEqual({
      change: 'added',
      entityRef: 'component:default/cart',
      status: 'pending',
      reason: `The catalog has this entity from another source: file:${target}`,
    });

    setApplications(application('till'));
    const second = await product.refresh();
    await product.waitForConfirmation(second.id);
    expect(await product.listConfirmations(second.id)).toEqual([
      {
        change: 'removed',
        entityRef: 'component:default/cart',
        status: 'confirmed',
      },
    ]);
  });
});

async function start(databaseId: TestDatabaseId, config: JsonObject) {
  const product = await startTestProduct({
    databases,
    databaseId,
    config,
    features: [strictModule],
  });
  const store = await createStaticDataStore({
    getClient: async () => product.knex.store,
  });
  const getConfirmation = async (syncId: string) =>
    (await store.history.get(syncId))?.confirmation;

  /** Looks at the catalog until a condition holds. */
  const waitFor = async (condition: () => Promise<boolean>) => {
    const deadline = Date.now() + 60_000;
    do {
      await new Promise(done => setTimeout(done, 200));
      await product.runConfirmation();
    } while (!(await condition()) && Date.now() < deadline);
  };

  return {
    ...product,
    getConfirmation,
    waitFor,
    /** What is left when the process dies after an entity was processed, before it is shown. */
    async forgetToShow(entityRef: string, metadata: JsonObject) {
      const table = () =>
        product.knex.catalog('final_entities').where({ entity_ref: entityRef });
      const { final_entity } = await table().first('final_entity');
      const shown = JSON.parse(final_entity);
      await table().update({
        hash: '',
        final_entity: JSON.stringify({
          ...shown,
          metadata: { ...shown.metadata, ...metadata },
        }),
      });
    },
    /** Looks at the catalog until nothing is pending any more. */
    async waitForConfirmation(syncId: string) {
      await waitFor(async () => (await getConfirmation(syncId))?.pending === 0);
      return getConfirmation(syncId);
    },
    async listConfirmations(syncId: string) {
      const { changes } = await store.changes.list({ syncId, limit: 500 });
      return changes
        .filter(({ kind }) => kind === 'Component')
        .map(({ change, entityRef, confirmation }) => ({
          change,
          entityRef,
          status: confirmation?.status,
          reason: confirmation?.reason,
        }));
    },
  };
}
