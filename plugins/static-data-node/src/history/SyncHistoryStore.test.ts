import { TestDatabases } from '@backstage/backend-test-utils';
import {
  RecordedFinding,
  SYNC_RESULTS,
  SyncHistoryFilters,
  SyncHistoryRecord,
  SyncResult,
  SyncStatus,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { createRecord } from '../__testUtils__/createRecord';
import {
  createAppliedSync,
  createChange,
  createRemoval,
  createSync,
} from '../__testUtils__/createSync';
import { CompletedSync } from '../complete/CompletedSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import { SyncPosition } from './filterSyncHistory';
import { SyncHistoryQuery, SyncHistoryStore } from './SyncHistoryStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

type Outcome = SyncResult | 'DRY_SUCCESS' | 'DRY_FAILURE';

const STATUSES: Record<Outcome, SyncStatus> = {
  SUCCESS: 'SUCCESS',
  PARTIAL_SUCCESS: 'PARTIAL_SUCCESS',
  FAILURE: 'FAILURE',
  CANCELLED: 'FAILURE',
  DRY_SUCCESS: 'SUCCESS',
  DRY_FAILURE: 'FAILURE',
};

/** Records of the given outcomes, a minute apart, with ids that sort by time. */
function createRecords(...outcomes: Outcome[]) {
  return outcomes.map((outcome, index) =>
    createRecord({
      id: `sync-${String(index).padStart(3, '0')}`,
      startTime: new Date(Date.UTC(2026, 2, 1, 10, index)).toISOString(),
      status: STATUSES[outcome],
      ...(outcome === 'CANCELLED' && { cancelledBy: 'user:default/ada' }),
      dryRun: outcome.startsWith('DRY'),
    }),
  );
}

describe.each(databases.eachSupportedId())(
  'SyncHistoryStore, %s',
  databaseId => {
    let knex: Knex;
    let history: SyncHistoryStore;
    let complete: (sync: CompletedSync) => Promise<void>;
    let fill: (records: SyncHistoryRecord[]) => Promise<void>;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      const store = await createTestStore({
        getClient: async () => knex,
      });
      history = store.history;
      complete = sync => store.complete(sync);
      fill = async records => {
        for (const record of records) {
          await complete(createSync(record));
        }
      };
    });

    beforeEach(async () => {
      await knex('static_data_sync_history').delete();
    });

    it('has the timings of repositories for one sync, not in lists', async () => {
      const repositories = {
        count: 1,
        slowest: [{ repository: 'acme/a', fetchMs: 12, parseMs: 3 }],
      };
      const record = createRecord({ repositories });
      await fill([record]);
      expect(await history.get(record.id)).toEqual(record);
      const { records } = await history.list({ limit: 1 });
      expect(records).toEqual([
        createRecord({ ...record, repositories: undefined }),
      ]);
    });

    it('gives a record back as it was recorded', async () => {
      const full = createRecord({
        syncType: 'MANUAL',
        status: 'PARTIAL_SUCCESS',
        errors: [
          {
            phase: 'PARSE',
            code: 'SYNTAX',
            error: `It's not "JSON": \u0000 ✗`,
            hint: 'Mend it',
            file: 'data/squads.json',
            line: 3,
          },
        ],
        warnings: ['No owner'],
        errorCount: 170,
        warningCount: 1,
        triggeredBy: 'user:default/ada',
        revision: '0f1e2d3c',
        configSnapshot: {
          repository: 'acme/architecture',
          branch: 'main',
          scheduleFrequency: '*/30 * * * *',
          url: 'https://github.com/acme/architecture',
        },
      });
      const plain = createRecord({ dryRun: true });
      await fill([full, plain]);

      expect(await history.get(full.id)).toEqual(full);
      expect(await history.get(plain.id)).toEqual(plain);
      expect(await history.get('unknown')).toBeUndefined();
    });

    it('stores and compares times in one format, whatever format they come in', async () => {
      const record = createRecord({
        startTime: '2026-03-01T12:00:00+02:00',
        endTime: '2026-03-01T10:00:01Z',
      });
      await fill([record]);

      expect(await history.get(record.id)).toMatchObject({
        startTime: '2026-03-01T10:00:00.000Z',
        endTime: '2026-03-01T10:00:01.000Z',
      });
      expect(
        await history.listSummaries('2026-03-01T11:00:00+01:00'),
      ).toHaveLength(1);
      expect(await history.listSummaries('2026-03-01T10:00:00.001Z')).toEqual(
        [],
      );
    });

    it('notes when a record was written, in the same format', async () => {
      await fill([createRecord()]);
      const { created_at: createdAt } = await knex(
        'static_data_sync_history',
      ).first();
      expect(JSON.parse(JSON.stringify(createdAt))).toMatch(
        /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      );
    });

    it.each([{ sync_type: 'OTHER' }, { status: 'OTHER' }])(
      'refuses %p',
      async change => {
        await fill([createRecord()]);
        await expect(
          knex('static_data_sync_history').update(change),
        ).rejects.toThrow(/constraint/i);
      },
    );

    it('finds the latest syncs that are not dry runs', async () => {
      expect(await history.getLatest()).toBeUndefined();
      expect(await history.listMarks(9)).toEqual([]);

      await fill(createRecords('SUCCESS', 'FAILURE', 'DRY_SUCCESS'));
      const latest = await history.getLatest();
      expect(latest).toMatchObject({ id: 'sync-001' });
      const { id, number, status, startTime, durationMs } = latest!;
      expect(await history.listMarks(1)).toEqual([
        { id, number, status, startTime, durationMs },
      ]);
      expect(await history.listMarks(9)).toHaveLength(2);
    });

    it('pages over equal start times without repeating or missing a sync', async () => {
      const records = Array.from({ length: 23 }, (_, index) =>
        createRecord({
          startTime: `2026-03-01T10:0${Math.floor(index / 8)}:00.000Z`,
        }),
      );
      await fill(records);
      const newestFirst = records.map(({ id }) => id).reverse();

      const byCursor: string[] = [];
      let after: SyncHistoryQuery['after'];
      for (let hasMore = true; hasMore; ) {
        const page = await history.list({ limit: 5, after });
        byCursor.push(...page.records.map(({ id }) => id));
        after = page.records[page.records.length - 1];
        hasMore = page.hasMore;
      }
      expect(byCursor).toEqual(newestFirst);

      const byOffset: string[] = [];
      for (let offset = 0; offset < 25; offset += 5) {
        const page = await history.list({ limit: 5, offset });
        expect(page.hasMore).toBe(offset < 20);
        byOffset.push(...page.records.map(({ id }) => id));
      }
      expect(byOffset).toEqual(newestFirst);
    });

    it('says that there is no more on a last page that is full', async () => {
      await fill(createRecords('SUCCESS', 'SUCCESS'));
      expect(await history.list({ limit: 2 })).toMatchObject({
        hasMore: false,
      });
      expect(await history.list({ limit: 1 })).toMatchObject({ hasMore: true });
      expect(await history.list({ limit: 2, offset: 9 })).toEqual({
        records: [],
        hasMore: false,
      });
    });

    it('tells what was cancelled from what has failed', async () => {
      await fill(
        createRecords('FAILURE', 'CANCELLED', 'SUCCESS', 'PARTIAL_SUCCESS'),
      );
      const list = async (...status: SyncResult[]) => {
        const { records } = await history.list({ limit: 100, status });
        expect(await history.count({ status })).toBe(records.length);
        return records.map(toSyncResult);
      };
      for (const result of SYNC_RESULTS) {
        expect(await list(result)).toEqual([result]);
      }
      expect(await list('PARTIAL_SUCCESS', 'FAILURE')).toEqual([
        'PARTIAL_SUCCESS',
        'FAILURE',
      ]);
      expect(await list('SUCCESS', 'CANCELLED')).toEqual([
        'SUCCESS',
        'CANCELLED',
      ]);
      expect(await list('FAILURE', 'CANCELLED')).toEqual([
        'CANCELLED',
        'FAILURE',
      ]);
      expect((await history.listMarks(4)).map(toSyncResult)).toEqual([
        'PARTIAL_SUCCESS',
        'SUCCESS',
        'CANCELLED',
        'FAILURE',
      ]);
    });

    it('filters', async () => {
      const records = createRecords(
        'SUCCESS',
        'FAILURE',
        'PARTIAL_SUCCESS',
        'DRY_FAILURE',
        'FAILURE',
      );
      records[4].syncType = 'MANUAL';
      for (const sync of [records[1], records[2]]) {
        sync.stats = { ...sync.stats, entitiesAdded: 0, entitiesUpdated: 0 };
      }
      records[2].stats.entitiesRemoved = 1;
      await fill(records);

      const list = async (filters: SyncHistoryFilters) => {
        const page = await history.list({ limit: 100, ...filters });
        expect(await history.count(filters)).toBe(page.records.length);
        return page.records.map(({ id }) => Number(id.replace('sync-', '')));
      };

      expect(await list({})).toEqual([4, 3, 2, 1, 0]);
      expect(await list({ status: ['FAILURE'] })).toEqual([4, 3, 1]);
      expect(await list({ status: ['SUCCESS', 'PARTIAL_SUCCESS'] })).toEqual([
        2, 0,
      ]);
      expect(
        await list({ status: ['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE'] }),
      ).toEqual([4, 3, 2, 1, 0]);
      expect(await list({ status: [] })).toEqual([]);
      expect(await list({ syncType: 'MANUAL' })).toEqual([4]);
      expect(await list({ dryRun: true })).toEqual([3]);
      expect(await list({ dryRun: false })).toEqual([4, 2, 1, 0]);
      expect(await list({ changed: true })).toEqual([4, 3, 2, 0]);
      expect(await list({ changed: false })).toEqual([1]);
      expect(
        await list({
          from: '2026-03-01T10:01:00Z',
          to: '2026-03-01T10:03:00Z',
        }),
      ).toEqual([2, 1]);
      expect(
        await list({
          dryRun: false,
          status: ['FAILURE'],
          syncType: 'SCHEDULED',
        }),
      ).toEqual([1]);
    });

    it('finds the sync with a number', async () => {
      const records = createRecords('SUCCESS', 'FAILURE', 'SUCCESS');
      await fill(records);
      const [, { id, number }] = records;

      const find = async (q: string) =>
        (await history.list({ q, limit: 10 })).records.map(found => found.id);
      expect(await find(`#${number}`)).toEqual([id]);
      expect(await find(`#${number}0000`)).toEqual([]);
      expect(await find(`#${'9'.repeat(30)}`)).toEqual([]);
      expect(await history.count({ q: `#${number}` })).toBe(1);
    });

    it('finds syncs by text in id, revision, trigger or the message of an error', async () => {
      const [byId, byRevision, byTrigger, byError, failedBefore] = [
        createRecord({ id: 'sync-größe' }),
        createRecord({ revision: '0F1E2D3C' }),
        createRecord({ triggeredBy: 'user:default/ada_l' }),
        createRecord({ status: 'FAILURE', errorCount: 1 }),
        createRecord({ status: 'PARTIAL_SUCCESS', errorCount: 1 }),
      ];
      const finding: RecordedFinding = {
        severity: 'error',
        phase: 'FETCH',
        code: 'NETWORK',
        state: 'new',
        message: `No route to "host" 100%`,
        hint: 'Look at the proxy',
      };
      const findings = new Map([
        [byRevision, [{ ...finding, severity: 'warning' as const }]],
        [byError, [finding]],
        [
          failedBefore,
          [
            { ...finding, message: 'Comma missing' },
            { ...finding, state: 'fixed' as const },
          ],
        ],
      ]);
      const all = [byId, byRevision, byTrigger, byError, failedBefore];
      for (const record of all) {
        await complete(
          createSync(record, { findings: findings.get(record) ?? [] }),
        );
      }

      const search = async (q: string) => {
        const page = await history.list({ limit: 100, q });
        expect(await history.count({ q })).toBe(page.records.length);
        return page.records.map(({ id }) => id);
      };

      expect(await search('sync-GRö')).toEqual([byId.id]);
      expect(await search('0f1e2d3c')).toEqual([byRevision.id]);
      expect(await search('Ada_')).toEqual([byTrigger.id]);
      expect(await search('to "HOST" 100%')).toEqual([byError.id]);
      expect(await search('comma')).toEqual([failedBefore.id]);
      expect(await search('a_a')).toEqual([]);
      expect(await search('proxy')).toEqual([]);
      expect(
        await history.list({ limit: 100, q: 'o', status: ['FAILURE'] }),
      ).toMatchObject({ records: [{ id: byError.id }] });
    });

    describe('finds by what a sync was about', () => {
      const search = async (q: string) =>
        (await history.list({ limit: 100, q })).records.map(({ id }) => id);

      it('syncs by the subject and the author of their commit, not by the rest of it', async () => {
        const commit = {
          author: 'Zoë "Z" Adams',
          message: 'Drop "legacy" squads\n\nNobody is in them.',
          time: '2026-03-01T09:00:00.000Z',
        };
        const sync = createSync({ commit });
        await complete(sync);
        await complete(createSync({ commit: { message: 'Add a squad' } }));

        expect(await search('drop "LEGACY"')).toEqual([sync.record.id]);
        expect(await search('Zoë "z"')).toEqual([sync.record.id]);
        expect(await search('Nobody is')).toEqual([]);
        expect(await search('message')).toEqual([]);
        expect((await history.get(sync.record.id))?.commit).toEqual(commit);
      });

      it('syncs by the code of a finding, errors and warnings, new and known', async () => {
        const finding: RecordedFinding = {
          severity: 'warning',
          phase: 'TRANSFORM',
          code: 'MISSING_OWNER',
          state: 'new',
          message: 'Nobody owns it',
          hint: 'Name a squad',
        };
        const first = createSync({ id: 'sync-1' }, { findings: [finding] });
        const known = createSync(
          { id: 'sync-2' },
          { findings: [{ ...finding, state: 'known' }] },
        );
        const fixed = createSync(
          { id: 'sync-3' },
          { findings: [{ ...finding, state: 'fixed' }] },
        );
        for (const sync of [first, known, fixed]) {
          await complete(sync);
        }

        expect((await search('missing_owner')).sort()).toEqual([
          'sync-1',
          'sync-2',
        ]);
        expect(await search('MISSING')).toEqual([]);
        expect(await search('Nobody owns')).toEqual([]);
      });

      it('syncs by the entities that they changed', async () => {
        await knex('static_data_sync_changes').delete();
        const [first, second] = [
          createAppliedSync({ id: 'sync-1' }, [
            createChange('ledger-service'),
            createChange('größe'),
          ]),
          createAppliedSync({ id: 'sync-2' }, [
            createRemoval('ledger-service'),
          ]),
        ];
        await complete(first);
        await complete(second);

        expect((await search('LEDGER-')).sort()).toEqual(['sync-1', 'sync-2']);
        expect(await search('component:default/grö')).toEqual(['sync-1']);
        expect(await search('ledger_')).toEqual([]);
      });

      it('syncs by a text that is in the refs of most entities', async () => {
        await knex('static_data_sync_changes').delete();
        const changes = Array.from({ length: 600 }, (_, index) =>
          createChange(`service-${String(index).padStart(3, '0')}`),
        );
        await complete(createAppliedSync({ id: 'sync-1' }, changes));
        await complete(
          createAppliedSync({ id: 'sync-2' }, [createRemoval('service-599')]),
        );
        await complete(
          createAppliedSync({ id: 'sync-3' }, [createChange('other')]),
        );

        expect((await search('service-')).sort()).toEqual(['sync-1', 'sync-2']);
      });
    });

    it.each([
      'yesterday',
      '0000-01-01T00:00:00.000Z',
      '2026-02-31T00:00:00.000Z',
      '2026-13-01T00:00:00.000Z',
      '2026-03-01T25:00:00.000Z',
    ])('goes on after %j, which a client may have made up', async startTime => {
      const page = await history.list({
        limit: 9,
        after: { startTime, id: 'sync-000' },
      });
      expect(page.hasMore).toBe(false);
    });

    it('goes on after a sync within a range, and not beyond it', async () => {
      const records = createRecords('SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS');
      await fill(records);
      const list = async (after: SyncPosition) => {
        const to = records[3].startTime;
        const page = await history.list({ limit: 9, to, after });
        return page.records.map(({ id }) => id);
      };

      expect(await list(records[2])).toEqual(['sync-001', 'sync-000']);
      const beyond = { startTime: '2026-03-02T00:00:00.000Z', id: 'x' };
      expect(await list(beyond)).toEqual(['sync-002', 'sync-001', 'sync-000']);
      expect(await list({ ...records[3], id: 'z' })).toEqual([
        'sync-002',
        'sync-001',
        'sync-000',
      ]);
    });

    it('pages through a search in the order of the history, by cursor or by number', async () => {
      const records = createRecords('SUCCESS', 'FAILURE', 'SUCCESS', 'SUCCESS');
      await fill(records);
      const list = async (query: Omit<SyncHistoryQuery, 'limit' | 'q'>) => {
        const page = await history.list({ limit: 2, q: 'SYNC-00', ...query });
        return [page.records.map(({ id }) => id), page.hasMore];
      };
      expect(await list({})).toEqual([['sync-003', 'sync-002'], true]);
      expect(await list({ offset: 2 })).toEqual([
        ['sync-001', 'sync-000'],
        false,
      ]);
      expect(await list({ after: records[2] })).toEqual([
        ['sync-001', 'sync-000'],
        false,
      ]);
      expect(await list({ after: records[2], offset: 1 })).toEqual([
        ['sync-000'],
        false,
      ]);
      expect(await list({ after: records[0] })).toEqual([[], false]);
      expect(await list({ status: ['FAILURE'] })).toEqual([
        ['sync-001'],
        false,
      ]);
    });

    describe('counts the quiet neighbours of a sync', () => {
      /** Quiet syncs (`q`) and others (`!`), oldest first. */
      const fillWith = async (pattern: string) => {
        const records = createRecords(
          ...[...pattern].map(() => 'SUCCESS' as const),
        );
        for (const [index, record] of records.entries()) {
          if (pattern[index] === 'q') {
            record.stats = {
              ...record.stats,
              entitiesAdded: 0,
              entitiesUpdated: 0,
            };
          }
        }
        await fill(records);
        return records;
      };
      const count = async (
        edge: SyncPosition,
        filters: SyncHistoryFilters = {},
      ) => [
        await history.countQuietNeighbours(filters, edge, 'newer'),
        await history.countQuietNeighbours(filters, edge, 'older'),
      ];

      it('up to the nearest that is not quiet, or to the ends of the history', async () => {
        const records = await fillWith('qq!qqqq!q');
        expect(await count(records[4])).toEqual([2, 1]);
        expect(await count(records[8])).toEqual([0, 0]);
        expect(await count(records[0])).toEqual([1, 0]);
      });

      it.each<[string, SyncHistoryFilters, number[]]>([
        ['a filter', { changed: false }, [3, 3]],
        ['a range in time', { from: '2026-03-01T10:04:00.000Z' }, [2, 0]],
        ['the end of a range', { to: '2026-03-01T10:06:00.000Z' }, [1, 1]],
        ['a text', { q: 'sync-' }, [2, 1]],
        ['a text and a filter', { q: 'sync-', changed: false }, [3, 3]],
      ])('among those that match %s', async (_, filters, expected) => {
        const records = await fillWith('qq!qqqq!q');
        expect(await count(records[4], filters)).toEqual(expected);
      });

      it('again once another sync is recorded', async () => {
        const records = await fillWith('qq');
        expect(await count(records[0])).toEqual([1, 0]);
        await fill([
          createRecord({
            ...records[1],
            id: 'sync-002',
            number: records[1].number + 1,
            startTime: '2026-03-01T10:02:00.000Z',
          }),
        ]);
        expect(await count(records[0])).toEqual([2, 0]);
      });
    });

    describe('totals and searches, which are kept in memory', () => {
      const FILTERS: SyncHistoryFilters[] = [
        {},
        { dryRun: false },
        { dryRun: true },
        { q: 'sync-' },
        { q: 'sync-', dryRun: false },
      ];
      const countAll = (store = history) =>
        Promise.all(FILTERS.map(filters => store.count(filters)));

      it('are read again once any process has recorded or deleted a sync', async () => {
        const records = createRecords('SUCCESS', 'DRY_SUCCESS', 'FAILURE');
        await fill(records.slice(0, 2));
        expect(await countAll()).toEqual([2, 1, 1, 2, 1]);

        const other = await createTestStore({
          getClient: async () => knex,
        });
        await other.complete(createSync(records[2]));
        expect(await countAll()).toEqual([3, 2, 1, 3, 2]);
        const limits = { retentionDays: 36_500, maxRecords: 10 };
        await other.trimHistory({
          ...limits,
          dryRuns: { ...limits, maxRecords: 0 },
        });
        expect(await countAll()).toEqual([2, 2, 0, 2, 2]);
      });

      it('are not read again after a dry run, if they are of others', async () => {
        const [first, dryRun] = createRecords('SUCCESS', 'DRY_SUCCESS');
        await fill([first]);
        await countAll();
        await fill([dryRun]);

        const filtersOfReads: unknown[] = [];
        const onQuery = ({ sql, bindings }: Knex.Sql) => {
          if (sql.includes('static_data_sync_history')) {
            filtersOfReads.push(bindings);
          }
        };
        knex.on('query', onQuery);
        const counts = await countAll();
        knex.off('query', onQuery);
        expect(counts).toEqual([2, 1, 1, 2, 1]);
        // All, the dry runs, and the search among all.
        expect(filtersOfReads).toHaveLength(3);
      });
    });

    it('summarises the syncs since a time, oldest first, without dry runs and cancelled ones', async () => {
      await fill(
        createRecords(
          'FAILURE',
          'SUCCESS',
          'DRY_SUCCESS',
          'PARTIAL_SUCCESS',
          'CANCELLED',
        ),
      );
      const from = '2026-03-01T10:01:00.000Z';
      const summaries = await history.listSummaries(from);
      expect(summaries).toEqual([
        {
          startTime: '2026-03-01T10:01:00.000Z',
          status: 'SUCCESS',
          durationMs: 1500,
          totalEntities: 12,
        },
        {
          startTime: '2026-03-01T10:03:00.000Z',
          status: 'PARTIAL_SUCCESS',
          durationMs: 1500,
          totalEntities: 12,
        },
      ]);
    });

    it('counts the syncs since a time, and those that applied something, without dry runs and cancelled ones', async () => {
      await fill(
        createRecords(
          'FAILURE',
          'SUCCESS',
          'DRY_SUCCESS',
          'FAILURE',
          'CANCELLED',
          'PARTIAL_SUCCESS',
        ),
      );
      expect(await history.getOutcomes('2026-03-01T10:01:00Z')).toMatchObject({
        total: 3,
        applied: 2,
      });
      expect(await history.getOutcomes('2026-03-02T10:00:00Z')).toMatchObject({
        total: 0,
        applied: 0,
      });
    });

    it('finds the last sync before a time that applied something', async () => {
      await fill(
        createRecords('SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE', 'DRY_SUCCESS'),
      );
      expect(
        await history.getLastAppliedBefore('2026-03-01T11:00:00Z'),
      ).toMatchObject({ startTime: '2026-03-01T10:01:00.000Z' });
      expect(
        await history.getLastAppliedBefore('2026-03-01T10:01:00Z'),
      ).toMatchObject({ startTime: '2026-03-01T10:00:00.000Z' });
      expect(
        await history.getLastAppliedBefore('2026-03-01T10:00:00Z'),
      ).toBeUndefined();
    });

    it.each<[number, Outcome[]]>([
      [0, []],
      [0, ['FAILURE', 'SUCCESS']],
      [2, ['FAILURE', 'SUCCESS', 'FAILURE', 'FAILURE']],
      [1, ['FAILURE', 'PARTIAL_SUCCESS', 'FAILURE']],
      [2, ['SUCCESS', 'FAILURE', 'DRY_SUCCESS', 'FAILURE', 'DRY_FAILURE']],
      [2, ['SUCCESS', 'FAILURE', 'CANCELLED', 'FAILURE', 'CANCELLED']],
      [0, ['CANCELLED', 'SUCCESS', 'CANCELLED', 'CANCELLED']],
      [13, Array.from({ length: 13 }, () => 'FAILURE' as const)],
    ])('counts %p failures in a row in %p', async (expected, outcomes) => {
      await fill(createRecords(...outcomes));
      expect(await history.getOutcomes('2026-03-02T10:00:00Z')).toMatchObject({
        consecutiveFailures: expected,
      });
    });

    it('tells failures in a row by id where syncs started at the same time', async () => {
      const records = createRecords('FAILURE', 'SUCCESS', 'FAILURE').map(
        record => ({ ...record, startTime: '2026-03-01T10:00:00.000Z' }),
      );
      await fill(records);
      expect(await history.getOutcomes('2026-03-02T10:00:00Z')).toMatchObject({
        consecutiveFailures: 1,
      });
    });

    it('counts again once another sync is recorded', async () => {
      await fill(createRecords('FAILURE'));
      const from = '2026-03-01T00:00:00Z';
      expect(await history.getOutcomes(from)).toEqual({
        total: 1,
        applied: 0,
        consecutiveFailures: 1,
        latestStatus: 'FAILURE',
        latestStatusAt: '2026-03-01T10:00:00.000Z',
        latestStartTime: '2026-03-01T10:00:00.000Z',
      });
      await fill(createRecords('FAILURE', 'SUCCESS').slice(1));
      expect(await history.getOutcomes(from)).toEqual({
        total: 2,
        applied: 1,
        consecutiveFailures: 0,
        latestStatus: 'SUCCESS',
        latestStatusAt: '2026-03-01T10:01:00.000Z',
        latestStartTime: '2026-03-01T10:01:00.000Z',
      });
    });

    it('takes a cancelled sync for one that was on time, and for nothing else', async () => {
      await fill(createRecords('CANCELLED'));
      const from = '2026-03-01T00:00:00Z';
      expect(await history.getOutcomes(from)).toEqual({
        total: 0,
        applied: 0,
        consecutiveFailures: 0,
        latestStatus: undefined,
        latestStatusAt: undefined,
        latestStartTime: '2026-03-01T10:00:00.000Z',
      });
      await fill(
        createRecords('CANCELLED', 'PARTIAL_SUCCESS', 'CANCELLED').slice(1),
      );
      expect(await history.getOutcomes(from)).toEqual({
        total: 1,
        applied: 1,
        consecutiveFailures: 0,
        latestStatus: 'PARTIAL_SUCCESS',
        latestStatusAt: '2026-03-01T10:01:00.000Z',
        latestStartTime: '2026-03-01T10:02:00.000Z',
      });
    });
  },
);
