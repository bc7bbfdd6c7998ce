import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import staticDataPlugin from '@internal/plugin-static-data-backend';
import { JsonObject } from '@backstage/types';
import request from 'supertest';

jest.setTimeout(60_000);

const TOKENS = {
  everything: 'token-of-a-script-that-may-do-everything',
  reading: 'token-of-a-script-that-may-only-read',
  elsewhere: 'token-of-a-script-that-may-use-the-catalog',
};

const NO_SYNC = '0197f3a0-0000-7000-8000-000000000000';

describe('external access', () => {
  async function start() {
    const config: JsonObject = {
      backend: {
        baseUrl: 'http://localhost:7007',
        database: { client: 'better-sqlite3', connection: ':memory:' },
        auth: {
          externalAccess: [
            access('everything'),
            access('reading', [
              { plugin: 'static-data', permission: 'staticData.sync.read' },
            ]),
            access('elsewhere', [{ plugin: 'catalog' }]),
          ],
        },
      },
      permission: { enabled: true },
      staticData: { directory: 'data' },
    };
    const { server } = await startTestBackend({
      features: [
        mockServices.rootConfig.factory({ data: config }),
        authServiceFactory,
        httpAuthServiceFactory,
        permissionsServiceFactory,
        staticDataPlugin,
      ],
    });
    return (token?: keyof typeof TOKENS) => ({
      get: (path: string) =>
        authorized(request(server).get(`/api/static-data${path}`), token),
      post: (path: string) =>
        authorized(request(server).post(`/api/static-data${path}`), token),
    });
  }

  it('needs a token', async () => {
    const as = await start();
    expect((await as().get('/health')).status).toBe(401);
    const forged = await as()
      .get('/health')
      .set('Authorization', 'Bearer forged');
    expect(forged.status).toBe(401);
  });

  it('lets a service without restrictions read and act, under its own name', async () => {
    const as = await start();
    expect((await as('everything').get('/health')).status).toBe(200);
    const { status, body } = await as('everything').post('/refresh');
    expect(status).toBe(202);
    expect(body.triggeredBy).toBe('everything');
    const logs = await as('everything').get(`/sync-history/${NO_SYNC}/logs`);
    expect(logs.status).toBe(404);
  });

  it('honours restrictions to permissions', async () => {
    const as = await start();
    expect((await as('reading').get('/sync-history')).status).toBe(200);
    const logs = await as('reading').get(`/sync-history/${NO_SYNC}/logs`);
    expect(logs.status).toBe(403);
    expect((await as('reading').post('/refresh')).status).toBe(403);
    const approval = await as('reading')
      .post('/held-removals/approve')
      .send({ entityRefs: ['component:default/till'] });
    expect(approval.status).toBe(403);
  });

  it('honours restrictions to other plugins', async () => {
    const as = await start();
    expect((await as('elsewhere').get('/health')).status).toBe(403);
  });
});

function access(
  subject: keyof typeof TOKENS,
  accessRestrictions?: Array<{ plugin: string; permission?: string }>,
) {
  return {
    type: 'static',
    options: { token: TOKENS[subject], subject },
    ...(accessRestrictions && { accessRestrictions }),
  };
}

function authorized<T extends { set(name: string, value: string): T }>(
  test: T,
  token?: keyof typeof TOKENS,
): T {
  return token ? test.set('Authorization', `Bearer ${TOKENS[token]}`) : test;
}
