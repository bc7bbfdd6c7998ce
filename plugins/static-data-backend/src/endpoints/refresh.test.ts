import { request as httpRequest, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import request from 'supertest';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { createEndpointApp } from '../__testUtils__/createEndpointApp';
import { startStaticData } from '../__testUtils__/startStaticData';
import { RefreshService } from '../service/RefreshService';
import { refreshEndpoints } from './refresh';

jest.setTimeout(60_000);

const REFRESH = '/api/static-data/refresh';

describe('refresh', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  async function start(denied?: string[]) {
    return startStaticData({ knex: await databases.init('SQLITE_3'), denied });
  }

  it.each(databases.eachSupportedId())(
    'stores the request and announces it, %p',
    async databaseId => {
      const { api, store, events } = await startStaticData({
        knex: await databases.init(databaseId),
      });
      const announced: unknown[] = [];
      await events.subscribe({
        id: 'test',
        topics: ['static-data.refresh'],
        onEvent: async ({ eventPayload }) => {
          announced.push(eventPayload);
        },
      });

      const { status, headers, body } = await api
        .post(REFRESH)
        .set('authorization', mockCredentials.user.header('user:default/ada'))
        .send({ dryRun: true, ref: 'feature/new-squads' });

      expect(status).toBe(202);
      expect(body).toEqual({
        message: `Dry run of 'feature/new-squads' requested`,
        syncId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        triggeredBy: 'user:default/ada',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        status: 'QUEUED',
      });
      expect(headers.location).toBe(`/api/static-data/refresh/${body.syncId}`);
      expect(announced).toEqual([{ syncId: body.syncId, source: 'default' }]);
      expect(await store.refreshRequests.peek()).toMatchObject({
        syncId: body.syncId,
        triggeredBy: 'user:default/ada',
        dryRun: true,
        ref: 'feature/new-squads',
      });
    },
  );

  it('needs no body', async () => {
    const { api, store } = await start();

    const { status, body } = await api.post(REFRESH);

    expect(status).toBe(202);
    expect(body.message).toBe('Catalog refresh requested');
    const stored = await store.refreshRequests.peek();
    expect(stored).toMatchObject({ syncId: body.syncId, dryRun: false });
  });

  it('names a service by its subject', async () => {
    const { api } = await start();

    const { body } = await api
      .post(REFRESH)
      .set('authorization', mockCredentials.service.header());

    expect(body.triggeredBy).toBe('external:test-service');
  });

  it('joins an equal request that is still queued', async () => {
    const { api } = await start();
    const first = await api
      .post(REFRESH)
      .set('authorization', mockCredentials.user.header('user:default/ada'));

    const second = await api.post(REFRESH);
    const other = await api.post(REFRESH).send({ dryRun: true });

    expect(second.status).toBe(202);
    expect(second.body).toMatchObject({
      syncId: first.body.syncId,
      triggeredBy: 'user:default/ada',
      message:
        'Joined an equal request of user:default/ada that is already queued',
    });
    expect(other.body.syncId).not.toBe(first.body.syncId);
  });

  it('refuses dry runs beyond the share of a caller, says when to try again, and still takes syncs', async () => {
    const { api, store } = await start();
    const preview = (ref: string, user = 'ada') =>
      api
        .post(REFRESH)
        .set(
          'authorization',
          mockCredentials.user.header(`user:default/${user}`),
        )
        .send({ dryRun: true, ref });
    for (const ref of ['a', 'b', 'c', 'd', 'e']) {
      expect((await preview(ref)).status).toBe(202);
    }

    const { status, headers, body } = await preview('f');
    expect(status).toBe(429);
    expect(headers['retry-after']).toBe('30');
    expect(body).toMatchObject({
      error: {
        name: 'TooManyRequestsError',
        message:
          'Too many dry runs are queued: at most 20, of which one user or service may have 5. Try again in 30 seconds',
      },
      response: { statusCode: 429 },
    });
    expect((await preview('f', 'grace')).status).toBe(202);
    expect((await preview('a')).status).toBe(202);
    expect((await api.post(REFRESH)).status).toBe(202);
    expect(await store.refreshRequests.peek()).toMatchObject({ dryRun: false });
    expect(await store.refreshRequests.count()).toBe(7);
  });

  it('reads a body of whatever type as JSON', async () => {
    const { api, store } = await start();

    await api
      .post(REFRESH)
      .set('content-type', 'application/x-www-form-urlencoded')
      .send('{"dryRun": true}');
    const refused = await api
      .post(REFRESH)
      .set('content-type', 'text/plain')
      .send('dryRun=true');

    expect((await store.refreshRequests.peek())?.dryRun).toBe(true);
    expect(refused.status).toBe(400);
  });

  it.each([
    [{ ref: 'main' }, 'ref: only goes with dryRun: true'],
    [
      { dryRun: true, ref: '../x' },
      'ref: must be the name of a branch or tag, or a commit',
    ],
    [{ dryRun: 'yes' }, 'dryRun: must be true or false'],
    [{ force: true }, `unknown parameter 'force'`],
    [['wait'], 'the body must be a JSON object'],
  ])('refuses %j and audits the failure', async (sent, message) => {
    const { api, store, audited } = await start();

    const { status, body } = await api.post(REFRESH).send(sent);

    expect(status).toBe(400);
    expect(body.error.message).toBe(`Invalid request: ${message}`);
    expect(await store.refreshRequests.peek()).toBeUndefined();
    expect(audited).toEqual([
      {
        outcome: 'fail',
        details: { error: expect.objectContaining({ name: 'InputError' }) },
      },
    ]);
  });

  it('audits who asked for what', async () => {
    const { api, auditor, audited } = await start();

    const { body } = await api.post(REFRESH).send({ dryRun: true });

    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'refresh', severityLevel: 'medium' }),
    );
    expect(audited).toEqual([
      {
        outcome: 'success',
        details: {
          meta: { syncId: body.syncId, source: 'default', dryRun: true },
        },
      },
    ]);
  });

  it('audits that someone was not allowed to', async () => {
    const { api, store, audited } = await start(['staticData.sync.refresh']);

    expect((await api.post(REFRESH)).status).toBe(403);

    expect(await store.refreshRequests.peek()).toBeUndefined();
    expect(audited).toEqual([
      {
        outcome: 'fail',
        details: {
          error: expect.objectContaining({ name: 'NotAllowedError' }),
        },
      },
    ]);
  });

  it.each(databases.eachSupportedId())(
    'waits for the record of the sync when asked to, %p',
    async databaseId => {
      const { api, store, events } = await startStaticData({
        knex: await databases.init(databaseId),
      });
      // Stands in for the catalog module: runs the sync when it hears of the request.
      await events.subscribe({
        id: 'test',
        topics: ['static-data.refresh'],
        onEvent: async ({ eventPayload }) => {
          const { syncId } = eventPayload as { syncId: string };
          await store.refreshRequests.remove(syncId);
          await store.complete(
            createCompletedSync({
              record: {
                id: syncId,
                syncType: 'MANUAL',
                startTime: new Date().toISOString(),
              },
            }),
          );
        },
      });

      const { status, headers, body } = await api
        .post(REFRESH)
        .send({ wait: true });

      expect(status).toBe(200);
      expect(headers.location).toBe(
        `/api/static-data/sync-history/${body.syncId}`,
      );
      expect(body).toMatchObject({
        status: 'FINISHED',
        message: 'The sync has ended: SUCCESS',
        sync: { id: body.syncId, syncType: 'MANUAL', status: 'SUCCESS' },
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'is followed from the queue to the record, %p',
    async databaseId => {
      const { api, store } = await startStaticData({
        knex: await databases.init(databaseId),
      });
      const { body: requested } = await api.post(REFRESH);
      const { syncId } = requested;
      const { record } = createCompletedSync({
        record: {
          id: syncId,
          syncType: 'MANUAL',
          startTime: '2026-01-01T00:00:00.000Z',
        },
      });
      const readState = async () =>
        (await api.get(`${REFRESH}/${syncId}`)).body;

      expect(await readState()).toEqual({ syncId, status: 'QUEUED' });

      await store.lease.acquire({
        syncId,
        syncType: 'MANUAL',
        dryRun: false,
        configSnapshot: record.configSnapshot,
      });
      await store.refreshRequests.remove(syncId);
      expect(await readState()).toMatchObject({
        syncId,
        status: 'RUNNING',
        running: { id: syncId, phase: 'FETCH' },
      });

      await store.complete(createCompletedSync({ record }));
      await store.lease.release(syncId);
      expect(await readState()).toEqual({
        syncId,
        status: 'FINISHED',
        sync: record,
      });
    },
  );

  it.each(['019a2b3c-0000-7000-8000-000000000000', 'latest'])(
    'does not know the request %s',
    async id => {
      const { api } = await start();

      const { status, body } = await api.get(`${REFRESH}/${id}`);

      expect(status).toBe(404);
      expect(body.error.message).toBe(`No request has the id '${id}'`);
    },
  );

  describe('of a sync that does not end', () => {
    const createApp = (waitFor: RefreshService['waitFor']) =>
      createEndpointApp(refreshEndpoints, {
        refresh: {
          request: async ({ triggeredBy }) => ({
            message: 'Catalog refresh requested',
            syncId: '019a2b3c-0000-7000-8000-000000000000',
            triggeredBy,
            timestamp: '2026-01-01T00:00:00.000Z',
            status: 'QUEUED',
          }),
          waitFor,
        },
      });

    it('answers as without waiting after a while', async () => {
      const { app } = createApp(async () => undefined);

      const { status, headers, body } = await request(app)
        .post('/refresh')
        .send({ wait: true });

      expect(status).toBe(202);
      expect(body.status).toBe('QUEUED');
      expect(headers.location).toBe(
        '/refresh/019a2b3c-0000-7000-8000-000000000000',
      );
    });

    it('answers as without waiting when the backend shuts down', async () => {
      const { app, shutDown } = createApp(async (_, signal) => {
        shutDown();
        expect(signal.aborted).toBe(true);
        return undefined;
      });

      const { status } = await request(app)
        .post('/refresh')
        .send({ wait: true });

      expect(status).toBe(202);
    });

    it('stops waiting when the client goes away', async () => {
      let server: Server | undefined;
      const stopped = new Promise<void>(resolve => {
        const { app } = createApp(
          (_, signal) =>
            new Promise(giveUp => {
              signal.addEventListener('abort', () => {
                giveUp(undefined);
                resolve();
              });
            }),
        );
        server = app.listen(0, () => {
          const { port } = server!.address() as AddressInfo;
          const client = httpRequest({
            port,
            path: '/refresh',
            method: 'POST',
          });
          client.on('error', () => {});
          client.end('{"wait": true}');
          server!.once('request', () => client.destroy());
        });
      });

      await expect(stopped).resolves.toBeUndefined();
      server!.close();
    });
  });
});
