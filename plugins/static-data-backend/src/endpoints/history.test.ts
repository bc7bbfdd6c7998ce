import { TestDatabases } from '@backstage/backend-test-utils';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const HISTORY = '/api/static-data/sync-history';

describe('sync history', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  async function startWithHistory(
    databaseId: Parameters<typeof databases.init>[0],
    records: SyncHistoryRecord[],
  ) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
    });
    for (const record of records) {
      await started.store.complete(createCompletedSync({ record }));
    }
    return started;
  }

  /** One sync a day from the first of January, oldest first. */
  function dailySyncs(count: number): SyncHistoryRecord[] {
    return Array.from({ length: count }, (_, day) =>
      createSyncRecord({
        startTime: new Date(Date.UTC(2026, 0, day + 1)).toISOString(),
      }),
    );
  }

  it.each(databases.eachSupportedId())('is read page by page, %p', async id => {
    const records = dailySyncs(5);
    const { api } = await startWithHistory(id, records);
    const newestFirst = [...records].reverse();

    const first = await api.get(`${HISTORY}?limit=2`);
    expect(first.body).toEqual({
      history: newestFirst.slice(0, 2),
      pagination: {
        limit: 2,
        offset: 0,
        hasMore: true,
        nextCursor: expect.stringMatching(/^[\w-]+$/),
        total: 5,
      },
      quietNeighbours: { newer: 0, older: 0 },
    });

    const second = await api.get(
      `${HISTORY}?limit=2&cursor=${first.body.pagination.nextCursor}`,
    );
    expect(second.body.history).toEqual(newestFirst.slice(2, 4));

    const last = await api.get(
      `${HISTORY}?limit=2&cursor=${second.body.pagination.nextCursor}`,
    );
    expect(last.body).toEqual({
      history: newestFirst.slice(4),
      pagination: { limit: 2, offset: 0, hasMore: false, total: 5 },
      quietNeighbours: { newer: 0, older: 0 },
    });

    const numbered = await api.get(`${HISTORY}?limit=2&offset=3`);
    expect(numbered.body.history).toEqual(newestFirst.slice(3, 5));
    expect(numbered.body.pagination).toEqual({
      limit: 2,
      offset: 3,
      hasMore: false,
      total: 5,
    });
  });

  it.each(databases.eachSupportedId())(
    'says how a row of quiet syncs goes on beyond each page, %p',
    async id => {
      const [first, ...records] = dailySyncs(8);
      for (const record of records.slice(0, 6)) {
        record.stats = { ...record.stats, entitiesAdded: 0 };
      }
      const { api } = await startWithHistory(id, [first, ...records]);
      const read = async (query: string) => {
        const { body } = await api.get(`${HISTORY}?${query}`);
        return body;
      };

      const newest = await read('limit=3');
      expect(newest.quietNeighbours).toEqual({ newer: 0, older: 4 });
      const { nextCursor } = newest.pagination;
      const next = await read(`limit=3&cursor=${nextCursor}`);
      expect(next.quietNeighbours).toEqual({ newer: 2, older: 1 });
      const last = await read('limit=3&offset=6');
      expect(last.quietNeighbours).toEqual({ newer: 5, older: 0 });
      const filtered = await read('limit=3&offset=3&from=2026-01-03');
      expect(filtered.quietNeighbours).toEqual({ newer: 2, older: 0 });
    },
  );

  it.each(databases.eachSupportedId())(
    'goes on behind a cursor where it was, whatever is added meanwhile, %p',
    async id => {
      const [added, ...records] = dailySyncs(5).reverse();
      const { api, store } = await startWithHistory(id, records);
      const first = await api.get(`${HISTORY}?limit=2`);

      await store.complete(createCompletedSync({ record: added }));
      const { nextCursor } = first.body.pagination;
      const second = await api.get(`${HISTORY}?limit=2&cursor=${nextCursor}`);

      const shown = [...first.body.history, ...second.body.history];
      expect(shown).toEqual(records);
      expect(second.body.pagination).toMatchObject({
        hasMore: false,
        total: 5,
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'refuses a cursor in which a character was changed, %p',
    async id => {
      const { api } = await startWithHistory(id, dailySyncs(3));
      const { body: page } = await api.get(`${HISTORY}?limit=1`);
      const { nextCursor } = page.pagination;
      const middle = Math.floor(nextCursor.length / 2);
      const changed = [...nextCursor];
      changed[middle] = changed[middle] === 'A' ? 'B' : 'A';

      const { status, body } = await api.get(
        `${HISTORY}?limit=1&cursor=${changed.join('')}`,
      );

      expect(status).toBe(400);
      expect(body.error.message).toBe(
        'Invalid request: cursor: must be the nextCursor of a page',
      );
    },
  );

  it.each(databases.eachSupportedId())('is filtered, %p', async databaseId => {
    const [success, partial, failure, dryRun] = dailySyncs(4);
    Object.assign(partial, { status: 'PARTIAL_SUCCESS' });
    Object.assign(failure, { status: 'FAILURE', syncType: 'MANUAL' });
    Object.assign(failure, { triggeredBy: 'user:default/ada' });
    Object.assign(dryRun, { dryRun: true, syncType: 'MANUAL' });
    const all = [success, partial, failure, dryRun];
    const { api } = await startWithHistory(databaseId, all);

    async function idsOf(query: string): Promise<string[]> {
      const { body } = await api.get(`${HISTORY}?${query}`);
      return body.history.map((record: SyncHistoryRecord) => record.id);
    }

    expect(await idsOf('')).toEqual(all.map(({ id }) => id).reverse());
    expect(await idsOf('status=FAILURE')).toEqual([failure.id]);
    expect(await idsOf('status=FAILURE&status=PARTIAL_SUCCESS')).toEqual(
      await idsOf('status=PARTIAL_SUCCESS,FAILURE'),
    );
    expect(await idsOf('status=FAILURE,PARTIAL_SUCCESS')).toEqual([
      failure.id,
      partial.id,
    ]);
    expect(await idsOf('syncType=MANUAL')).toEqual([dryRun.id, failure.id]);
    expect(await idsOf('syncType=MANUAL&dryRun=false')).toEqual([failure.id]);
    expect(await idsOf('dryRun=true')).toEqual([dryRun.id]);
    expect(await idsOf('from=2026-01-02&to=2026-01-03')).toEqual([partial.id]);
    expect(await idsOf('q=DEFAULT%2Fada')).toEqual([failure.id]);
    expect(await idsOf('q=DEFAULT%2Fada&dryRun=true')).toEqual([]);
  });

  it.each(databases.eachSupportedId())('has single syncs, %p', async id => {
    const record = createSyncRecord({
      startTime: '2026-01-01T00:00:00.000Z',
      status: 'PARTIAL_SUCCESS',
      syncType: 'MANUAL',
      triggeredBy: 'user:default/ada',
      errors: [
        {
          phase: 'PARSE',
          code: 'SYNTAX',
          error: 'Unexpected token',
          hint: 'Check the comma',
          file: 'data/squads.json',
          line: 3,
        },
      ],
      errorCount: 1,
    });
    const { api } = await startWithHistory(id, [record]);

    const { status, body } = await api.get(
      `${HISTORY}/${record.id.toUpperCase()}`,
    );

    expect(status).toBe(200);
    expect(body).toEqual(record);
  });

  it('shows the running sync', async () => {
    const { api, store } = await startWithHistory('SQLITE_3', []);

    expect((await api.get(`${HISTORY}/running`)).body).toEqual({
      running: null,
    });

    const [{ id, configSnapshot }] = dailySyncs(1);
    await store.lease.acquire({
      syncId: id,
      syncType: 'SCHEDULED',
      dryRun: false,
      configSnapshot,
    });
    await store.lease.heartbeat(id, 'PARSE', {
      progress: { done: 3, total: 12 },
      phases: [{ phase: 'FETCH', durationMs: 700 }],
    });

    expect((await api.get(`${HISTORY}/running`)).body.running).toMatchObject({
      id,
      syncType: 'SCHEDULED',
      phase: 'PARSE',
      phaseStartTime: expect.stringMatching(/^\d{4}-.*Z$/),
      progress: { done: 3, total: 12 },
      phases: [{ phase: 'FETCH', durationMs: 700 }],
    });
  });

  it.each([
    '019a2b3c-0000-7000-8000-000000000000',
    'latest',
    encodeURIComponent(`' OR 1=1 --`),
  ])('answers 404 for the unknown id %s', async id => {
    const { api } = await startWithHistory('SQLITE_3', dailySyncs(1));

    const { status, body } = await api.get(`${HISTORY}/${id}`);

    expect(status).toBe(404);
    expect(body.error.name).toBe('NotFoundError');
  });

  it.each([
    ['limit=0', 'limit: must be a whole number from 1 to 500'],
    ['limit=501', 'limit: must be a whole number from 1 to 500'],
    ['offset=-1', 'offset: must be a whole number from 0 to 10000000'],
    [
      'status=LOST,WON',
      'status: must be one or more of SUCCESS, PARTIAL_SUCCESS, FAILURE, CANCELLED',
    ],
    ['cursor=abc', 'cursor: must be the nextCursor of a page'],
    ['cursor=abc&offset=5', 'cursor: cannot be combined with offset'],
    ['page=2', `unknown parameter 'page'`],
    [
      'limit=x&dryRun=perhaps&a=1&b=2',
      `limit: must be a whole number from 1 to 500; dryRun: must be true or false; unknown parameter 'a'; unknown parameter 'b'`,
    ],
  ])('refuses ?%s', async (query, message) => {
    const { api } = await startWithHistory('SQLITE_3', []);

    const { status, body } = await api.get(`${HISTORY}?${query}`);

    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      name: 'InputError',
      message: `Invalid request: ${message}`,
    });
  });
});
