import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { MemoryCatalog } from './__testUtils__/MemoryCatalog';
import { application } from './__testUtils__/MemorySource';
import {
  scheduled,
  setUpProcess,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const MANY = Array.from({ length: 10 }, (_, i) => application(`app-${i}`));

describe.each(databases.eachSupportedId())(
  'Held removals on %s',
  databaseId => {
    async function setUp(id: TestDatabaseId) {
      const process = await setUpProcess(await databases.init(id));
      process.source.setApplications(...MANY);
      await process.runner.run(scheduled());
      return process;
    }

    it('stay held over restarts, whatever else is added, until the source heals', async () => {
      const { runner, source, store, applyMutation } = await setUp(databaseId);
      source.setApplications(...MANY.slice(0, 4));
      const first = await runner.run(scheduled());
      expect(first).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { removalsHeld: 6, entitiesRemoved: 0, totalEntities: 12 },
      });

      const restarted = startProcess({ store, source, applyMutation });
      const more = Array.from({ length: 100 }, (_, i) =>
        application(`new-${i}`),
      );
      source.setApplications(...MANY.slice(0, 4), ...more);
      expect(await restarted.runner.run(scheduled())).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { removalsHeld: 6, entitiesRemoved: 0, entitiesAdded: 100 },
      });
      expect(await store.heldRemovals.list()).toEqual(
        Array.from({ length: 6 }, (_, i) =>
          expect.objectContaining({
            entityRef: `component:default/app-${i + 4}`,
            heldBySyncId: first!.id,
          }),
        ),
      );

      source.setApplications(...MANY, ...more);
      expect(await restarted.runner.run(scheduled())).toMatchObject({
        status: 'SUCCESS',
        stats: { removalsHeld: 0, entitiesRemoved: 0, totalEntities: 112 },
      });
      expect(await store.heldRemovals.list()).toEqual([]);
    });

    it('go once they are approved, and only those', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications(...MANY.slice(0, 4));
      await runner.run(scheduled());
      const approved = ['component:default/app-4', 'component:default/app-5'];
      await store.heldRemovals.approve(approved, 'user:default/ann');

      expect(await runner.run(scheduled())).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { removalsHeld: 4, entitiesRemoved: 2, totalEntities: 10 },
      });
      const held = await store.heldRemovals.list();
      expect(held.map(({ entityRef }) => entityRef)).not.toEqual(
        expect.arrayContaining(approved),
      );
    });

    it('are forgotten with their approval when the source heals', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications(...MANY.slice(0, 4));
      await runner.run(scheduled());
      const held = await store.heldRemovals.list();
      await store.heldRemovals.approve(
        held.map(({ entityRef }) => entityRef),
        'user:default/ann',
      );
      source.setApplications(...MANY);
      await runner.run(scheduled());

      source.setApplications(...MANY.slice(0, 4));
      expect(await runner.run(scheduled())).toMatchObject({
        stats: { removalsHeld: 6, entitiesRemoved: 0 },
      });
    });

    it('are shown by a dry run, which holds nothing itself', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications(...MANY.slice(0, 4));
      const { syncId } = await store.refreshRequests.enqueue({
        syncType: 'MANUAL',
        triggeredBy: 'user:default/ann',
        dryRun: true,
      });
      await runner.runRequested();

      expect(await store.history.get(syncId)).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { removalsHeld: 6 },
      });
      const held = { syncId, change: ['held' as const] };
      expect(await store.changes.count(held)).toBe(6);
      expect(await store.heldRemovals.list()).toEqual([]);
    });

    it('take no relation from those who depend on them, who are named', async () => {
      const { runner, source, store } = await setUp(databaseId);
      const contract = 'contracts/shop/avro/Paid/v1.avsc';
      source.files[contract] =
        '{ "type": "record", "name": "Paid", "fields": [] }';
      source.files['contracts/README.md'] = '# Contracts';
      source.buildFile = 'avro { consumer { schema("shop:Paid:1.0.0") } }';
      source.setApplications({ ...MANY[0], repository: 'acme/app-0' });
      source.setApplications(
        { ...MANY[0], repository: 'acme/app-0' },
        ...MANY.slice(1),
      );
      await runner.run(scheduled());

      delete source.files[contract];
      source.setApplications(
        { ...MANY[0], repository: 'acme/app-0', name: 'Renamed' },
        ...MANY.slice(1),
      );
      expect(await runner.run(scheduled())).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { removalsHeld: 1, entitiesUpdated: 1 },
      });
      const entities = await store.snapshot.getEntities([
        'component:default/app-0',
      ]);
      expect(entities.get('component:default/app-0')).toMatchObject({
        metadata: { title: 'Renamed' },
        spec: { consumesApis: ['api:default/shop-paid-v1'] },
      });
      expect(await store.heldRemovals.list()).toEqual([
        expect.objectContaining({
          entityRef: 'api:default/shop-paid-v1',
          reason: expect.stringContaining('API'),
          dependentCount: 1,
          dependents: [
            {
              entityRef: 'component:default/app-0',
              field: 'spec.consumesApis',
              owner: 'group:default/shop-squad',
            },
          ],
        }),
      ]);
    });

    it('say whether the catalog could be asked who else depends on them', async () => {
      const { source, store, applyMutation } = await setUp(databaseId);
      const catalog = new MemoryCatalog();
      const { runner } = startProcess({
        store,
        source,
        applyMutation,
        catalog: catalog.service,
      });
      catalog.service.getEntitiesByRefs.mockRejectedValue(new Error('down'));
      source.setApplications(...MANY.slice(0, 4));
      await runner.run(scheduled());
      const [held] = await store.heldRemovals.list();
      expect(held).toMatchObject({
        dependentCount: 0,
        mayHaveOtherDependents: true,
      });

      const relation = { type: 'dependencyOf', targetRef: 'component:x/other' };
      const elsewhere = {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { namespace: 'x', name: 'other' },
        spec: { dependsOn: [held.entityRef] },
      };
      const shown = [
        {
          ...elsewhere,
          metadata: { name: 'app-4', namespace: 'default' },
          relations: [relation],
        },
        elsewhere,
      ];
      catalog.service.getEntitiesByRefs.mockImplementation(
        async ({ entityRefs }) => ({
          items: entityRefs.map(ref =>
            shown.find(entity => stringifyEntityRef(entity) === ref),
          ),
        }),
      );
      await runner.run(scheduled());
      const [asked] = await store.heldRemovals.list();
      expect(asked).toMatchObject({
        dependentCount: 1,
        dependents: [
          { entityRef: 'component:x/other', field: 'spec.dependsOn' },
        ],
      });
      expect(asked.mayHaveOtherDependents).toBeUndefined();
    });
  },
);
