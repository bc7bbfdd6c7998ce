import { TestDatabases } from '@backstage/backend-test-utils';
import { RecordedLogLine } from '@internal/plugin-static-data-common';
import { SyncLogStore } from '@internal/plugin-static-data-node';
import request from 'supertest';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { createEndpointApp } from '../__testUtils__/createEndpointApp';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { startStaticData } from '../__testUtils__/startStaticData';
import { syncDetailEndpoints } from './syncDetails';

jest.setTimeout(60_000);

const HISTORY = '/api/static-data/sync-history';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

function createLines(count: number): RecordedLogLine[] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    time: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
    level: LEVELS[index % LEVELS.length],
    phase: 'FETCH',
    message: `line ${index}`,
  }));
}

describe('log of a sync', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  async function startWithLog(
    databaseId: Parameters<typeof databases.init>[0],
    logs: RecordedLogLine[],
  ) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
    });
    const sync = createCompletedSync({
      record: { startTime: '2026-01-01T00:00:00.000Z' },
      logs,
    });
    await started.store.complete(sync);
    const { id } = sync.record;
    return { ...started, id, url: `${HISTORY}/${id}/logs` };
  }

  it.each(databases.eachSupportedId())(
    'is read page by page, %p',
    async databaseId => {
      const lines = createLines(5);
      const { api, id, url } = await startWithLog(databaseId, lines);

      const first = await api.get(`${url}?limit=3`);
      const last = await api.get(
        `${url}?limit=3&cursor=${first.body.pagination.nextCursor}`,
      );

      expect(first.body).toEqual({
        syncId: id,
        lines: lines.slice(0, 3),
        pagination: {
          limit: 3,
          hasMore: true,
          nextCursor: expect.stringMatching(/^[\w-]+$/),
        },
      });
      expect(last.body).toEqual({
        syncId: id,
        lines: lines.slice(3),
        pagination: { limit: 3, hasMore: false },
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'is restricted to a level and those above, %p',
    async databaseId => {
      const lines = createLines(8);
      const { api, url } = await startWithLog(databaseId, lines);

      const { body } = await api.get(`${url}?level=warn`);

      expect(body.lines).toEqual([lines[2], lines[3], lines[6], lines[7]]);
    },
  );

  it.each(databases.eachSupportedId())(
    'is a text, complete, for those who accept no other, %p',
    async databaseId => {
      const { api, id, url } = await startWithLog(
        databaseId,
        createLines(1203),
      );

      const { status, headers, text } = await api
        .get(url)
        .set('accept', 'text/plain');

      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="sync-${id}.log"`,
        vary: expect.stringContaining('Accept'),
      });
      const lines = text.split('\n');
      expect(lines).toHaveLength(1204);
      expect(lines[0]).toBe('2026-01-01T00:00:00.000Z DEBUG [FETCH] line 0');
      expect(lines[1202]).toBe(
        '2026-01-01T00:20:02.000Z WARN [FETCH] line 1202',
      );
      expect(lines[1203]).toBe('');
    },
  );

  it('is a text of one level', async () => {
    const { api, url } = await startWithLog('SQLITE_3', createLines(8));

    const { text } = await api
      .get(`${url}?level=error`)
      .set('accept', 'text/plain');

    expect(text).toBe(
      [
        '2026-01-01T00:00:03.000Z ERROR [FETCH] line 3',
        '2026-01-01T00:00:07.000Z ERROR [FETCH] line 7',
        '',
      ].join('\n'),
    );
  });

  it('is an empty text when there are no lines', async () => {
    const { api, url } = await startWithLog('SQLITE_3', []);

    const { status, text } = await api.get(url).set('accept', 'text/plain');

    expect(status).toBe(200);
    expect(text).toBe('');
  });

  it('is followed while the sync runs, to its end', async () => {
    const { api, store } = await startWithLog('SQLITE_3', []);
    const record = createSyncRecord({ startTime: new Date().toISOString() });
    const lines = createLines(3);
    await store.lease.acquire({
      syncId: record.id,
      syncType: 'SCHEDULED',
      dryRun: false,
      configSnapshot: record.configSnapshot,
    });
    let cursor: string | undefined;
    const readNext = async () => {
      const { body } = await api
        .get(`${HISTORY}/${record.id.toUpperCase()}/logs`)
        .query({ limit: 2, cursor });
      cursor = body.pagination.nextCursor;
      return body;
    };

    expect(await readNext()).toEqual({
      syncId: record.id,
      lines: [],
      pagination: { limit: 2, hasMore: false, nextCursor: expect.any(String) },
    });

    await store.logs.append(record.id, lines.slice(0, 2), 0);
    expect((await readNext()).lines).toEqual(lines.slice(0, 2));
    expect((await readNext()).lines).toEqual([]);

    await store.complete(createCompletedSync({ record, logs: lines }));
    await store.lease.release(record.id);
    expect(await readNext()).toEqual({
      syncId: record.id,
      lines: lines.slice(2),
      pagination: { limit: 2, hasMore: false },
    });
  });

  it('is not that of a sync that does not exist', async () => {
    const { api } = await startWithLog('SQLITE_3', createLines(1));
    const url = `${HISTORY}/019a2b3c-0000-7000-8000-000000000000/logs`;

    const json = await api.get(url);
    const text = await api.get(url).set('accept', 'text/plain');

    for (const { status, headers } of [json, text]) {
      expect(status).toBe(404);
      expect(headers['content-disposition']).toBeUndefined();
    }
  });

  it.each([
    ['application/json', 'level=all', 'level: must be one of'],
    ['application/json', 'cursor=abc', 'cursor: must be the nextCursor'],
    ['text/plain', 'level=all', 'level: must be one of'],
    ['text/plain', 'limit=5', `unknown parameter 'limit'`],
  ])('refuses, as %s, ?%s', async (accept, query, message) => {
    const { api, url } = await startWithLog('SQLITE_3', createLines(1));

    const { status, body } = await api
      .get(`${url}?${query}`)
      .set('accept', accept);

    expect(status).toBe(400);
    expect(body.error.message).toContain(`Invalid request: ${message}`);
  });

  describe('that breaks off', () => {
    const record = createSyncRecord({ startTime: '2026-01-01T00:00:00.000Z' });
    const path = `/sync-history/${record.id}/logs`;

    function createApp(list: SyncLogStore['list']) {
      const store = {
        history: { get: async () => record },
        lease: { find: async () => undefined },
        logs: { list },
      };
      return createEndpointApp(syncDetailEndpoints, {
        store,
      }).app;
    }

    it('before the first line is answered as a failure', async () => {
      const app = createApp(async () => {
        throw new Error('no connection');
      });

      const { status, headers } = await request(app)
        .get(path)
        .set('accept', 'text/plain');

      expect(status).toBe(500);
      expect(headers['content-type']).toContain('application/json');
    });

    it('later breaks off the answer, so that nobody takes it to be complete', async () => {
      const app = createApp(async ({ after }) => {
        if (after !== undefined) {
          throw new Error('no connection');
        }
        return { lines: createLines(1), hasMore: true, position: 0 };
      });

      await expect(
        request(app).get(path).set('accept', 'text/plain'),
      ).rejects.toThrow('aborted');
    });
  });
});
