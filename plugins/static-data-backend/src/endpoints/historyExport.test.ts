import { get } from 'node:http';
import { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { TestDatabases } from '@backstage/backend-test-utils';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { SyncHistoryStore } from '@internal/plugin-static-data-node';
import request from 'supertest';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { createEndpointApp } from '../__testUtils__/createEndpointApp';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { startStaticData } from '../__testUtils__/startStaticData';
import { historyEndpoints } from './history';

jest.setTimeout(60_000);

const EXPORT = '/api/static-data/sync-history/export';

const START = { startTime: '2026-01-01T00:00:00.000Z' };

/** Ids of the rows of a table, without its header. */
function idsOf(csv: string): string[] {
  return csv
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map(row => row.split(',')[0]);
}

function createStackTraced(): SyncHistoryRecord {
  return createSyncRecord({
    ...START,
    status: 'FAILURE',
    errors: [
      {
        phase: 'FETCH',
        code: 'INTERNAL',
        error: '=cmd|"/c calc"!A1, and\nmore',
        hint: 'Look at the log',
        stackTrace: 'Error: at work',
      },
    ],
    errorCount: 1,
  });
}

describe('export of the history', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  async function start(
    databaseId: Parameters<typeof databases.init>[0],
    records: SyncHistoryRecord[],
    options: { denied?: string[] } = {},
  ) {
    const knex = await databases.init(databaseId);
    const started = await startStaticData({ knex, ...options });
    for (const record of records) {
      await started.store.complete(createCompletedSync({ record }));
    }
    return { ...started, knex };
  }

  /** Rows by the thousand, quicker than syncs are recorded; the newest has the lowest number. */
  async function startWithMany(
    databaseId: Parameters<typeof databases.init>[0],
    count: number,
  ) {
    const started = await start(databaseId, [createSyncRecord(START)]);
    const { knex } = started;
    const [row] = await knex('static_data_sync_history');
    const ids = Array.from(
      { length: count },
      (_, index) =>
        `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    );
    await knex('static_data_sync_history').delete();
    await knex.batchInsert(
      'static_data_sync_history',
      ids.map((id, index) => ({
        ...row,
        id,
        number: index + 1,
        // Several at a time, so that pages end in the middle of them.
        start_time: new Date(
          Date.UTC(2026, 0, 1) - Math.floor(index / 7) * 60_000,
        ).toISOString(),
      })),
      100,
    );
    return { ...started, ids };
  }

  describe.each(databases.eachSupportedId())('%p', databaseId => {
    it('is a table of thousands of syncs, newest first and none left out', async () => {
      const { api, ids } = await startWithMany(databaseId, 5000);

      const { status, headers, text } = await api.get(EXPORT);

      const day = new Date(headers.date).toISOString().slice(0, 10);
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="static-data-sync-history-${day}.csv"`,
      });
      const exported = idsOf(text);
      expect([...exported].sort()).toEqual(ids);
      const minutes = exported.map(id => Math.floor(Number(id.slice(-12)) / 7));
      expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
    });

    it('is a list of the same records as the history has, as JSON', async () => {
      const { api } = await startWithMany(databaseId, 1203);

      const { status, headers, body } = await api.get(`${EXPORT}?format=json`);

      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': expect.stringMatching(/-\d\d\.json"$/),
      });
      expect(body).toHaveLength(1203);
      const page = await api.get(
        '/api/static-data/sync-history?limit=500&offset=700',
      );
      expect(body.slice(700, 1200)).toEqual(page.body.history);
    });

    it('takes the filters of the history', async () => {
      const failure = createStackTraced();
      const manual = createSyncRecord({ ...START, syncType: 'MANUAL' });
      const { api } = await start(databaseId, [failure, manual]);
      const exported = async (query: string) =>
        idsOf((await api.get(`${EXPORT}?${query}`)).text);

      expect(await exported('status=FAILURE')).toEqual([failure.id]);
      expect(await exported('syncType=MANUAL&dryRun=false')).toEqual([
        manual.id,
      ]);
      expect(await exported(`q=${manual.id}`)).toEqual([manual.id]);
      expect(await exported('from=2026-01-02')).toEqual([]);
    });

    it('is whole where there is nothing to export', async () => {
      const { api } = await start(databaseId, []);

      const csv = await api.get(EXPORT);
      const json = await api.get(`${EXPORT}?format=json`);

      expect(csv.text).toMatch(/^\ufeffid,number,startTime,[^\r\n]+\r\n$/);
      expect(json.body).toEqual([]);
    });
  });

  it('has no cell that a spreadsheet would run', async () => {
    const { api } = await start('SQLITE_3', [createStackTraced()]);

    const { text } = await api.get(EXPORT);

    expect(text).toContain(
      `,1,0,"'=cmd|""/c calc""!A1, and\nmore",default,\r\n`,
    );
  });

  it('shows stack traces only to those who may start syncs', async () => {
    const records = [createStackTraced()];
    const refresher = await start('SQLITE_3', records);
    const reader = await start('SQLITE_3', records, {
      denied: ['staticData.sync.refresh'],
    });

    const whole = await refresher.api.get(`${EXPORT}?format=json`);
    const partial = await reader.api.get(`${EXPORT}?format=json`);

    expect(whole.body).toEqual(records);
    expect(partial.body[0].errors[0].error).toBe(records[0].errors![0].error);
    expect(partial.text).not.toContain('stackTrace');
  });

  it('is audited, with what was asked for and how much it was', async () => {
    const { api, auditor, audited } = await start('SQLITE_3', [
      createSyncRecord(START),
    ]);

    await api.get(`${EXPORT}?format=json&status=SUCCESS`);

    expect(auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'sync-history-export',
      request: expect.anything(),
      severityLevel: 'medium',
      meta: {},
    });
    expect(audited).toEqual([
      {
        outcome: 'success',
        details: {
          meta: { format: 'json', filters: { status: ['SUCCESS'] }, count: 1 },
        },
      },
    ]);
  });

  it('is refused, and audited, without the permission and for what cannot be read', async () => {
    const denied = await start('SQLITE_3', [], {
      denied: ['staticData.sync.read'],
    });
    const allowed = await start('SQLITE_3', []);

    const forbidden = await denied.api.get(EXPORT);
    const wrong = await allowed.api.get(`${EXPORT}?format=xlsx&limit=5`);

    expect(forbidden.status).toBe(403);
    expect(denied.audited).toMatchObject([{ outcome: 'fail' }]);
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.message).toBe(
      `Invalid request: format: must be one of csv, json; unknown parameter 'limit'`,
    );
    expect(allowed.audited).toMatchObject([{ outcome: 'fail' }]);
  });

  describe('that breaks off', () => {
    const records = Array.from({ length: 500 }, () => createSyncRecord(START));

    const createApp = (list: SyncHistoryStore['list']) =>
      createEndpointApp(historyEndpoints, { store: { history: { list } } });

    it('before the first row is answered, and audited, as a failure', async () => {
      const { app, audit } = createApp(async () => {
        throw new Error('no connection');
      });

      const { status, headers } = await request(app).get(
        '/sync-history/export',
      );

      expect(status).toBe(500);
      expect(headers['content-type']).toContain('application/json');
      expect(headers['content-disposition']).toBeUndefined();
      expect(audit.fail).toHaveBeenCalledWith({
        error: expect.objectContaining({ message: 'no connection' }),
      });
    });

    it.each(['csv', 'json'])(
      'later breaks off the %s, so that nobody takes it to be complete',
      async format => {
        const { app, audit } = createApp(async ({ after }) => {
          if (after) {
            throw new Error('no connection');
          }
          return { records, hasMore: true, position: records[0] };
        });

        await expect(
          request(app).get(`/sync-history/export?format=${format}`),
        ).rejects.toThrow('aborted');
        expect(audit.fail).toHaveBeenCalledWith({
          error: expect.objectContaining({ message: 'no connection' }),
        });
        expect(audit.success).not.toHaveBeenCalled();
      },
    );

    it('because the client goes away reads no further, and is audited as a failure', async () => {
      let pages = 0;
      const { app, audit } = createApp(async () => {
        pages += 1;
        return { records, hasMore: true, position: records[0] };
      });
      const failed = new Promise(resolve => {
        audit.fail.mockImplementation(resolve);
      });
      const server = app.listen(0);
      const { port } = server.address() as AddressInfo;

      get({ port, path: '/sync-history/export' }, response =>
        response.once('data', () => response.destroy()),
      );

      expect(await failed).toEqual({
        error: expect.objectContaining({
          message: expect.stringContaining('Premature close'),
        }),
      });
      const pagesThen = pages;
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      expect(pages).toBe(pagesThen);
      expect(audit.success).not.toHaveBeenCalled();
      server.close();
    });

    it('waits for a client that takes its time, until the backend shuts down', async () => {
      let pages = 0;
      const { app, shutDown } = createApp(async () => {
        pages += 1;
        return { records, hasMore: pages < 2000 };
      });
      const server = app.listen(0);
      const { port } = server.address() as AddressInfo;

      const response = await new Promise<NodeJS.ReadableStream>(resolve => {
        get({ port, path: '/sync-history/export?format=json' }, resolve);
      });
      // Nobody reads: what is on its way fills the buffers, and that is all.
      let pagesBefore = -1;
      while (pages > pagesBefore) {
        pagesBefore = pages;
        await new Promise(resolve => setTimeout(resolve, 200));
      }

      expect(pages).toBeLessThan(200);
      shutDown();
      await expect(readText(response)).rejects.toThrow('aborted');
      await new Promise(resolve => server.close(resolve));
    });
  });
});
