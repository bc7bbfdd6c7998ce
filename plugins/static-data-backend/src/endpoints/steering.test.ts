import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { SteeringEvent } from '@internal/plugin-static-data-common';
import { added, createComponent, updated } from '../__testUtils__/changes';
import {
  createAppliedSync,
  createCompletedSync,
} from '../__testUtils__/createCompletedSync';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const BASE = '/api/static-data';
const SOURCE = `${BASE}/sources/default`;
const UNKNOWN_ID = '00000000-0000-7000-8000-000000000000';
const CALLER = 'user:default/mock';
const UNTIL = '2999-01-01T00:00:00.000Z';
const reason = 'Incident 42';

const GITHUB = {
  github: { repo: 'acme/architecture', branch: 'main', token: 'ghp_secret' },
};

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

describe('steering', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  async function start(
    options: Partial<Parameters<typeof startStaticData>[0]> = {},
    databaseId: TestDatabaseId = 'SQLITE_3',
  ) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
      ...options,
    });
    const { api, events } = started;
    const published: SteeringEvent[] = [];
    await events.subscribe({
      id: 'test',
      topics: ['static-data.steering'],
      onEvent: async ({ eventPayload }) => {
        published.push(eventPayload as SteeringEvent);
      },
    });
    const post = (path: string, body: object = {}) =>
      api.post(`${BASE}${path}`).send(body);
    const getSettings = async () => (await api.get(`${BASE}/settings`)).body;
    return { ...started, published, post, getSettings };
  }

  describe('pause and resume', () => {
    it('is told wherever the source is, and does not change its health', async () => {
      const { api, post, published, audited, store, getSettings } =
        await start();
      await store.complete(
        createAppliedSync({ record: { startTime: minutesAgo(300) } }),
      );
      expect((await getSettings()).health.status).toBe('UNHEALTHY');

      const { status, body } = await post('/sources/default/pause', {
        reason,
        until: UNTIL,
      });
      expect(status).toBe(200);
      const pause = {
        pausedBy: CALLER,
        since: expect.any(String),
        until: UNTIL,
        reason,
      };
      expect(body).toEqual({
        message: `The source 'default' is paused until ${UNTIL}`,
        source: 'default',
        steering: { pause, pin: null },
      });
      const settings = await getSettings();
      expect(settings).toMatchObject({
        steering: { pause },
        health: {
          status: 'HEALTHY',
          lateBy: 0,
          nextSync: UNTIL,
          reasons: [
            `Paused less than a minute ago by ${CALLER}, until ${UNTIL}: ${reason}`,
          ],
        },
      });
      expect((await api.get(SOURCE)).body.steering.pause).toEqual(pause);
      expect(published).toEqual([{ source: 'default', type: 'PAUSE' }]);
      expect(audited).toEqual([
        {
          outcome: 'success',
          details: { meta: { source: 'default', reason, until: UNTIL } },
        },
      ]);

      const again = await post('/sources/default/pause', { reason: 'Me too' });
      expect([again.status, again.body.error.message]).toEqual([
        409,
        `The source 'default' is paused already, by ${CALLER}: ${reason}`,
      ]);

      const resumed = await post('/sources/default/resume');
      expect(resumed.body).toMatchObject({
        steering: { pause: null },
        syncId: expect.any(String),
      });
      expect(await store.refreshRequests.peek()).toMatchObject({
        syncId: resumed.body.syncId,
        syncType: 'MANUAL',
        triggeredBy: CALLER,
      });
      // It is late only from then on.
      expect((await getSettings()).health).toMatchObject({ lateBy: 0 });
      expect((await post('/sources/default/resume')).status).toBe(409);
    });

    it('asks who wants a sync to resume the source, but not for a dry run', async () => {
      const { post } = await start();
      await post('/sources/default/pause', { reason });
      const refused = await post('/refresh');
      expect([refused.status, refused.body.error.message]).toEqual([
        409,
        `The source 'default' is paused by ${CALLER}: ${reason}. Resume it first`,
      ]);
      expect((await post('/refresh', { dryRun: true })).status).toBe(202);
    });

    it('is also a maintenance window, which can be ended', async () => {
      const { post, getSettings } = await start({
        config: {
          directory: 'data',
          schedule: {
            maintenance: [
              { cron: '* * * * *', duration: '2h', reason: 'Backup' },
            ],
          },
        },
      });
      expect(await getSettings()).toMatchObject({
        steering: { pause: { pausedBy: null, reason: 'Backup' } },
        health: {
          lateBy: 0,
          reasons: [
            'No sync has run yet.',
            expect.stringMatching(/^Paused .* by the configuration, until/),
          ],
        },
      });
      expect((await post('/refresh')).status).toBe(409);
    });

    it.each([
      [{}, 'reason: '],
      [{ reason: ' ' }, 'reason: must not be blank'],
      [{ reason: 'a\nb' }, 'reason: must not have control characters'],
      [{ reason: 'a\u202eb' }, 'reason: must not have characters that change'],
      [{ reason: 'x'.repeat(501) }, 'reason: must be text of 1 to 500'],
      [{ reason, until: '2020-01-01' }, 'until: must be in the future'],
      [{ reason, until: 'soon' }, 'until: must be an ISO 8601 time'],
    ])('refuses %j', async (body, message) => {
      const { post } = await start();
      const { status, body: answer } = await post(
        '/sources/default/pause',
        body,
      );
      expect(status).toBe(400);
      expect(answer.error.message).toContain(message);
    });
  });

  describe('pin', () => {
    it('is to a ref, and takes the place of another pin only if it names that', async () => {
      const { post, store, published, getSettings } = await start({
        config: GITHUB,
      });
      const first = await post('/sources/default/pin', { ref: 'v1', reason });
      expect(first.status).toBe(200);
      const { pin } = first.body.steering;
      expect(pin).toMatchObject({ ref: 'v1', revision: null, reason });
      expect(await store.refreshRequests.isQueued(first.body.syncId)).toBe(
        true,
      );
      expect((await getSettings()).health.reasons).toContainEqual(
        expect.stringContaining('to v1 by'),
      );

      const second = await post('/sources/default/pin', { ref: 'v2', reason });
      expect([second.status, second.body.error.message]).toEqual([
        409,
        `The source 'default' is pinned to v1 by ${CALLER}; to replace that pin, name its id, which is ${pin.id}`,
      ]);
      const replaced = await post('/sources/default/pin', {
        ref: 'v2',
        reason,
        replaces: pin.id,
      });
      expect(replaced.body.steering.pin).toMatchObject({ ref: 'v2' });
      const late = await post('/sources/default/unpin', { pin: pin.id });
      expect([late.status, late.body.error.message]).toEqual([
        409,
        `The source 'default' has another pin by now: ${CALLER} pinned it to v2`,
      ]);
      expect(
        (
          await post('/sources/default/unpin', {
            pin: replaced.body.steering.pin.id,
          })
        ).status,
      ).toBe(200);
      expect((await post('/sources/default/unpin')).status).toBe(409);
      expect(published.map(({ type }) => type)).toEqual([
        'PIN',
        'PIN',
        'UNPIN',
      ]);
    });

    it('is to the commit of an earlier sync', async () => {
      const { post, store } = await start({ config: GITHUB });
      const sync = createAppliedSync({
        record: {
          startTime: minutesAgo(5),
          revision: 'a'.repeat(40),
          configSnapshot: { repository: 'acme/architecture', branch: 'main' },
        },
      });
      await store.complete(sync);
      const { id, number } = sync.record;
      const previewed = await post('/refresh', { dryRun: true, syncId: id });
      expect(previewed.status).toBe(202);
      expect(await store.refreshRequests.peek()).toMatchObject({
        dryRun: true,
        ref: 'a'.repeat(40),
      });
      const { body } = await post('/sources/default/pin', {
        syncId: id,
        reason,
      });
      expect(body.steering.pin).toMatchObject({
        ref: null,
        revision: 'a'.repeat(40),
        sync: { id, number },
      });
    });

    it('is to the commit that a preview of a ref has read', async () => {
      const { post, store } = await start({ config: GITHUB });
      const preview = createCompletedSync({
        record: {
          startTime: minutesAgo(5),
          dryRun: true,
          revision: 'c'.repeat(40),
          configSnapshot: { repository: 'acme/architecture', branch: 'v1' },
        },
      });
      await store.complete(preview);
      const { body } = await post('/sources/default/pin', {
        syncId: preview.record.id,
        reason,
      });
      expect(body.steering.pin).toMatchObject({
        ref: 'v1',
        revision: 'c'.repeat(40),
        sync: null,
      });
    });

    it('is not to a dry run where there are no commits', async () => {
      const { post, store } = await start();
      const preview = createCompletedSync({
        record: { startTime: minutesAgo(5), dryRun: true, revision: 'digest' },
      });
      await store.complete(preview);
      const { status, body } = await post('/sources/default/pin', {
        syncId: preview.record.id,
        reason,
      });
      expect([status, body.error.message]).toEqual([
        409,
        expect.stringContaining('is a dry run'),
      ]);
    });

    it('is to the recorded state of an earlier sync, where there are no commits', async () => {
      const { post, store } = await start();
      const sync = createAppliedSync({
        record: { startTime: minutesAgo(5), revision: 'digest' },
      });
      await store.complete(sync);
      const { id } = sync.record;
      const previewed = await post('/refresh', { dryRun: true, syncId: id });
      expect([previewed.status, previewed.body.message]).toEqual([
        202,
        `Dry run of the state after sync ${id} requested`,
      ]);
      expect(await store.refreshRequests.peek()).toMatchObject({
        dryRun: true,
        stateOf: id,
      });
      const { status } = await post('/sources/default/pin', {
        syncId: id,
        reason,
      });
      expect(status).toBe(200);
    });

    it('refuses what there is no way back to', async () => {
      const { post, store } = await start({ config: GITHUB });
      const complete = async (
        record: Partial<Parameters<typeof createSyncRecord>[0]>,
      ) => {
        const completed = createCompletedSync({
          record: { startTime: minutesAgo(5), ...record },
        });
        await store.complete(completed);
        return completed.record.id;
      };
      const repository = 'acme/architecture';
      const configSnapshot = { repository, branch: 'main' };
      const ids = {
        failed: await complete({ status: 'FAILURE', configSnapshot }),
        moved: await complete({
          revision: 'b',
          configSnapshot: { repository: 'acme/old', branch: 'main' },
        }),
      };
      const pin = async (syncId: string) => {
        const { status, body } = await post('/sources/default/pin', {
          syncId,
          reason,
        });
        return [status, body.error.message];
      };
      expect(await pin(ids.failed)).toEqual([
        409,
        expect.stringContaining('failed, so it left no state behind'),
      ]);
      expect(await pin(ids.moved)).toEqual([
        409,
        expect.stringContaining('read acme/old, and the source'),
      ]);
      expect(await pin(UNKNOWN_ID)).toEqual([
        404,
        `No sync has the id '${UNKNOWN_ID}'`,
      ]);
      expect((await store.steering.get()).pin).toBeNull();
    });

    it.each([
      [{ reason }, 'ref: name either a ref or a syncId'],
      [{ reason, ref: 'v1', syncId: UNKNOWN_ID }, 'ref: name either'],
      [{ reason, ref: '--upload-pack=x' }, 'ref: must be the name of'],
      [{ ref: 'v1' }, 'reason: '],
      [{ reason, ref: 'v1' }, "ref: the source 'default' is a directory"],
    ])('refuses %j', async (body, message) => {
      const { post } = await start();
      const answer = await post('/sources/default/pin', body);
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toContain(message);
    });
  });

  describe('cancel', () => {
    it('asks the running sync to stop, once', async () => {
      const { post, store, published } = await start();
      await store.lease.acquire({
        syncId: UNKNOWN_ID,
        syncType: 'SCHEDULED',
        dryRun: false,
        configSnapshot: { repository: 'data', branch: '-' },
      });
      const cancelled = await post(`/sync-history/${UNKNOWN_ID}/cancel`, {
        reason,
      });
      expect(cancelled.body).toMatchObject({
        message: 'Sync #1 is being cancelled',
        cancelledBy: CALLER,
      });
      expect(await store.lease.getRunning()).toMatchObject({
        cancelledBy: CALLER,
      });
      const again = await post(`/sync-history/${UNKNOWN_ID}/cancel`);
      expect(again.body.message).toBe(
        `Sync #1 is being cancelled by ${CALLER} already`,
      );
      expect(published).toEqual([
        { source: 'default', type: 'CANCEL', syncId: UNKNOWN_ID },
      ]);
    });

    it('is refused once the sync sends its changes, or has ended', async () => {
      const { post, store } = await start();
      await store.lease.acquire({
        syncId: UNKNOWN_ID,
        syncType: 'SCHEDULED',
        dryRun: false,
        configSnapshot: { repository: 'data', branch: '-' },
      });
      await store.lease.heartbeat(UNKNOWN_ID, 'CATALOG_APPLY');
      const late = await post(`/sync-history/${UNKNOWN_ID}/cancel`);
      expect([late.status, late.body.error.message]).toEqual([
        409,
        'Sync #1 has begun to send its changes to the catalog, which is not stopped half-way',
      ]);
      const completed = createCompletedSync({
        record: { startTime: minutesAgo(5) },
      });
      await store.complete(completed);
      const { record } = completed;
      const ended = await post(`/sync-history/${record.id}/cancel`);
      expect([ended.status, ended.body.error.message]).toEqual([
        409,
        'The sync has ended and cannot be cancelled',
      ]);
      const { acts } = await store.steering.list({ limit: 9 });
      expect(acts).toEqual([]);
    });
  });

  describe('rerun', () => {
    it('reads the commit of the latest sync again', async () => {
      const { post, store, api } = await start({ config: GITHUB });
      const complete = async (startTime: string, dryRun = false) => {
        const completed = createCompletedSync({
          record: { startTime, dryRun, status: 'FAILURE', revision: 'abc' },
        });
        await store.complete(completed);
        return completed.record;
      };
      const older = await complete(minutesAgo(9));
      const latest = await complete(minutesAgo(5));
      const dryRun = await complete(minutesAgo(1), true);
      const { status, headers, body } = await post(
        `/sync-history/${latest.id}/rerun`,
      );
      expect([status, body.message]).toEqual([
        202,
        `Another run of #${latest.number} requested, which reads abc and sends everything`,
      ]);
      expect((await api.get(headers.location)).body.status).toBe('QUEUED');
      expect(await store.refreshRequests.peek()).toMatchObject({
        syncId: body.syncId,
        ref: 'abc',
        full: true,
        dryRun: false,
      });
      for (const { id } of [older, dryRun]) {
        const refused = await post(`/sync-history/${id}/rerun`);
        expect(refused.status).toBe(409);
      }
    });
  });

  describe('rerun of what cannot be read again', () => {
    it.each([
      ['that failed before its commit was known', GITHUB, undefined],
      ['of a directory', undefined, 'sha256:abc'],
    ])('says so of a sync %s', async (_, config, revision) => {
      const { post, store } = await start(config && { config });
      const { record } = createCompletedSync({
        record: { startTime: minutesAgo(5), status: 'FAILURE', revision },
      });
      await store.complete(createCompletedSync({ record }));
      const rerun = () => post(`/sync-history/${record.id}/rerun`);
      expect((await rerun()).body.message).toBe(
        `Another run of #${record.number} requested, which reads the source as it is now and sends everything`,
      );
    });

    it('says so if the source is pinned by now', async () => {
      const { post, store } = await start({ config: GITHUB });
      const { record } = createCompletedSync({
        record: { startTime: minutesAgo(5), revision: 'abc' },
      });
      await store.complete(createCompletedSync({ record }));
      await post('/sources/default/pin', { ref: 'v1', reason });
      const { body } = await post(`/sync-history/${record.id}/rerun`);
      expect(body.message).toBe(
        `Another run of #${record.number} requested, which reads what the source is pinned to, v1, and sends everything`,
      );
    });
  });

  it('lists what was done, latest first', async () => {
    const { api, post } = await start();
    await post('/sources/default/pause', { reason });
    await post('/sources/default/resume', { reason: 'Over' });
    const list = async (query = '') =>
      (await api.get(`${BASE}/steering-acts${query}`)).body;
    expect(await list()).toEqual({
      acts: [
        expect.objectContaining({ type: 'RESUME', reason: 'Over' }),
        {
          id: 1,
          source: 'default',
          type: 'PAUSE',
          triggeredBy: CALLER,
          time: expect.any(String),
          reason,
        },
      ],
      hasMore: false,
    });
    expect(await list('?limit=1&source=default')).toMatchObject({
      acts: [{ type: 'RESUME' }],
      hasMore: true,
    });
    expect((await list('?from=2999-01-01')).acts).toEqual([]);
    const unknown = await api.get(`${BASE}/steering-acts?source=none`);
    expect(unknown.status).toBe(404);
  });

  it.each<[string, string[]]>([
    ['staticData.sync.refresh', ['/sources/default/pause']],
    ['staticData.sync.refresh', ['/sources/default/resume']],
    ['staticData.sync.refresh', [`/sync-history/${UNKNOWN_ID}/rerun`]],
    ['staticData.sync.override', ['/sources/default/pin']],
    ['staticData.sync.override', ['/sources/default/unpin']],
    ['staticData.sync.override', [`/sync-history/${UNKNOWN_ID}/cancel`]],
  ])('needs %s for %j', async (permission, [path]) => {
    const { post, store } = await start({ denied: [permission] });
    const { status, body } = await post(path, { reason, syncId: UNKNOWN_ID });
    expect([status, body.error.message]).toEqual([
      403,
      `This needs the permission '${permission}'`,
    ]);
    expect((await store.steering.list({ limit: 1 })).acts).toEqual([]);
  });

  describe.each(databases.eachSupportedId())('a state, on %s', databaseId => {
    it('is what the catalog had after a sync, or at a time', async () => {
      const { api, store } = await start({}, databaseId);
      const [v1, v2] = [
        createComponent('cart', { description: 'one' }),
        createComponent('cart', { description: 'two' }),
      ];
      const other = createComponent('shop');
      const complete = async (
        minutes: number,
        changes: Parameters<typeof createAppliedSync>[0]['changes'],
      ) => {
        const completed = createAppliedSync({
          record: {
            startTime: minutesAgo(minutes),
            endTime: minutesAgo(minutes),
          },
          changes,
        });
        await store.complete(completed);
        return completed.record;
      };
      const first = await complete(30, [added(v1)]);
      const second = await complete(20, [updated(v1, v2), added(other)]);
      const read = async (query: string) =>
        (await api.get(`${SOURCE}/entities?${query}`)).body;

      expect(await read(`at=${first.id}&full=true`)).toMatchObject({
        source: 'default',
        at: { id: first.id, startTime: first.startTime },
        entities: [
          {
            entityRef: 'component:default/cart',
            kind: 'Component',
            entity: { spec: { description: 'one' } },
          },
        ],
        pagination: { hasMore: false },
      });
      expect(await read(`at=${minutesAgo(25)}`)).toMatchObject({
        at: { id: first.id },
        entities: [{ entityRef: 'component:default/cart' }],
      });
      const now = await read('limit=1');
      expect(now).toMatchObject({ at: { id: second.id } });
      const next = await read(`limit=1&cursor=${now.pagination.nextCursor}`);
      expect([...now.entities, ...next.entities]).toMatchObject([
        { entityRef: 'component:default/cart' },
        { entityRef: 'component:default/shop' },
      ]);
      expect(now.entities[0]).not.toHaveProperty('entity');
      expect((await read('q=SHO')).entities).toHaveLength(1);
      expect((await read('kind=API')).entities).toEqual([]);

      const early = await api.get(`${SOURCE}/entities?at=${minutesAgo(40)}`);
      expect(early.status).toBe(404);
      const nonsense = await api.get(`${SOURCE}/entities?at=yesterday`);
      expect([nonsense.status, nonsense.body.error.message]).toEqual([
        400,
        expect.stringContaining('at: must be the id of a sync, or a time'),
      ]);
    });

    it('is known only as far back as the recorded changes reach', async () => {
      const { api, store } = await start({}, databaseId);
      const ids: string[] = [];
      for (const minutes of [30, 20, 10]) {
        const completed = createAppliedSync({
          record: { startTime: minutesAgo(minutes) },
          changes: [added(createComponent(`c${minutes}`))],
        });
        await store.complete(completed);
        ids.push(completed.record.id);
      }
      await store.all.trimHistory({ retentionDays: 99, maxRecords: 2 });
      const statusOf = async (at: string) =>
        (await api.get(`${SOURCE}/entities?at=${at}`)).status;
      expect(await statusOf(ids[0])).toBe(404);
      expect(await statusOf(minutesAgo(25))).toBe(404);
      expect(await statusOf(ids[1])).toBe(200);
      expect(await statusOf(ids[2])).toBe(200);
    });
  });
});
