import { TestDatabases } from '@backstage/backend-test-utils';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import {
  createStaticDataStore,
  SnapshotStore,
} from '@internal/plugin-static-data-node';
import {
  added,
  createComponent,
  updated,
  withoutVersion,
} from '../../__testUtils__/changes';
import { createAppliedSync } from '../../__testUtils__/createCompletedSync';
import { ApiRelationsService } from './ApiRelationsService';

jest.setTimeout(60_000);

const consumer = (name: string, api: string) =>
  createComponent(name, { consumesApis: [api] });

describe('ApiRelationsService', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  describe.each(databases.eachSupportedId())('%p', databaseId => {
    async function setUp() {
      const knex = await databases.init(databaseId);
      const store = await createStaticDataStore({
        getClient: async () => knex,
      });
      let minute = 0;
      const apply = async (changes: ChangeToRecord[]) => {
        minute += 1;
        await store.complete(
          createAppliedSync({
            record: {
              startTime: new Date(
                Date.UTC(2026, 0, 1, 0, minute),
              ).toISOString(),
            },
            changes,
          }),
        );
      };
      const listOfKinds = jest.fn(
        (query: Parameters<SnapshotStore['listOfKinds']>[0]) =>
          store.snapshot.listOfKinds(query),
      );
      const getEntities = jest.fn((refs: string[]) =>
        store.snapshot.getEntities(refs),
      );
      const service = new ApiRelationsService({
        store: { snapshot: { listOfKinds, getEntities }, state: store.state },
      });
      const consumersOf = async (api: string) =>
        (await service.getGraph())
          .get(`api:default/${api}`)
          ?.consumers.map(({ name }) => name);
      return { apply, listOfKinds, getEntities, service, consumersOf };
    }

    it('reads the entities once, for all who ask until the next sync', async () => {
      const { apply, listOfKinds, service } = await setUp();
      await apply([added(consumer('a', 'x'))]);

      await Promise.all([service.getGraph(), service.getGraph()]);
      await service.getGraph();

      expect(listOfKinds).toHaveBeenCalledTimes(1);
    });

    it('reads only what a sync has changed', async () => {
      const { apply, getEntities, consumersOf } = await setUp();
      const [a, b, c] = ['a', 'b', 'c'].map(name => consumer(name, 'x'));
      await apply([a, b, c].map(added));
      expect(await consumersOf('x')).toEqual(['a', 'b', 'c']);
      getEntities.mockClear();

      await apply([
        updated(b, consumer('b', 'y')),
        withoutVersion('removed', c),
      ]);

      expect(await consumersOf('x')).toEqual(['a']);
      expect(await consumersOf('y')).toEqual(['b']);
      expect(getEntities.mock.calls).toEqual([[['component:default/b']]]);
    });

    it('reads again what a sync changes meanwhile', async () => {
      const { apply, listOfKinds, consumersOf } = await setUp();
      const a = consumer('a', 'x');
      await apply([added(a)]);
      listOfKinds.mockImplementationOnce(async () => {
        const before = await listOfKinds({ kinds: ['Component'], limit: 9 });
        await apply([updated(a, consumer('a', 'y'))]);
        return before;
      });

      expect(await consumersOf('y')).toEqual(['a']);
      expect(await consumersOf('x')).toBeUndefined();
    });

    it('tries again after a failure', async () => {
      const { apply, listOfKinds, service, consumersOf } = await setUp();
      await apply([added(consumer('a', 'x'))]);
      listOfKinds.mockRejectedValueOnce(new Error('no connection'));

      await expect(service.getGraph()).rejects.toThrow('no connection');
      expect(await consumersOf('x')).toEqual(['a']);
    });
  });
});
