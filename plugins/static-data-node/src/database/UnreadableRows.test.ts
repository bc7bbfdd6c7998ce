import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { RecordedFinding } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
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

const FINDING: RecordedFinding = {
  severity: 'warning',
  phase: 'PARSE',
  code: 'SCHEMA',
  state: 'new',
  message: 'Odd',
  hint: 'Mend it',
};

const LOG_LINE = { level: 'info', phase: 'FETCH', message: 'Odd' } as const;

/** Rows in the tables that a sync does not fill by itself. */
async function fillOtherTables(
  store: Awaited<ReturnType<typeof createTestStore>>,
  syncId: string,
) {
  const other = createRecord({ startTime: '2026-03-02T10:00:00.000Z' });
  await store.complete({
    record: other,
    changes: [],
    findings: [{ ...FINDING, owner: 'group:default/a' }],
    logs: [{ ...LOG_LINE, time: other.startTime }],
  });
  await store.steering.pause({ triggeredBy: 'user:default/ada' });
  await store.activeSources.see('one', 'The source');
  await store.lease.heartbeat('running', 'FETCH', {
    progress: { done: 1, total: 2 },
    waiting: { for: 'github.com', until: other.startTime },
  });
  await store.history.count({});
  await store.outbox.announceSync(
    syncId,
    [
      {
        recipient: 'hook',
        eventId: 'event',
        type: 'sync.completed',
        payload: {},
      },
    ],
    [{ source: 'default', name: 'health', value: 'HEALTHY' }],
  );
  await store.pullRequests.note({
    number: 1,
    title: 'Add cart',
    url: 'https://github.com/acme/architecture/pull/1',
    state: 'open',
    head: 'c0ffee',
    headRef: 'cart',
    target: 'main',
    isFork: false,
    updatedAt: other.startTime,
  } as any);
}

async function listTables(knex: Knex): Promise<string[]> {
  const names: Array<{ name: string }> = await (String(
    knex.client.config.client,
  ).includes('sqlite')
    ? knex('sqlite_master').where({ type: 'table' }).select('name')
    : knex('pg_tables')
        .where({ schemaname: 'public' })
        .select({ name: 'tablename' }));
  return names
    .map(({ name }) => name)
    .filter(name => /^static_data_/.test(name))
    .sort();
}

type TestStore = Awaited<ReturnType<typeof createTestStore>>;

/** Reads all pages, of one item each; stops where they come again. */
async function readPages<Page extends { hasMore: boolean; position?: any }>(
  read: (after?: any) => Promise<Page>,
): Promise<void> {
  let page = await read();
  for (let count = 0; page.hasMore; count++) {
    if (count > 10 || page.position === undefined) {
      throw new Error('Pages have no end');
    }
    page = await read(page.position);
  }
}

const FROM = '2026-01-01T00:00:00.000Z';
const ENTITY = 'component:default/pay';

/** Everything that is read from the store. */
const READS: Record<
  string,
  (store: TestStore, syncId: string) => Promise<unknown>
