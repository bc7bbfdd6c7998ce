import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { application } from './__testUtils__/MemorySource';
import { scheduled, setUpProcess } from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const RATE_LIMIT = new SyncFindingError({
  phase: 'FETCH',
  code: 'RATE_LIMIT',
  message: 'github.com takes no more requests before 2026-03-01T12:00:00Z',
  hint: 'Wait.',
});

const BUILD_FILE = 'openapi { consumer { java("shop:cart-api:1.0.0") } }\n';

/** Applications with a build file each, of which a sync may read so many. */
async function setUp(databaseId: TestDatabaseId, names: string) {
  const process = await setUpProcess(await databases.init(databaseId));
  const { source, runner } = process;
  source.buildFile = BUILD_FILE;
  source.files['contracts/shop/openapi/cart-api/v1.yaml'] =
    'openapi: 3.0.3\ninfo: { title: Cart, version: 1.0.0 }\npaths: {}\n';
  source.setApplications(
    ...[...names].map(name => ({
      ...application(name),
      repository: `acme/${name}`,
    })),
  );
  return {
    ...process,
    async sync(budget: number) {
      let left = budget;
      const read: string[] = [];
      source.beforeBuildFile = async ({ name }) => {
        left -= 1;
        if (left < 0) {
          throw RATE_LIMIT;
        }
        read.push(name);
      };
      const record = await runner.run(scheduled());
      return { record, read: read.join('') };
    },
  };
}

describe.each(databases.eachSupportedId())(
  'A sync while a host limits requests, on %s',
  databaseId => {
    it('goes on where the one before stopped, until everything is known', async () => {
      const { sync } = await setUp(databaseId, 'abcdef');
      const limited = (applications: number) => ({
        status: 'PARTIAL_SUCCESS',
        errorCount: 1,
        errors: [
          {
            code: 'RATE_LIMIT',
            error: expect.stringMatching(
              `^Could not read the build files of ${applications} applications .* before 2026`,
            ),
          },
        ],
      });
      const relations = (totalConsumesApis: number) => ({
        stats: { apiRelationships: { totalConsumesApis } },
      });

      const first = await sync(2);
      expect(first).toMatchObject({ read: 'ab', record: limited(4) });
      expect(first.record).toMatchObject(relations(2));
      const second = await sync(2);
      expect(second).toMatchObject({ read: 'cd', record: limited(4) });
      expect(second.record).toMatchObject(relations(4));
      const third = await sync(2);
      expect(third).toMatchObject({ read: 'ef', record: limited(4) });
      // As few syncs as the budget allows.
      expect(third.record).toMatchObject(relations(6));

      expect(await sync(6)).toMatchObject({
        read: 'abcdef',
        record: { status: 'SUCCESS', errorCount: 0 },
      });
    });

    it('leaves everything as it was if it cannot even read the source', async () => {
      const { sync, source, store, applyMutation } = await setUp(
        databaseId,
        'abc',
      );
      await sync(2);
      source.setApplications(application('a', 'Another name'));
      source.failure = RATE_LIMIT;
      const before = await store.state.get();
      applyMutation.mockClear();
      for (const state of ['new', 'known'] as const) {
        const { record } = await sync(3);
        expect(record).toMatchObject({
          status: 'PARTIAL_SUCCESS',
          revision: before.revision,
          errors: [{ code: 'RATE_LIMIT', error: RATE_LIMIT.message }],
          stats: { totalEntities: 6, entitiesUnchanged: 6 },
        });
        const { findings } = await store.findings.list({
          syncId: record!.id,
          limit: 10,
        });
        expect(findings.map(finding => finding.state)).toEqual([state]);
      }
      expect(applyMutation).not.toHaveBeenCalled();
      expect(await store.state.get()).toEqual(before);

      source.failure = undefined;
      const { record } = await sync(3);
      expect(record).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesUpdated: 1, entitiesRemoved: 2 },
      });
    });

    it('fails if nothing was ever applied', async () => {
      const { sync, source } = await setUp(databaseId, 'a');
      source.failure = RATE_LIMIT;
      expect((await sync(1)).record?.status).toBe('FAILURE');
    });
  },
);
