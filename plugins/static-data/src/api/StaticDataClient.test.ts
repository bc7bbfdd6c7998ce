import { ResponseError } from '@backstage/errors';
import { mockApis, MockFetchApi } from '@backstage/test-utils';
import { StaticDataClient } from './StaticDataClient';

const BASE_URL = 'http://localhost:7007/api/static-data';

function createClient(
  body: unknown,
  init: { status: number; statusText?: string } = { status: 200 },
) {
  const fetch = jest.fn(
    async (_url: RequestInfo | URL, _init?: RequestInit) =>
      new Response(JSON.stringify(body), {
        ...init,
        headers: { 'Content-Type': 'application/json' },
      }),
  );
  const client = new StaticDataClient({
    discoveryApi: mockApis.discovery({ baseUrl: 'http://localhost:7007' }),
    fetchApi: new MockFetchApi({ baseImplementation: fetch }),
  });
  return { client, fetch, requestedUrl: () => String(fetch.mock.calls[0][0]) };
}

describe('StaticDataClient', () => {
  it.each([
    ['getSettings', (c: StaticDataClient) => c.getSettings(), '/settings'],
    [
      'getSettings of a period',
      (c: StaticDataClient) => c.getSettings({ period: '7d' }),
      '/settings?period=7d',
    ],
    [
      'getSyncHistory',
      (c: StaticDataClient) => c.getSyncHistory(),
      '/sync-history',
    ],
    [
      'getSyncHistory of a page',
      (c: StaticDataClient) => c.getSyncHistory({ limit: 10, offset: 0 }),
      '/sync-history?limit=10&offset=0',
    ],
    [
      'getSync',
      (c: StaticDataClient) => c.getSync('a/b'),
      '/sync-history/a%2Fb',
    ],
    [
      'getStatistics',
      (c: StaticDataClient) => c.getStatistics({ period: '30d' }),
      '/sync-statistics?period=30d',
    ],
    [
      'getSyncHistory with filters',
      (c: StaticDataClient) =>
        c.getSyncHistory({
          status: ['FAILURE', 'PARTIAL_SUCCESS'],
          dryRun: false,
          q: 'a&b',
          cursor: 'next',
        }),
      '/sync-history?status=FAILURE%2CPARTIAL_SUCCESS&dryRun=false&q=a%26b&cursor=next',
    ],
    [
      'getSyncHistory with filters that choose nothing',
      (c: StaticDataClient) => c.getSyncHistory({ status: [], q: '' }),
      '/sync-history',
    ],
    [
      'getScorecards',
      (c: StaticDataClient) => c.getScorecards({ owner: 'group:default/a' }),
      '/scorecards?owner=group%3Adefault%2Fa',
    ],
    [
      'getChanges',
      (c: StaticDataClient) =>
        c.getChanges('a/b', { change: ['added', 'held'], kind: 'API' }),
      '/sync-history/a%2Fb/changes?change=added%2Cheld&kind=API',
    ],
    [
      'getFindings',
      (c: StaticDataClient) => c.getFindings('a', { severity: 'error' }),
      '/sync-history/a/findings?severity=error',
    ],
    [
      'getLogs',
      (c: StaticDataClient) => c.getLogs('a', { level: 'warn', limit: 500 }),
      '/sync-history/a/logs?level=warn&limit=500',
    ],
    [
      'compareSyncs',
      (c: StaticDataClient) => c.compareSyncs('a', 'b', { limit: 10 }),
      '/sync-history/compare?from=a&to=b&limit=10',
    ],
    [
      'getEntityHistory',
      (c: StaticDataClient) =>
        c.getEntityHistory({ kind: 'API', namespace: 'default', name: 'a b' }),
      '/entities/API/default/a%20b/history',
    ],
    [
      'getHeldRemovals',
      (c: StaticDataClient) => c.getHeldRemovals(),
      '/held-removals',
    ],
    [
      'getRefreshRequest',
      (c: StaticDataClient) => c.getRefreshRequest('a'),
      '/refresh/a',
    ],
    ['getHealth', (c: StaticDataClient) => c.getHealth(), '/health'],
    ['getSources', (c: StaticDataClient) => c.getSources(), '/sources'],
    [
      'getSource',
      (c: StaticDataClient) => c.getSource('a/b'),
      '/sources/a%2Fb',
    ],
    [
      'getSourceEntities',
      (c: StaticDataClient) =>
        c.getSourceEntities('a/b', { at: '2026-05-04T12:00:00Z', full: true }),
      '/sources/a%2Fb/entities?at=2026-05-04T12%3A00%3A00Z&full=true',
    ],
    [
      'getSteeringActs',
      (c: StaticDataClient) => c.getSteeringActs({ source: 'core', limit: 50 }),
      '/steering-acts?source=core&limit=50',
    ],
    [
      'getSettings of a source',
      (c: StaticDataClient) => c.getSettings({ source: 'core' }),
      '/settings?source=core',
    ],
    [
      'getSyncHistory of a source',
      (c: StaticDataClient) => c.getSyncHistory({ source: 'core' }),
      '/sync-history?source=core',
    ],
    [
      'getStatistics of a source',
      (c: StaticDataClient) => c.getStatistics({ source: 'core' }),
      '/sync-statistics?source=core',
    ],
    [
      'getHealth of a source',
      (c: StaticDataClient) => c.getHealth({ source: 'core' }),
      '/health?source=core',
    ],
    [
      'getHeldRemovals of a source',
      (c: StaticDataClient) => c.getHeldRemovals({ source: 'core' }),
      '/held-removals?source=core',
    ],
  ])('%s reads the right address', async (_, call, path) => {
    const { client, requestedUrl } = createClient({ answer: 42 });

    await expect(call(client)).resolves.toEqual({ answer: 42 });
    expect(requestedUrl()).toBe(`${BASE_URL}${path}`);
  });

  it('posts a request for a sync', async () => {
    const { client, fetch, requestedUrl } = createClient(
      { syncId: 'id' },
      { status: 202 },
    );

    await expect(client.refresh()).resolves.toEqual({ syncId: 'id' });
    expect(requestedUrl()).toBe(`${BASE_URL}/refresh`);
    expect(fetch.mock.calls[0][1]).toMatchObject({
      method: 'POST',
      body: '{}',
    });
  });

  it('asks for a preview of a branch', async () => {
    const { client, fetch } = createClient({ syncId: 'id' }, { status: 202 });
    await client.refresh({ dryRun: true, ref: 'feature/x' });
    expect(fetch.mock.calls[0][1]).toMatchObject({
      method: 'POST',
      body: '{"dryRun":true,"ref":"feature/x"}',
    });
  });

  it('lets the entities of a source go', async () => {
    const { client, fetch, requestedUrl } = createClient(
      { syncId: 'id' },
      { status: 202 },
    );

    await expect(client.releaseSource('old')).resolves.toEqual({
      syncId: 'id',
    });
    expect(requestedUrl()).toBe(`${BASE_URL}/sources/old/release`);
    expect(fetch.mock.calls[0][1]).toMatchObject({ method: 'POST' });
  });

  it.each([
    [
      '/sources/core/pause',
      { reason: 'Freeze', until: '2026-05-05T08:00:00.000Z' },
      (c: StaticDataClient) =>
        c.pauseSource('core', {
          reason: 'Freeze',
          until: '2026-05-05T08:00:00.000Z',
        }),
    ],
    [
      '/sources/core/resume',
      {},
      (c: StaticDataClient) => c.resumeSource('core'),
    ],
    [
      '/sources/core/pin',
      { ref: 'v1.2', reason: 'Broken', replaces: 7 },
      (c: StaticDataClient) =>
        c.pinSource('core', { ref: 'v1.2', reason: 'Broken', replaces: 7 }),
    ],
    [
      '/sources/core/unpin',
      { reason: 'Mended' },
      (c: StaticDataClient) => c.unpinSource('core', { reason: 'Mended' }),
    ],
    [
      '/sync-history/a/cancel',
      { reason: 'Stuck' },
      (c: StaticDataClient) => c.cancelSync('a', { reason: 'Stuck' }),
    ],
    ['/sync-history/a/rerun', {}, (c: StaticDataClient) => c.rerunSync('a')],
  ])('steers with %s', async (path, body, call) => {
    const { client, fetch, requestedUrl } = createClient({ answer: 42 });

    await expect(call(client)).resolves.toEqual({ answer: 42 });
    expect(requestedUrl()).toBe(`${BASE_URL}${path}`);
    expect(fetch.mock.calls[0][1]).toMatchObject({
      method: 'POST',
      body: JSON.stringify(body),
    });
  });

  it('lets held removals through', async () => {
    const { client, fetch, requestedUrl } = createClient({ approved: [] });
    await client.approveHeldRemovals(['api:default/orders']);
    expect(requestedUrl()).toBe(`${BASE_URL}/held-removals/approve`);
    expect(fetch.mock.calls[0][1]).toMatchObject({
      method: 'POST',
      body: '{"entityRefs":["api:default/orders"]}',
    });
  });

  it('tells whether a sync runs', async () => {
    const running = { id: 'a' };
    const ofSource = createClient({ running });
    await ofSource.client.getRunningSync({ source: 'core' });
    expect(ofSource.requestedUrl()).toBe(
      `${BASE_URL}/sync-history/running?source=core`,
    );
    await expect(
      createClient({ running }).client.getRunningSync(),
    ).resolves.toEqual(running);
    await expect(
      createClient({ running: null }).client.getRunningSync(),
    ).resolves.toBeUndefined();
  });

  it('gives files as they come', async () => {
    const exported = createClient('a,b');
    const blob = await exported.client.exportSyncHistory('csv', {
      status: ['FAILURE'],
    });
    expect(blob.size).toBe(5);
    expect(exported.requestedUrl()).toBe(
      `${BASE_URL}/sync-history/export?format=csv&status=FAILURE`,
    );

    const log = createClient('line');
    await log.client.downloadLog('a', { level: 'warn' });
    expect(log.requestedUrl()).toBe(
      `${BASE_URL}/sync-history/a/logs?level=warn`,
    );
    expect(new Headers(log.fetch.mock.calls[0][1]?.headers).get('Accept')).toBe(
      'text/plain',
    );
  });

  it('rejects with what the backend says', async () => {
    const { client } = createClient(
      {
        error: { name: 'NotAllowedError', message: 'Unauthorized' },
        request: { method: 'GET', url: '/settings' },
        response: { statusCode: 403 },
      },
      { status: 403, statusText: 'Forbidden' },
    );

    const error = await client.getSettings().catch(e => e);

    expect(error).toBeInstanceOf(ResponseError);
    expect(error.statusCode).toBe(403);
    expect(error.cause.name).toBe('NotAllowedError');
  });
});