> = {
  get: (store, syncId) => store.history.get(syncId),
  getLatest: store => store.history.getLatest(),
  list: store => readPages(after => store.history.list({ limit: 1, after })),
  search: store =>
    readPages(after => store.history.list({ limit: 1, q: 'a', after })),
  count: store => store.history.count({ q: 'a' }),
  listMarks: store => store.history.listMarks(10),
  listSummaries: store => store.history.listSummaries(FROM),
  getLastAppliedBefore: store =>
    store.history.getLastAppliedBefore('2027-01-01T00:00:00.000Z'),
  getLastApplied: store => store.history.getLastApplied(),
  getOutcomes: store => store.history.getOutcomes(FROM),
  listLatestIds: store => store.history.listLatestIds(),
  check: store => store.history.check(),
  changes: (store, syncId) =>
    readPages(after => store.changes.list({ syncId, limit: 1, after })),
  searchChanges: (store, syncId) =>
    store.changes.list({ syncId, limit: 1, q: 'a' }),
  countChanges: (store, syncId) => store.changes.count({ syncId }),
  getProvenances: (store, syncId) =>
    store.changes.getProvenances(syncId, 'updated'),
  listOfEntity: store =>
    readPages(after =>
      store.changes.listOfEntity({ entityRef: ENTITY, limit: 1, after }),
    ),
  findings: (store, syncId) =>
    readPages(after => store.findings.list({ syncId, limit: 1, after })),
  listOpen: (store, syncId) => store.findings.listOpen([syncId]),
  ownerFindings: (store, syncId) => store.ownerFindings.count(syncId),
  countFindingChanges: store => store.ownerFindings.countChanges([FROM]),
  logs: (store, syncId) =>
    readPages(after => store.logs.list({ syncId, limit: 1, after })),
  listPending: store => store.confirmations.listPending(10),
  listFailed: store => store.confirmations.listFailed(10),
  listUnconfirmed: store => store.confirmations.listUnconfirmed(),
  listProblemSyncIds: store => store.confirmations.listProblemSyncIds(),
  summarizeProblems: store => store.confirmations.summarizeProblems(),
  snapshot: store => store.snapshot.list(),
  getEntities: store => store.snapshot.getEntities([ENTITY]),
  countByHashPrefix: store => store.snapshot.countByHashPrefix(),
  countByKind: store => store.snapshot.countByKind(),
  countByOwner: store => store.snapshot.countByOwner(),
  findInOtherSources: store => store.snapshot.findInOtherSources([ENTITY]),
  buildFiles: store => store.buildFiles.list(),
  state: store => store.state.get(),
  heldRemovals: store => store.heldRemovals.list(),
  pullRequests: store => store.pullRequests.list(),
  getRunning: store => store.lease.getRunning(),
  findRunning: store => store.lease.find('running'),
  findExpired: store => store.lease.findExpired(),
  peek: store => store.refreshRequests.peek(),
  steering: store => store.steering.get(),
  acts: store => store.steering.list({ limit: 10 }),
  configuration: store => store.configurations.getCurrent(),
  listCompeting: store => store.activeSources.listCompeting('two'),
  messages: store => store.outbox.list({ limit: 10 }),
  told: store => store.outbox.listTold('default'),
  unannounced: store => store.outbox.listUnannouncedSyncs(10),
  sources: store => store.sources.list(),
  trimHistory: store =>
    store.trimHistory({ retentionDays: 10_000, maxRecords: 100 }),
};

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
        findings: [FINDING],
        logs: [{ ...LOG_LINE, time: record.startTime }],
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
      const ofChange = (name: string) =>
        `change of component:default/${name} in sync ${syncId}`;
      expect(store.unreadable.list()).toEqual([
        `sync ${syncId} (syncType, status)`,
        `${ofChange('cart')} (confirmation)`,
        `${ofChange('pay')} (change, confirmation)`,
        expect.stringMatching(
          /^finding \d+ of sync other \(state, severity, phase, code\)$/,
        ),
        'log line 0 of sync other (level, phase)',
        'running sync running (syncType, phase)',
        expect.stringMatching(/^request .* \(syncType\)$/),
      ]);
    });

    it('takes nothing else with it, whichever of its columns is damaged', async () => {
      const { knex, store, record } = await setUp(databaseId);
      await fillOtherTables(store, record.id);
      await knex('static_data_claims').insert({
        entity_ref: 'component:default/new',
        source_id: 'default',
        sync_id: 'running',
      });
      if (databaseId === 'SQLITE_3') {
        await knex.raw('pragma ignore_check_constraints = 1');
      }
      const failures: string[] = [];
      let count = 0;
      for (const table of await listTables(knex)) {
        const rows = await knex(table);
        if (rows.length === 0) {
          failures.push(`${table} has no row to damage`);
          continue;
        }
        const key = Object.fromEntries(
          Object.entries(rows[0]).filter(([, value]) => value !== null),
        );
        for (const column of Object.keys(rows[0])) {
          const damaged = await knex(table)
            .where(key)
            .update({ [column]: 'dam\u001b' })
            // A database refuses what is not of the type of the column.
            .catch(() => 0);
          if (damaged > 0) {
            count += 1;
            // Without what the other one keeps in memory.
            const fresh = await createTestStore({
              getClient: async () => knex,
              migrations: { skip: true },
            });
            for (const [name, read] of Object.entries(READS)) {
              await read(fresh, record.id).catch((error: Error) =>
                failures.push(`${table}.${column}: ${name}: ${error.cause}`),
              );
            }
            await knex(table).delete();
            await knex(table).insert(rows);
          }
        }
      }
      expect(failures).toEqual([]);
      expect(count).toBeGreaterThan(100);
    }, 240_000);

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

  it('ends no page and no search before the rows after it, and is trimmed like any other', async () => {
    const { knex, store, record } = await setUp('SQLITE_3');
    const [damaged, last] = ['11', '12'].map(hour =>
      createRecord({ startTime: `2026-03-01T${hour}:00:00.000Z` }),
    );
    for (const each of [damaged, last]) {
      await store.complete({
        record: each,
        changes: [],
        findings: [],
        logs: [],
      });
    }
    await knex('static_data_sync_history')
      .where({ id: damaged.id })
      .update({ start_time: '2026-03-01T11x' });

    for (const q of [undefined, '-']) {
      const ids: string[] = [];
      await readPages(async after => {
        const page = await store.history.list({ limit: 1, q, after });
        ids.push(...page.records.map(({ id }) => id));
        return page;
      });
      expect([...ids].sort()).toEqual([record.id, damaged.id, last.id].sort());
    }
    expect(
      await store.trimHistory({ retentionDays: 10_000, maxRecords: 2 }),
    ).toBe(1);
    expect(await store.history.get(damaged.id)).toBeUndefined();
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
