import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import {
  RecordedFinding,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import {
  createAppliedSync,
  createChange,
  createRemoval,
  createSync,
  createUpdate,
} from '../__testUtils__/createSync';
import { createTestStore } from '../__testUtils__/createTestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await createTestStore({
    getClient: async () => knex,
  });
  return { knex, store };
}

/** All rows, without the times at which they were written. */
async function readRows(knex: Knex) {
  const { created_at, ...history } =
    (await knex('static_data_sync_history').first()) ?? {};
  return {
    history,
    changes: await knex('static_data_sync_changes').orderBy('entity_ref'),
    versions: await knex('static_data_entity_versions')
      .orderBy('hash')
      .select('hash', 'entity'),
    findings: await knex('static_data_sync_findings').orderBy('position'),
    logs: await knex('static_data_sync_logs').orderBy('position'),
    snapshot: await knex('static_data_snapshot').orderBy('entity_ref'),
    state: await knex('static_data_sync_state').first(),
  };
}

const finding: RecordedFinding = {
  state: 'new',
  severity: 'error',
  phase: 'PARSE',
  code: 'SYNTAX',
  message: 'The file is not valid JSON',
  hint: 'Correct it.',
};

const line: SyncLogLine = {
  time: '2026-03-01T10:00:00.000Z',
  level: 'info',
  phase: 'FETCH',
  message: 'Read 3 files',
};

const first = { id: 'sync-1', startTime: '2026-03-01T10:00:00.000Z' };
const second = { id: 'sync-2', startTime: '2026-03-01T11:00:00.000Z' };

const full = {
  ...createAppliedSync(first, [createChange('a'), createChange('b')]),
  findings: [finding],
  logs: [line, { ...line, message: 'Parsed them' }],
};

const failed = createSync({ ...first, status: 'FAILURE' });
const inferred = { ...failed, inferred: true };

