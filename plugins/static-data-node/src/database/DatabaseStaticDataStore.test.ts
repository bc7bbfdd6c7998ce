import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { createRecord } from './__testUtils__/createRecord';
import { DatabaseStaticDataStore } from './DatabaseStaticDataStore';
import { BuildFileEntry, CompletedSync, SnapshotDelta } from '../store';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await DatabaseStaticDataStore.create({
    getClient: async () => knex,
  });
  return { knex, store };
}

type Upsert = SnapshotDelta['upserts'][number];

function createUpsert(name: string, overrides: Partial<Upsert> = {}): Upsert {
  return {
    entityRef: `component:default/${name}`,
    kind: 'Component',
    hash: `hash of ${name}`,
    sourceFile: 'data/applications.json',
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name },
    },
    ...overrides,
  };
}

function toEntry({ entity, ...entry }: Upsert) {
  return entry;
}

function createBuildFile(
  repository: string,
  overrides: Partial<BuildFileEntry> = {},
): BuildFileEntry {
  return {
    repository,
    path: 'build.gradle',
    etag: 'etag-1',
    providesApis: ['orders'],
    consumesApis: [],
    ...overrides,
  };
}

function createSync(
  record: Partial<SyncHistoryRecord>,
  applied: Partial<NonNullable<CompletedSync['applied']>> = {},
): CompletedSync {
  return {
    record: createRecord(record),
    applied: {
      snapshot: { upserts: [], removals: [] },
      buildFiles: [],
      removedBuildFiles: [],
      state: { revision: 'r1', fingerprint: 'f1', fullApply: false },
      ...applied,
    },
  };
}

