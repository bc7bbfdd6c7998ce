import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import {
  createAppliedSync,
  createChange,
  createRemoval,
  createSync,
  createUpdate,
  createVersion,
} from './__testUtils__/createSync';
import { BuildFileEntry } from './snapshot/BuildFileStore';
import { createTestStore } from './__testUtils__/createTestStore';
import { SourceStore } from './StaticDataStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await createTestStore({
    getClient: async () => knex,
  });
  return { knex, store };
}

/** What the snapshot has of an entity that was sent. */
function toEntry({ entityRef, kind, sourceFile, version }: ChangeToRecord) {
  return { entityRef, kind, sourceFile, hash: version!.hash };
}

function createBuildFile(
  repository: string,
  overrides: Partial<BuildFileEntry> = {},
): BuildFileEntry {
  return {
    repository,
    address: { owner: 'acme', name: 'a' },
    paths: ['build.gradle'],
    version: 'version-1',
    providesApis: [
      { reference: 'orders:api:1', file: 'acme/a/build.gradle', line: 1 },
    ],
    consumesApis: [],
    findings: [],
    ...overrides,
  };
}

async function readAll(store: SourceStore) {
  const snapshot = await store.snapshot.list();
  const buildFiles = await store.buildFiles.list();
  const { records } = await store.history.list({ limit: 500 });
  return {
    snapshot: snapshot.sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1)),
    buildFiles: buildFiles.sort((a, b) =>
      a.repository < b.repository ? -1 : 1,
    ),
    records: records.map(({ id }) => id),
    state: await store.state.get(),
  };
}