describe.each(databases.eachSupportedId())('complete, %s', databaseId => {
  it('leaves nothing behind if it fails but unused versions of entities, and everything when it is tried again', async () => {
    const undisturbed = await createStore(databaseId);
    await undisturbed.store.complete(full);

    const { knex, store } = await createStore(databaseId);
    // The last table that is written.
    await knex.schema.renameTable('static_data_build_files', 'elsewhere');
    const sync = {
      ...full,
      applied: {
        ...full.applied!,
        buildFiles: [
          {
            repository: 'acme/a',
            address: { owner: 'acme', name: 'a' },
            paths: ['build.gradle'],
            providesApis: [],
            consumesApis: [],
            findings: [],
          },
        ],
      },
    };
    await expect(store.complete(sync)).rejects.toThrow(
      'The sync store failed in complete',
    );
    expect(await readRows(knex)).toMatchObject({
      history: {},
      changes: [],
      versions: [{ hash: 'a-1' }, { hash: 'b-1' }],
      findings: [],
      logs: [],
      snapshot: [],
      state: undefined,
    });

    await knex.schema.renameTable('elsewhere', 'static_data_build_files');
    await store.complete(sync);
    await store.complete(sync);
    const { state, ...rows } = await readRows(knex);
    const expected = await readRows(undisturbed.knex);
    expect(rows).toEqual({
      history: expected.history,
      changes: expected.changes,
      versions: expected.versions,
      findings: expected.findings,
      logs: expected.logs,
      snapshot: expected.snapshot,
    });
    expect(state).toMatchObject({ last_applied_sync_id: 'sync-1' });
  });

  it('keeps log lines that were appended while the sync was running', async () => {
    const { store } = await createStore(databaseId);
    const appended = { ...line, message: 'As it was appended' };
    await store.logs.append('sync-1', [appended], 0);
    await store.complete(full);
    expect(
      await store.logs.list({ syncId: 'sync-1', limit: 10 }),
    ).toMatchObject({ lines: [appended, full.logs[1]], hasMore: false });
  });

  it('lets a real record replace one that was derived from the lease', async () => {
    const { knex, store } = await createStore(databaseId);
    await store.complete({ ...inferred, findings: [finding, finding] });
    await store.complete(inferred);
    expect(await store.history.get('sync-1')).toMatchObject({
      status: 'FAILURE',
    });

    await store.complete(full);
    const expected = {
      history: { status: 'SUCCESS' },
      snapshot: [
        { entity_ref: 'component:default/a' },
        { entity_ref: 'component:default/b' },
      ],
    };
    expect(await readRows(knex)).toMatchObject(expected);
    expect((await readRows(knex)).findings).toHaveLength(1);

    await store.complete(inferred);
    await store.complete(failed);
    expect(await readRows(knex)).toMatchObject(expected);
    expect((await readRows(knex)).changes).toHaveLength(2);
  });

  it('keeps the number that a sync started with, and gives another to one whose number is taken', async () => {
    const { store } = await createStore(databaseId);
    const { number = 0 } = await store.lease.acquire({
      syncId: first.id,
      syncType: 'MANUAL',
      dryRun: true,
      configSnapshot: failed.record.configSnapshot,
    });
    await store.complete(createSync({ ...first, number, dryRun: true }));
    // From before the database was restored from a backup.
    await store.complete(createSync({ ...second, number }));
    await store.complete(createSync({ id: 'sync-3', number: 9 }));

    const { records } = await store.history.list({ limit: 10 });
    expect(records.map(record => [record.id, record.number])).toEqual(
      expect.arrayContaining([
        ['sync-1', 1],
        ['sync-2', 2],
        ['sync-3', 9],
      ]),
    );
    await store.lease.release(first.id);
    expect(
      await store.lease.acquire({
        syncId: 'sync-4',
        syncType: 'MANUAL',
        dryRun: false,
        configSnapshot: failed.record.configSnapshot,
      }),
    ).toMatchObject({ number: 10 });
  });

  it('goes on from the highest number where the row that counts is lost', async () => {
    const { knex, store } = await createStore(databaseId);
    await store.complete(createSync({ ...first, number: 41 }));
    await knex('static_data_sync_state').delete();

    await store.complete(createSync({ ...second, number: 41 }));
    expect(await store.history.get('sync-2')).toMatchObject({ number: 42 });
    await store.complete(createSync({ id: 'sync-3', number: 41 }));
    expect(await store.history.get('sync-3')).toMatchObject({ number: 43 });
  });

  it('counts what waits to be seen in the catalog', async () => {
    const { store } = await createStore(databaseId);
    await store.complete(
      createAppliedSync(first, [
        createChange('a'),
        { ...createRemoval('b'), change: 'held' },
      ]),
    );
    await store.complete(createAppliedSync(second));
    await store.complete(
      createSync({ id: 'dry', dryRun: true }, { changes: [createChange('c')] }),
    );
    expect((await store.history.get('sync-1'))?.confirmation).toEqual({
      sent: 1,
      pending: 1,
      confirmed: 0,
      failed: 0,
      superseded: 0,
    });
    expect((await store.history.get('sync-2'))?.confirmation).toBeUndefined();
    expect((await store.history.get('dry'))?.confirmation).toBeUndefined();
  });

  it.each([
    ['in their order', [0, 1]],
    ['the later one first', [1, 0]],
  ])(
    'gives up waiting for what a later sync has sent again, recorded %s',
    async (_, order) => {
      const { store } = await createStore(databaseId);
      const syncs = [
        createAppliedSync(first, [createChange('a'), createChange('b')]),
        createAppliedSync(second, [createUpdate('a', 1, 2)]),
      ];
      for (const index of order) {
        await store.complete(syncs[index]);
      }
      expect((await store.history.get('sync-1'))?.confirmation).toEqual({
        sent: 2,
        pending: 1,
        confirmed: 0,
        failed: 0,
        superseded: 1,
      });
      expect((await store.history.get('sync-2'))?.confirmation).toMatchObject({
        sent: 1,
        pending: 1,
      });
      const pending = await store.confirmations.listPending(10);
      expect(
        pending.map(({ syncId, entityRef }) => `${syncId} ${entityRef}`).sort(),
      ).toEqual(['sync-1 component:default/b', 'sync-2 component:default/a']);
    },
  );

  it('replaces the held removals, and keeps since when and what is approved', async () => {
    const { store } = await createStore(databaseId);
    const hold = (name: string, reason: string) => ({
      entityRef: `component:default/${name}`,
      kind: 'Component',
      sourceFile: 'data/applications.json',
      reason,
      dependents: [
        { entityRef: 'component:default/x', field: 'spec.dependsOn' },
      ],
      dependentCount: 1,
    });
    await store.complete(
      createAppliedSync(first, [], {
        heldRemovals: [hold('a', 'old'), hold('b', 'old')],
      }),
    );
    await store.heldRemovals.approve(
      ['component:default/b'],
      'user:default/ada',
    );
    await store.complete(
      createAppliedSync(second, [], {
        heldRemovals: [hold('b', 'new'), hold('c', 'new')],
      }),
    );
    // Says nothing of held removals.
    await store.complete(
      createAppliedSync({
        id: 'sync-3',
        startTime: '2026-03-01T12:00:00.000Z',
      }),
    );
    expect(await store.heldRemovals.list()).toEqual([
      {
        ...hold('b', 'new'),
        source: 'default',
        heldSince: first.startTime,
        heldBySyncId: 'sync-1',
        approvedBy: 'user:default/ada',
        approvedAt: expect.any(String),
      },
      {
        ...hold('c', 'new'),
        source: 'default',
        heldSince: second.startTime,
        heldBySyncId: 'sync-2',
      },
    ]);
  });

  it('records whatever a hostile file contains', async () => {
    const { store } = await createStore(databaseId);
    const hostile = 'a\u0000b\ud800';
    const change = createChange('a', { sourceFile: hostile });
    change.version!.entity.metadata.title = hostile;
    await store.complete({
      ...createAppliedSync(
        { ...first, revision: hostile, warnings: [hostile] },
        [
          change,
          createUpdate('b', 1, 2, {
            differences: {
              fields: [{ path: hostile, before: hostile }],
              fieldCount: 1,
            },
          }),
        ],
        {
          buildFiles: [
            {
              repository: hostile,
              address: { owner: hostile, name: hostile },
              paths: [hostile],
              version: hostile,
              providesApis: [{ reference: hostile, file: hostile, line: 1 }],
              consumesApis: [],
              findings: [],
            },
          ],
          state: { revision: hostile, fullApply: false },
          heldRemovals: [
            {
              entityRef: 'component:default/c',
              kind: 'Component',
              sourceFile: hostile,
              reason: hostile,
              dependents: [],
              dependentCount: 0,
            },
          ],
        },
      ),
      findings: [{ ...finding, message: hostile, file: hostile }],
      logs: [{ ...line, message: hostile }],
    });
    const { changes } = await store.changes.list({
      syncId: 'sync-1',
      limit: 1,
    });
    expect(changes[0].sourceFile).toMatch(/^a\ufffdb/);
    expect(await store.history.get('sync-1')).toMatchObject({
      warnings: [hostile],
    });
    const entities = await store.snapshot.getEntities(['component:default/a']);
    expect(entities.get('component:default/a')?.metadata.title).toBe(hostile);
  });
});