async function readAll(store: DatabaseStaticDataStore) {
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
  'DatabaseStaticDataStore, %s',
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
        const first = createSync(
          { id: 'sync-1', startTime: '2026-03-01T10:00:00.000Z' },
          {
            snapshot: {
              upserts: [createUpsert('a'), createUpsert('b')],
              removals: [],
            },
            buildFiles: [createBuildFile('acme/a'), createBuildFile('acme/b')],
            state: { revision: 'r1', fingerprint: 'f1', fullApply: true },
          },
        );
        await store.complete(first);

        expect(await readAll(store)).toEqual({
          snapshot: first.applied!.snapshot.upserts.map(toEntry),
          buildFiles: first.applied!.buildFiles,
          records: ['sync-1'],
          state: {
            lastAppliedSyncId: 'sync-1',
            lastAppliedAt: '2026-03-01T10:00:00.000Z',
            lastSuccessAt: '2026-03-01T10:00:00.000Z',
            lastFullApplyAt: '2026-03-01T10:00:00.000Z',
            revision: 'r1',
            fingerprint: 'f1',
          },
        });

        const changed = createUpsert('b', {
          hash: 'new',
          sourceFile: 'other.json',
          kind: 'API',
          entity: { apiVersion: 'v1', kind: 'API', metadata: { name: 'b' } },
        });
        const read = createBuildFile('acme/c', {
          path: '',
          etag: undefined,
          providesApis: [],
        });
        await store.complete(
          createSync(
            {
              id: 'sync-2',
              startTime: '2026-03-01T11:00:00.000Z',
              status: 'PARTIAL_SUCCESS',
            },
            {
              snapshot: {
                upserts: [changed, createUpsert('c')],
                removals: ['component:default/a'],
              },
              buildFiles: [read],
              removedBuildFiles: ['acme/a', 'acme/unknown'],
              state: { revision: 'r2', fullApply: false },
            },
          ),
        );

        expect(await readAll(store)).toEqual({
          snapshot: [toEntry(changed), toEntry(createUpsert('c'))],
          buildFiles: [createBuildFile('acme/b'), read],
          records: ['sync-2', 'sync-1'],
          state: {
            lastAppliedSyncId: 'sync-2',
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
            ['component:default/b', changed.entity],
            ['component:default/c', createUpsert('c').entity],
          ]),
        );
      });

      it('changes nothing when it is called again with the same record', async () => {
        const { store } = await createStore(databaseId);
        const sync = createSync(
          {},
          { snapshot: { upserts: [createUpsert('a')], removals: [] } },
        );
        await store.complete(sync);
        const before = await readAll(store);

        await store.complete(sync);
        await store.complete({
          record: { ...sync.record, status: 'FAILURE' },
          applied: {
            snapshot: {
              upserts: [createUpsert('b')],
              removals: ['component:default/a'],
            },
            buildFiles: [createBuildFile('acme/a')],
            removedBuildFiles: [],
            state: { revision: 'other', fullApply: true },
          },
        });

        expect(await readAll(store)).toEqual(before);
        expect(await store.history.get(sync.record.id)).toEqual(sync.record);
      });

      it('writes a record once when it is called many times at once', async () => {
        const { store } = await createStore(databaseId);
        const sync = createSync(
          {},
          { snapshot: { upserts: [createUpsert('a')], removals: [] } },
        );
        await Promise.all(
          Array.from({ length: 10 }, () => store.complete(sync)),
        );
        expect(await readAll(store)).toMatchObject({
          records: [sync.record.id],
          snapshot: [toEntry(createUpsert('a'))],
        });
      });

      it('writes nothing at all when it fails in the middle', async () => {
        const { store } = await createStore(databaseId);
        await store.complete(
          createSync(
            { id: 'sync-1' },
            { snapshot: { upserts: [createUpsert('a')], removals: [] } },
          ),
        );
        const before = await readAll(store);

        const sync = createSync(
          { id: 'sync-2', startTime: '2026-03-01T11:00:00.000Z' },
          {
            snapshot: {
              upserts: [createUpsert('b')],
              removals: ['component:default/a'],
            },
            // Written last, and without the path that the table asks for.
            buildFiles: [
              JSON.parse(
                JSON.stringify(createBuildFile('acme/a', { path: undefined })),
              ),
            ],
          },
        );
        await expect(store.complete(sync)).rejects.toThrow(
          /^The sync store failed in complete: \w+$/,
        );
        expect(await readAll(store)).toEqual(before);
      });

      it('records a failure without touching what was applied', async () => {
        const { store } = await createStore(databaseId);
        await store.complete(
          createSync(
            { id: 'sync-1' },
            { snapshot: { upserts: [createUpsert('a')], removals: [] } },
          ),
        );
        const before = await readAll(store);

        await store.complete({
          record: createRecord({
            id: 'sync-2',
            status: 'FAILURE',
            startTime: '2026-03-01T11:00:00.000Z',
          }),
        });
        expect(await readAll(store)).toEqual({
          ...before,
          records: ['sync-2', 'sync-1'],
        });
      });

      it('keeps the newer snapshot when an older sync is recorded late, and asks for a full sync', async () => {
        const { store } = await createStore(databaseId);
        await store.complete(
          createSync(
            { id: 'newer', startTime: '2026-03-01T11:00:00.000Z' },
            {
              snapshot: { upserts: [createUpsert('a')], removals: [] },
              state: { revision: 'r2', fingerprint: 'f', fullApply: true },
            },
          ),
        );
        await store.complete(
          createSync(
            { id: 'older', startTime: '2026-03-01T10:00:00.000Z' },
            {
              snapshot: {
                upserts: [createUpsert('b')],
                removals: ['component:default/a'],
              },
            },
          ),
        );
        expect(await readAll(store)).toEqual({
          snapshot: [toEntry(createUpsert('a'))],
          buildFiles: [],
          records: ['newer', 'older'],
          state: {
            lastAppliedSyncId: 'newer',
            lastAppliedAt: '2026-03-01T11:00:00.000Z',
            lastSuccessAt: '2026-03-01T11:00:00.000Z',
          },
        });
      });

      it('takes a snapshot of 50 000 entities', async () => {
        const { store } = await createStore(databaseId);
        const upserts = Array.from({ length: 50_000 }, (_, index) =>
          createUpsert(`c${index}`),
        );
        const refs = upserts.map(({ entityRef }) => entityRef);
        const buildFiles = Array.from({ length: 5_000 }, (_, index) =>
          createBuildFile(`acme/r${index}`),
        );
        await store.complete(
          createSync(
            { startTime: '2026-03-01T10:00:00.000Z' },
            { snapshot: { upserts, removals: [] }, buildFiles },
          ),
        );
        expect(await store.snapshot.list()).toHaveLength(50_000);
        expect(await store.buildFiles.list()).toHaveLength(5_000);
        expect((await store.snapshot.getEntities(refs)).size).toBe(50_000);

        await store.complete(
          createSync(
            { startTime: '2026-03-01T11:00:00.000Z' },
            {
              snapshot: { upserts: [], removals: refs.slice(1) },
              removedBuildFiles: buildFiles.map(({ repository }) => repository),
            },
          ),
        );
        expect(await readAll(store)).toMatchObject({
          snapshot: [toEntry(upserts[0])],
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
