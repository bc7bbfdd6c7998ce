import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { RefreshRequestToQueue } from '../running/RefreshRequestStore';
import { createRecord } from '../__testUtils__/createRecord';
import {
  createAppliedSync,
  createChange,
  createUpdate,
} from '../__testUtils__/createSync';
import { createTestStore } from '../__testUtils__/createTestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const DAMAGES = ['no JSON', '{"cut', 'null', '5', '"text"', '[null]'];

/** A store with a row in every table. */
async function setUp(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await createTestStore({ getClient: async () => knex });
  const provenance = { from: 'r0', to: 'r1' };
  const record = createRecord({
    errors: [{ phase: 'PARSE', code: 'SYNTAX', error: 'Wrong', hint: 'Mend' }],
    warnings: ['Odd'],
    commit: { message: 'Add cart' },
    drift: { missing: 1, outdated: 0, unexpected: 0 },
    repositories: {
      count: 1,
      slowest: [{ repository: 'acme/cart', fetchMs: 1, parseMs: 1 }],
    },
  });
  await store.complete(
    createAppliedSync(
      record,
      [createChange('cart'), createUpdate('pay', 1, 2, { provenance })],
      {
        heldRemovals: [
          {
            entityRef: 'component:default/old',
            kind: 'Component',
            sourceFile: 'data/applications.json',
            reason: 'too many',
            dependents: [],
            dependentCount: 0,
            provenance,
          },
        ],
        buildFiles: [
          {
            repository: 'acme/cart',
            address: { owner: 'acme', name: 'cart' },
            paths: ['build.gradle'],
            providesApis: [],
            consumesApis: [],
            findings: [],
          },
        ],
      },
    ),
  );
  const request: RefreshRequestToQueue = {
    syncType: 'MANUAL',
    dryRun: false,
  };
  await store.refreshRequests.enqueue(request);
  await store.lease.acquire({
    syncId: 'running',
    syncType: 'SCHEDULED',
    dryRun: false,
    configSnapshot: record.configSnapshot,
  });
  await knex('static_data_configurations').insert({
    source_id: 'default',
    configuration: JSON.stringify({ ...record.configSnapshot, digest: 'd' }),
    first_seen_at: record.startTime,
  });
  return { knex, store, record };
}

describe.each(databases.eachSupportedId())(
  'A damaged row of %s',
  databaseId => {
    it.each([
      'stats',
      'errors',
      'warnings',
      'config_snapshot',
      'phases',
      'confirmation',
      'commit',
      'drift',
    ])('of the history is marked where it is read: %s', async column => {
      const { knex, store, record } = await setUp(databaseId);
      const other = createRecord({ startTime: '2026-03-01T11:00:00.000Z' });
      await store.complete({
        record: other,
        changes: [],
        findings: [],
        logs: [],
      });
      const field = column.replace(/_s/, 'S');
      for (const damage of DAMAGES) {
        await knex('static_data_sync_history')
          .where({ id: record.id })
          .update({ [column]: damage });

        const marked = { id: record.id, unreadable: [field] };
        expect(await store.history.get(record.id)).toMatchObject(marked);
        const { records } = await store.history.list({ limit: 10 });
        expect(records).toEqual([other, expect.objectContaining(marked)]);
        expect(records[1].stats.byType).toBeDefined();
        expect(store.unreadable.list()).toEqual([
          `sync ${record.id} (${field})`,
        ]);
      }
      await knex('static_data_sync_history').where({ id: record.id }).delete();
      await store.history.check();
      expect(store.unreadable.list()).toEqual([]);
    });

    it('is marked where a text is none of those that it may be', async () => {
      const { knex, store, record } = await setUp(databaseId);
      const syncId = record.id;
      await store.complete({
        record: createRecord({ id: 'other' }),
        changes: [],
        findings: [
          {
            severity: 'warning',
            phase: 'PARSE',
            code: 'SCHEMA',
            state: 'new',
            message: 'Odd',
            hint: 'Mend it',
          },
        ],
        logs: [
          {
            time: record.startTime,
            level: 'info',
            phase: 'FETCH',
            message: 'Odd',
          },
        ],
      });
      for (const column of ['sync_type', 'status']) {
        await knex.raw(
          databaseId === 'SQLITE_3'
            ? 'pragma ignore_check_constraints = 1'
            : `alter table static_data_sync_history drop constraint static_data_sync_history_${column}`,
        );
      }
      for (const [table, columns] of Object.entries({
        sync_history: ['sync_type', 'status'],
        sync_changes: ['confirmation'],
        sync_findings: ['state', 'severity', 'phase', 'code'],
        sync_logs: ['level', 'phase'],
        running_sync: ['sync_type', 'phase'],
        refresh_requests: ['sync_type'],
      })) {
        for (const column of columns) {
          await knex(`static_data_${table}`).update({ [column]: 'dam\u001b' });
        }
      }
      await knex('static_data_sync_changes')
        .where({ change: 'updated' })
        .update({ change: 'dam\u001b' });

      expect(await store.history.get(syncId)).toMatchObject({
        syncType: 'SCHEDULED',
        status: 'FAILURE',
        unreadable: ['syncType', 'status'],
      });
      const first = await store.changes.list({ syncId, limit: 1 });
      const second = await store.changes.list({
        syncId,
        limit: 1,
        after: first.position,
      });
      expect([...first.changes, ...second.changes]).toMatchObject([
        { change: 'added', unreadable: ['confirmation'] },
        { change: 'retained', unreadable: ['change', 'confirmation'] },
      ]);
      const after = second.position;
      expect(
        await store.changes.list({ syncId, limit: 1, after }),
      ).toMatchObject({ changes: [], hasMore: false });
      const { findings } = await store.findings.list({
        syncId: 'other',
        limit: 1,
      });
      expect(findings).toMatchObject([
        {
          severity: 'error',
          code: 'INTERNAL',
          unreadable: ['state', 'severity', 'phase', 'code'],
        },
      ]);
      const { lines } = await store.logs.list({ syncId: 'other', limit: 1 });
      expect(lines).toMatchObject([{ unreadable: ['level', 'phase'] }]);
      expect(await store.lease.getRunning()).toMatchObject({
        phase: 'CATALOG_APPLY',
        unreadable: ['syncType', 'phase'],
      });
      expect(await store.refreshRequests.peek()).toMatchObject({
        syncType: 'SCHEDULED',
      });
      expect(store.unreadable.list()).toEqual([
        `sync ${syncId} (syncType, status)`,
      ]);
    });

    it('is found in records that nobody has read', async () => {
      const { knex, store, record } = await setUp(databaseId);
      await knex('static_data_sync_history').update({ stats: '' });
      expect(store.unreadable.list()).toEqual([]);
      await store.history.check();
      expect(store.unreadable.list()).toEqual([`sync ${record.id} (stats)`]);
    });

    it.each(DAMAGES)('takes no other with it: %s', async damage => {
      const { knex, store, record } = await setUp(databaseId);
      for (const [table, columns] of Object.entries({
        sync_changes: ['differences', 'provenance'],
        entity_versions: ['entity'],
        held_removals: ['dependents', 'provenance'],
        build_files: ['address', 'paths', 'provides_apis', 'findings'],
        running_sync: ['config_snapshot'],
        configurations: ['configuration'],
      })) {
        for (const column of columns) {
          await knex(`static_data_${table}`).update({ [column]: damage });
        }
      }

      const { changes } = await store.changes.list({
        syncId: record.id,
        limit: 10,
      });
      expect(
        changes.map(({ entityRef, unreadable }) => [entityRef, unreadable]),
      ).toEqual([
        ['component:default/cart', ['differences', 'provenance']],
        ['component:default/pay', ['differences', 'provenance']],
      ]);
      const { entries } = await store.changes.listOfEntity({
        entityRef: 'component:default/pay',
        limit: 1,
      });
      expect(entries[0].unreadable).toEqual(['differences', 'provenance']);
      expect(
        await store.snapshot.getEntities(['component:default/cart']),
      ).toEqual(new Map());
      expect(await store.heldRemovals.list()).toMatchObject([
        { dependents: [], unreadable: ['dependents', 'provenance'] },
      ]);
      expect(await store.buildFiles.list()).toMatchObject([
        { unreadable: ['address', 'paths', 'providesApis', 'findings'] },
      ]);
      expect(await store.lease.getRunning()).toMatchObject({ id: 'running' });
      expect(await store.configurations.getCurrent()).toBeUndefined();
      expect(store.unreadable.list()).toEqual(
        expect.arrayContaining([
          'held removal of component:default/old (dependents, provenance)',
          'build files of acme/cart (address, paths, providesApis, findings)',
          'configuration in force (configuration)',
        ]),
      );
      expect(await store.trimHistory({ retentionDays: 1, maxRecords: 1 })).toBe(
        0,
      );
    });

    it('that is gone from the state comes back with the next sync', async () => {
      const { knex, store } = await setUp(databaseId);
      await knex('static_data_sync_state').delete();
      const next = createRecord({ startTime: '2026-03-02T10:00:00.000Z' });
      await store.complete(createAppliedSync(next));
      expect(await store.state.get()).toMatchObject({
        lastAppliedSyncId: next.id,
      });
    });

    it('may also come from a newer release', async () => {
      const { knex, store, record } = await setUp(databaseId);
      await knex.schema.alterTable('static_data_sync_history', table => {
        table.text('reviewed_by');
      });
      await knex('static_data_sync_history').update({
        reviewed_by: 'somebody',
        phases: JSON.stringify([{ phase: 'REVIEW', durationMs: 1, by: 'x' }]),
      });
      const read = await store.history.get(record.id);
      expect(read?.phases).toMatchObject([{ phase: 'REVIEW' }]);
      expect(read).not.toHaveProperty('unreadable');
    });
  },
);

// PostgreSQL accepts nothing but times.
describe('A time that is none, on SQLite', () => {
  it('makes no record the latest one, and spoils no statistics', async () => {
    const { knex, store, record } = await setUp('SQLITE_3');
    const damaged = createRecord({ startTime: '2026-03-01T11:00:00.000Z' });
    await store.complete({
      record: damaged,
      changes: [],
      findings: [],
      logs: [],
    });
    await knex('static_data_sync_history')
      .where({ id: damaged.id })
      .update({ start_time: 'yesterday', duration_ms: 'long' });

    expect(await store.history.getLatest()).toMatchObject({ id: record.id });
    expect(await store.history.get(damaged.id)).toMatchObject({
      startTime: '1970-01-01T00:00:00.000Z',
      unreadable: ['startTime', 'durationMs'],
    });
    expect(await store.history.listSummaries('2026-01-01')).toHaveLength(1);
  });

  it('keeps no lease for ever', async () => {
    const { knex, store } = await setUp('SQLITE_3');
    await knex('static_data_running_sync').update({
      expires_at: 'tomorrow',
      start_time: 'yesterday',
    });
    expect(await store.lease.getRunning()).toBeUndefined();
    expect(await store.lease.findExpired()).toMatchObject({
      syncId: 'running',
      unreadable: ['startTime'],
    });
  });
});
