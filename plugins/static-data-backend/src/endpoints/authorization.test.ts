import { TestDatabases } from '@backstage/backend-test-utils';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { startStaticData } from '../__testUtils__/startStaticData';
import { endpoints } from './endpoints';

jest.setTimeout(60_000);

const API = '/api/static-data';
const STACK = 'Error: nope\n    at parse (parse.js:1:1)';

describe('what a request needs', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it.each(endpoints.map(({ method, path }) => [method, path] as const))(
    'is asked of the permission framework once: %s %s',
    async (method, path) => {
      const { api, permissions } = await startStaticData({
        knex: await databases.init('SQLITE_3'),
      });
      await api[method](`${API}${path.replace(/\{\w+\}/g, 'some')}`);
      const { permission } = endpoints.find(
        endpoint => endpoint.method === method && endpoint.path === path,
      )!;
      expect(permissions.authorize).toHaveBeenCalledTimes(permission ? 1 : 0);
    },
  );
});

describe('what somebody may see', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function startWithFailure(denied?: string[]) {
    const started = await startStaticData({
      knex: await databases.init('SQLITE_3'),
      denied,
    });
    const record = createSyncRecord({
      startTime: '2026-03-01T10:00:00.000Z',
      status: 'FAILURE',
      errors: [
        {
          phase: 'PARSE',
          code: 'INTERNAL',
          error: 'nope',
          hint: 'Report it.',
          stackTrace: STACK,
        },
      ],
      errorCount: 1,
    });
    await started.store.complete({
      ...createCompletedSync({ record }),
      findings: [
        {
          state: 'new',
          severity: 'error',
          phase: 'PARSE',
          code: 'INTERNAL',
          message: 'nope',
          hint: 'Report it.',
          stackTrace: STACK,
        },
      ],
    });
    return { ...started, syncId: record.id };
  }

  const paths = (syncId: string) => [
    '/settings',
    '/sync-history',
    `/sync-history/${syncId}`,
    `/sync-history/${syncId}/findings`,
    `/refresh/${syncId}`,
  ];

  it('includes stack traces for those who may start syncs', async () => {
    const { api, syncId } = await startWithFailure();
    for (const path of paths(syncId)) {
      const { status, text } = await api.get(`${API}${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(text).toContain(JSON.stringify(STACK));
    }
    const { status } = await api.get(`${API}/sync-history/${syncId}/logs`);
    expect(status).toBe(200);
  });

  it('includes neither stack traces nor logs for those who may only read', async () => {
    const { api, syncId } = await startWithFailure(['staticData.sync.refresh']);
    for (const path of paths(syncId)) {
      const { status, text } = await api.get(`${API}${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(text).toContain('nope');
      expect(text).not.toContain('parse.js');
    }
    const { status, body } = await api.get(
      `${API}/sync-history/${syncId}/logs`,
    );
    expect(status).toBe(403);
    expect(body.error.message).toBe(
      `This needs the permission 'staticData.sync.refresh'`,
    );
  });

  it('is nothing for those who may not read', async () => {
    const { api, syncId } = await startWithFailure(['staticData.sync.read']);
    for (const path of paths(syncId)) {
      const { status } = await api.get(`${API}${path}`);
      expect([path, status]).toEqual([path, 403]);
    }
  });
});
