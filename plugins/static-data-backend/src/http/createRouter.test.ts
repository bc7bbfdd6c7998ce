import { TestDatabases } from '@backstage/backend-test-utils';
import { SyncHealth } from '@internal/plugin-static-data-common';
import request from 'supertest';
import { createEndpointApp } from '../__testUtils__/createEndpointApp';
import { startStaticData } from '../__testUtils__/startStaticData';
import { endpoints } from '../endpoints/endpoints';

jest.setTimeout(60_000);

describe('createRouter', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it.each([
    ['/health?__proto__=1', `unknown parameter '__proto__'`],
    ['/health?constructor', `unknown parameter 'constructor'`],
    ['/sync-history?limit[gt]=1', `unknown parameter 'limit[gt]'`],
    ['/sync-history/%E0%A4%A', 'the path is not percent-encoded UTF-8'],
  ])('refuses %s', async (path, message) => {
    const { api } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
    });

    const { status, body } = await api.get(`/api/static-data${path}`);

    expect(status).toBe(400);
    expect(body.error.message).toContain(`Invalid request: ${message}`);
  });

  it.each(['/', '/nothing', '/health/now', '/sync-history/a/b'])(
    'answers 404 to the unknown path %s',
    async path => {
      const { app } = createEndpointApp(endpoints);

      const { status, body } = await request(app).get(path);

      expect(status).toBe(404);
      expect(body).toEqual({
        error: {
          name: 'NotFoundError',
          message: `The API has no path '${path}'`,
        },
        request: { method: 'GET', url: path },
        response: { statusCode: 404 },
      });
    },
  );

  it.each([
    ['delete', '/health', 'HEAD, GET', 'GET'],
    ['post', '/sync-history/compare', 'HEAD, GET', 'GET'],
    ['get', '/refresh', 'POST', 'POST'],
    ['put', '/webhooks/chat/test', 'POST', 'POST'],
  ] as const)(
    'answers 405 to %s %s, which has only %s',
    async (method, path, allowed, named) => {
      const { app } = createEndpointApp(endpoints);

      const { status, headers, body } = await request(app)[method](path);

      expect(status).toBe(405);
      expect(headers.allow).toBe(allowed);
      expect(body).toEqual({
        error: {
          name: 'MethodNotAllowedError',
          message: `This path does not accept ${method.toUpperCase()}, only ${named}`,
        },
        request: { method: method.toUpperCase(), url: path },
        response: { statusCode: 405 },
      });
    },
  );

  it('tells which methods a path has', async () => {
    const { app } = createEndpointApp(endpoints);

    const { status, headers } = await request(app).options('/health');

    expect(status).toBe(200);
    expect(headers.allow).toBe('HEAD, GET');
  });

  it('works on ten reads of a caller at the same time', async () => {
    let working = 0;
    let most = 0;
    let start = () => {};
    const tenWork = new Promise<void>(resolve => {
      start = resolve;
    });
    const { app } = createEndpointApp(endpoints, {
      sources: {
        getHealth: async () => {
          working++;
          most = Math.max(most, working);
          if (working === 10) {
            start();
          }
          await tenWork;
          working--;
          return {} as SyncHealth;
        },
      },
    });
    const server = app.listen(0);
    try {
      const answers = await Promise.all(
        Array.from({ length: 60 }, () => request(server).get('/health')),
      );

      expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(200));
      expect(most).toBe(10);
    } finally {
      server.close();
    }
  });

  it('leaves the paths alone that Backstage adds to every plugin', async () => {
    const { app } = createEndpointApp(endpoints);
    app.get('/.backstage/tasks', (_, res) => {
      res.json([]);
    });

    const { status } = await request(app).get('/.backstage/tasks');

    expect(status).toBe(200);
  });
});
