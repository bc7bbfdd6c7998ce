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
    ['getHealth', (c: StaticDataClient) => c.getHealth(), '/health'],
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