describe.each(databases.eachSupportedId())(
  'StaticDataStore, %s',
  databaseId => {
    it('starts with nothing', async () => {
      const { store } = await createStore(databaseId);
      expect(await readAll(store)).toEqual({
        snapshot: [],
        buildFiles: [],
        records: [],
        state: {},
      });
      expect(await store.snapshot.getEntities([])).toEqual(new Map());
    });

    describe('complete', () => {
      it('writes the record, the snapshot, the build files and the state', async () => {
        const { store } = await createStore(databaseId);
        const added = [createChange('a'), createChange('b')];
        const buildFiles = [
          createBuildFile('acme/a'),
          createBuildFile('acme/b'),
        ];
        await store.complete(
          createAppliedSync(
            {
              id: 'sync-1',
              number: 1,
              startTime: '2026-03-01T10:00:00.000Z',
            },
            added,
            {
              buildFiles,
              state: { revision: 'r1', fingerprint: 'f1', fullApply: true },
            },
          ),
        );

        expect(await readAll(store)).toEqual({
          snapshot: added.map(toEntry),
          buildFiles,
          records: ['sync-1'],
          state: {
            lastAppliedSyncId: 'sync-1',
            lastAppliedNumber: 1,
            lastAppliedAt: '2026-03-01T10:00:00.000Z',
            lastSuccessAt: '2026-03-01T10:00:00.000Z',
            lastFullApplyAt: '2026-03-01T10:00:00.000Z',
            revision: 'r1',
            fingerprint: 'f1',
          },
        });

        const update = createUpdate('b', 1, 2, { sourceFile: 'other.json' });
        const read = createBuildFile('acme/c', {
          paths: [],
          version: undefined,
          providesApis: [],
        });
        await store.complete(
          createAppliedSync(
            {
              id: 'sync-2',
              number: 2,
              startTime: '2026-03-01T11:00:00.000Z',
              status: 'PARTIAL_SUCCESS',
            },
            [update, createChange('c'), createRemoval('a')],
            {
              buildFiles: [read],
              removedBuildFiles: ['acme/a', 'acme/unknown'],
              state: { revision: 'r2', fullApply: false },
            },
          ),
        );

        expect(await readAll(store)).toEqual({
          snapshot: [toEntry(update), toEntry(createChange('c'))],
          buildFiles: [createBuildFile('acme/b'), read],
          records: ['sync-2', 'sync-1'],
          state: {
            lastAppliedSyncId: 'sync-2',
            lastAppliedNumber: 2,
            lastAppliedAt: '2026-03-01T11:00:00.000Z',
            lastSuccessAt: '2026-03-01T10:00:00.000Z',
            lastFullApplyAt: '2026-03-01T10:00:00.000Z',
            revision: 'r2',
          },
        });
        expect(
          await store.snapshot.getEntities([
            'component:default/b',
            'component:default/c',
            'component:default/gone',
          ]),
        ).toEqual(
          new Map([
            ['component:default/b', createVersion('b', 2).entity],
            ['component:default/c', createVersion('c').entity],
          ]),
        );
      });

      it('lists the entities of some kinds in the order of their refs, page by page', async () => {
        const { store } = await createStore(databaseId);
        const changes = [
          createChange('c'),
          createChange('a'),
          createChange('b', { entityRef: 'api:default/b', kind: 'API' }),
          createChange('d', { entityRef: 'group:default/d', kind: 'Group' }),
        ];
        await store.complete(createAppliedSync({}, changes));
        const list = (afterEntityRef?: string) =>
          store.snapshot.listOfKinds({
            kinds: ['API', 'Component'],
            limit: 2,
            afterEntityRef,
          });

        expect(await list()).toEqual([
          toEntry(changes[2]),
          toEntry(changes[1]),
        ]);
        expect(await list('component:default/a')).toEqual([
          toEntry(changes[0]),
        ]);
      });

      it('leaves the snapshot alone with what was retained or held', async () => {
        const { store } = await createStore(databaseId);
        await store.complete(
          createAppliedSync({ id: 'sync-1' }, [
            createChange('a'),
            createChange('b'),
          ]),
        );
        const { snapshot } = await readAll(store);
        await store.complete(
          createAppliedSync(
            { id: 'sync-2', startTime: '2026-03-01T11:00:00.000Z' },
            [
              { ...createRemoval('a'), change: 'held' },
              { ...createRemoval('b'), change: 'retained' },
            ],
          ),
        );
        expect((await readAll(store)).snapshot).toEqual(snapshot);
      });

      it('changes nothing when it is called again with the same record', async () => {
        const { store } = await createStore(databaseId);
        const sync = createAppliedSync({}, [createChange('a')]);
        await store.complete(sync);
        const before = await readAll(store);

        await store.complete(sync);
        await store.complete(
          createAppliedSync(
            { ...sync.record, status: 'FAILURE' },
            [createChange('b'), createRemoval('a')],
            {
              buildFiles: [createBuildFile('acme/a')],
              state: { revision: 'other', fullApply: true },
            },
          ),
        );

        expect(await readAll(store)).toEqual(before);
        expect(await store.history.get(sync.record.id)).toMatchObject({
          status: 'SUCCESS',
        });
      });

      it('writes a record once when it is called many times at once', async () => {
        const { store } = await createStore(databaseId);
        const sync = createAppliedSync({}, [createChange('a')]);
        await Promise.all(
          Array.from({ length: 10 }, () => store.complete(sync)),
        );
        expect(await readAll(store)).toMatchObject({
          records: [sync.record.id],
          snapshot: [toEntry(createChange('a'))],
        });
      });

      it('shows nothing at all when it fails in the middle', async () => {
        const { store } = await createStore(databaseId);
        await store.complete(
          createAppliedSync({ id: 'sync-1' }, [createChange('a')]),
        );
        const before = await readAll(store);

        const sync = createAppliedSync(
          { id: 'sync-2', startTime: '2026-03-01T11:00:00.000Z' },
          [createChange('b'), createRemoval('a')],
          {
            // Written last, and without the paths that the table asks for.
            buildFiles: [
              JSON.parse(
                JSON.stringify(createBuildFile('acme/a', { paths: undefined })),
              ),
            ],
          },
        );
        await expect(store.complete(sync)).rejects.toThrow(
          /^The sync store failed in complete: \w+$/,
        );
        expect(await readAll(store)).toEqual(before);
        expect(
          await store.changes.listOfEntity({
            entityRef: 'component:default/b',
            limit: 10,
          }),
        ).toEqual({ entries: [], hasMore: false });
      });

      it('records a failure without touching what was applied', async () => {
        const { store } = await createStore(databaseId);
        await store.complete(
          createAppliedSync({ id: 'sync-1' }, [createChange('a')]),
        );
        const before = await readAll(store);

        await store.complete(
          createSync({
            id: 'sync-2',
            status: 'FAILURE',
            startTime: '2026-03-01T11:00:00.000Z',
          }),
        );
        expect(await readAll(store)).toEqual({
          ...before,
          records: ['sync-2', 'sync-1'],
        });
      });

      it('keeps the newer snapshot when an older sync is recorded late, and asks for a full sync', async () => {
        const { store } = await createStore(databaseId);
        await store.complete(
          createAppliedSync(
            { id: 'newer', number: 2, startTime: '2026-03-01T11:00:00.000Z' },
            [createChange('a')],
            { state: { revision: 'r2', fingerprint: 'f', fullApply: true } },
          ),
        );
        await store.complete(
          createAppliedSync(
            { id: 'older', number: 1, startTime: '2026-03-01T10:00:00.000Z' },
            [createChange('b'), createRemoval('a')],
          ),
        );
        expect(await readAll(store)).toEqual({
          snapshot: [toEntry(createChange('a'))],
          buildFiles: [],
          records: ['newer', 'older'],
          state: {
            lastAppliedSyncId: 'newer',
            lastAppliedNumber: 2,
            lastAppliedAt: '2026-03-01T11:00:00.000Z',
            lastSuccessAt: '2026-03-01T11:00:00.000Z',
          },
        });
      });

      it('takes a sync of 20 000 entities', async () => {
        const { store } = await createStore(databaseId);
        const changes = Array.from({ length: 20_000 }, (_, index) =>
          createChange(`c${index}`),
        );
        const refs = changes.map(({ entityRef }) => entityRef);
        const buildFiles = Array.from({ length: 5_000 }, (_, index) =>
          createBuildFile(`acme/r${index}`),
        );
        await store.complete(
          createAppliedSync(
            { startTime: '2026-03-01T10:00:00.000Z' },
            changes,
            {
              buildFiles,
            },
          ),
        );
        expect(await store.snapshot.list()).toHaveLength(20_000);
        expect(await store.snapshot.countByKind()).toEqual(
          new Map([['Component', 20_000]]),
        );
        expect(await store.buildFiles.list()).toHaveLength(5_000);
        expect((await store.snapshot.getEntities(refs)).size).toBe(20_000);

        await store.complete(
          createAppliedSync(
            { startTime: '2026-03-01T11:00:00.000Z' },
            Array.from({ length: 19_999 }, (_, index) =>
              createRemoval(`c${index + 1}`),
            ),
            {
              removedBuildFiles: buildFiles.map(({ repository }) => repository),
            },
          ),
        );
        expect(await readAll(store)).toMatchObject({
          snapshot: [toEntry(changes[0])],
          buildFiles: [],
        });
      });
    });

    it('names the operation that failed and nothing of the statement', async () => {
      const { knex, store } = await createStore(databaseId);
      await knex.schema.dropTable('static_data_snapshot');

      const error = await store.snapshot
        .getEntities(['component:default/secret'])
        .catch(e => e);
      expect(error.name).toBe('StoreError');
      expect(error.message).toMatch(
        /^The sync store failed in snapshot.getEntities: \w+$/,
      );
      expect(error.cause.message).toContain('static_data_snapshot');
      expect(JSON.stringify(error)).not.toContain('select');
    });
  },
);
