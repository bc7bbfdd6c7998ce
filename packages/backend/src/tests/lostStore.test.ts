import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { Knex } from 'knex';
import {
  APPLICATIONS,
  ENTITY_COUNT,
  NOTHING_CHANGED,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { createDirectoryArchitecture } from './__testUtils__/startArchitecture';
import {
  startTestProduct,
  TestProductDatabases,
} from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

function refsOf(entities: Entity[]): string[] {
  return entities.map(entity => stringifyEntityRef(entity)).sort();
}

/** @returns what puts everything back as it is now */
async function backUp(store: Knex): Promise<() => Promise<void>> {
  const tables = [
    'static_data_sync_history',
    'static_data_sync_changes',
    'static_data_sync_findings',
    'static_data_entity_versions',
    'static_data_snapshot',
    'static_data_build_files',
    'static_data_held_removals',
    'static_data_sync_state',
  ];
  const saved = new Map<string, object[]>();
  for (const table of tables) {
    saved.set(table, await store(table));
  }
  return async () => {
    for (const [table, rows] of saved) {
      await store(table).delete();
      await store.batchInsert(table, rows, 20);
    }
  };
}

describe.each(databases.eachSupportedId())(
  'when the sync store is lost, on %s',
  databaseId => {
    const directory = createMockDirectory();
    const { staticData, restore } = createDirectoryArchitecture(directory);
    type Product = Awaited<ReturnType<typeof startTestProduct>>;
    let product: Product;

    beforeEach(restore);
    afterEach(() => product.stop());

    const start = async (knex?: TestProductDatabases) =>
      startTestProduct({ databases, databaseId, knex, config: { staticData } });

    const setApplications = (applications: object[]) =>
      directory.addContent({ [PATHS.applications]: toJson(applications) });

    const waitForRefs = async (count: number) =>
      refsOf(await product.waitForEntities(({ length }) => length === count));

    async function startWithEntities() {
      product = await start();
      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesAdded: ENTITY_COUNT },
      });
      return waitForRefs(ENTITY_COUNT);
    }

    /** Stops the product, and starts it again on other databases. */
    async function restart(
      change: (
        knex: TestProductDatabases,
      ) => Promise<Partial<TestProductDatabases> | void>,
    ) {
      await product.stop();
      const { knex } = product;
      product = await start({ ...knex, ...(await change(knex)) });
    }

    const loseStore = () =>
      restart(async () => ({ store: await databases.init(databaseId) }));

    /**
     * Backs up the store, syncs the whole source, and goes back to the backup.
     *
     * @returns what the catalog has, and the store does not know in part
     */
    async function syncAndRestoreStore() {
      const restoreStore = await backUp(product.knex.store);
      await restore();
      await product.refresh();
      const refs = await waitForRefs(ENTITY_COUNT);
      await restart(() => restoreStore());
      return refs;
    }

    const expectRefs = async (refs: string[]) =>
      expect(refsOf(await product.getEntities())).toEqual(refs);

    it('finds everything unchanged, and sends nothing that the catalog has', async () => {
      const refs = await startWithEntities();
      const read = () =>
        product.knex
          .catalog('refresh_state')
          .orderBy('entity_ref')
          .select('entity_id', 'unprocessed_hash');
      const before = await read();
      await loseStore();

      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { ...NOTHING_CHANGED, removalsHeld: 0 },
      });
      expect(await read()).toEqual(before);
      await expectRefs(refs);
      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { ...NOTHING_CHANGED, removalsHeld: 0 },
      });
    });

    it('holds what the source has lost in the same moment, until it is approved', async () => {
      const refs = await startWithEntities();
      await loseStore();
      setApplications(APPLICATIONS.slice(6));

      for (const body of [{ dryRun: true }, {}, {}, { full: true }]) {
        expect(await product.refresh(body)).toMatchObject({
          status: 'PARTIAL_SUCCESS',
          stats: { entitiesAdded: 0, entitiesRemoved: 0, removalsHeld: 6 },
          warnings: [
            'Removals are held back: 6 of 21 entities would be removed, more than 20%',
          ],
        });
        await expectRefs(refs);
      }
      const { body } = await product.api.get('/held-removals').expect(200);
      const held = body.heldRemovals.map(
        ({ entityRef }: { entityRef: string }) => entityRef,
      );
      expect(held).toHaveLength(6);

      await product.api
        .post('/held-removals/approve')
        .send({ entityRefs: held })
        .expect(200);
      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesRemoved: 6, removalsHeld: 0 },
      });
      await expectRefs(refs.filter(ref => !held.includes(ref)));
    });

    it('adds everything if the catalog is lost as well, and holds nothing', async () => {
      await startWithEntities();
      await restart(async () => ({
        catalog: await databases.init(databaseId),
        store: await databases.init(databaseId),
      }));
      setApplications(APPLICATIONS.slice(6));

      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesAdded: ENTITY_COUNT - 6, removalsHeld: 0 },
      });
    });

    it('holds what an older store, restored from a backup, does not know', async () => {
      setApplications(APPLICATIONS.slice(6));
      product = await start();
      await product.refresh();
      await waitForRefs(ENTITY_COUNT - 6);
      const refs = await syncAndRestoreStore();
      // The revision is that of the backup again.
      setApplications(APPLICATIONS.slice(6));

      for (const body of [{}, { full: true }]) {
        expect(await product.refresh(body)).toMatchObject({
          status: 'PARTIAL_SUCCESS',
          stats: { entitiesRemoved: 0, removalsHeld: 6, entitiesUnchanged: 21 },
        });
        await expectRefs(refs);
      }

      await restore();
      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { ...NOTHING_CHANGED, removalsHeld: 0 },
      });
    });

    it('holds what was removed and added again since the backup', async () => {
      await startWithEntities();
      for (const gone of [2, 4, 6]) {
        setApplications(APPLICATIONS.slice(gone));
        // Few enough at a time for the guard.
        expect(await product.refresh()).toMatchObject({
          stats: { entitiesRemoved: 2 },
        });
      }
      const refs = await syncAndRestoreStore();
      setApplications(APPLICATIONS.slice(6));

      expect(await product.refresh()).toMatchObject({
        stats: { entitiesRemoved: 0, removalsHeld: 6 },
      });
      await expectRefs(refs);
    });
  },
);
