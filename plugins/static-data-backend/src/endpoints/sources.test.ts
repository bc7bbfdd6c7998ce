import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { readStaticDataConfig } from '@internal/plugin-static-data-node';
import { ConfigReader } from '@backstage/config';
import { added, createComponent } from '../__testUtils__/changes';
import {
  createAppliedSync,
  createCompletedSync,
} from '../__testUtils__/createCompletedSync';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const BASE = '/api/static-data';

const staticData = {
  sources: {
    payments: { directory: 'payments' },
    core: { directory: 'core', schedule: { frequency: { hours: 1 } } },
  },
};

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

describe('sources', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  /**
   * Two sources: `payments`, whose syncs fail, and `core`, which is well; and one that has left, `legal`,
   * with a contract.
   */
  async function start(
    databaseId: Parameters<typeof databases.init>[0] = 'SQLITE_3',
    options: Partial<Parameters<typeof startStaticData>[0]> = {},
  ) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
      config: staticData,
      ...options,
    });
    const { store, api } = started;
    const complete = async (
      source: string,
      sync: Parameters<typeof createAppliedSync>[0],
    ) => {
      const completed = createAppliedSync({
        ...sync,
        record: { source, ...sync.record },
      });
      await store.ofSource(source).complete(completed);
      return completed.record.id;
    };
    const ids = {
      legal: await complete('legal', {
        record: { startTime: minutesAgo(120) },
        changes: [added(createComponent('terms'))],
      }),
      core: await complete('core', {
        record: { startTime: minutesAgo(5) },
        changes: [
          added(createComponent('orders')),
          added(createComponent('carts')),
        ],
      }),
      payments: await complete('payments', {
        record: { startTime: minutesAgo(4), status: 'PARTIAL_SUCCESS' },
        changes: [added(createComponent('cards'))],
        heldRemovals: [
          {
            entityRef: 'api:default/refunds',
            kind: 'API',
            sourceFile: 'contracts/refunds.yaml',
            reason: '2 of 4 APIs would go',
            dependents: [],
            dependentCount: 0,
          },
        ],
      }),
    };
    const failure = createCompletedSync({
      record: { startTime: minutesAgo(3), status: 'FAILURE' },
    });
    await store.ofSource('payments').complete(failure);
    return {
      ...started,
      ids: { ...ids, failed: failure.record.id },
      get: async (path: string) => (await api.get(`${BASE}${path}`)).body,
      messageOf: async (path: string) => {
        const { status, body } = await api.get(`${BASE}${path}`);
        return `${status}: ${body.error?.message}`;
      },
    };
  }

  const idsOf = (list: Array<{ id: string }>) => list.map(({ id }) => id);

  describe.each(databases.eachSupportedId())('%p', databaseId => {
    it('are listed in the order of the configuration, those that have left last', async () => {
      const { get, ids } = await start(databaseId);

      const { sources } = await get('/sources');

      expect(sources).toMatchObject([
        {
          id: 'payments',
          isConfigured: true,
          configuration: { repository: 'payments', branch: '-' },
          health: { status: 'UNHEALTHY', consecutiveFailures: 1, uptime: 50 },
          entityCount: 1,
          latestSync: { id: ids.failed, source: 'payments' },
          runningSync: null,
        },
        {
          id: 'core',
          isConfigured: true,
          configuration: { repository: 'core', scheduleFrequency: 'PT1H' },
          health: { status: 'HEALTHY', reasons: [] },
          entityCount: 2,
          latestSync: { id: ids.core, source: 'core' },
        },
        {
          id: 'legal',
          isConfigured: false,
          configuration: null,
          health: null,
          dataAsOf: expect.stringMatching(/^20/),
          entityCount: 1,
          latestSync: { id: ids.legal, source: 'legal' },
        },
      ]);
      expect(sources[0].recentSyncs).toEqual([
        {
          id: ids.failed,
          number: expect.any(Number),
          status: 'FAILURE',
          startTime: expect.any(String),
          durationMs: 2000,
        },
        expect.objectContaining({ id: ids.payments }),
      ]);
      expect(await get('/sources/core')).toEqual(sources[1]);
      expect(await get('/sources/legal')).toEqual(sources[2]);
    });

    it('each have a history, held removals and a running sync of their own', async () => {
      const { get, store, ids } = await start(databaseId);
      await store.ofSource('core').lease.acquire({
        syncId: '019a2b3c-0000-7000-8000-000000000000',
        syncType: 'MANUAL',
        dryRun: false,
        configSnapshot: { repository: 'core', branch: '-' },
      });

      const all = await get('/sync-history');
      const ofPayments = await get('/sync-history?source=payments');
      const ofLegal = await get('/sync-history?source=legal');

      expect(all.pagination.total).toBe(4);
      expect(idsOf(ofPayments.history)).toEqual([ids.failed, ids.payments]);
      expect(ofPayments.pagination.total).toBe(2);
      expect(idsOf(ofLegal.history)).toEqual([ids.legal]);
      expect((await get('/held-removals')).heldRemovals).toMatchObject([
        { entityRef: 'api:default/refunds', source: 'payments' },
      ]);
      expect((await get('/held-removals?source=core')).heldRemovals).toEqual(
        [],
      );
      expect((await get('/sync-history/running')).running).toMatchObject({
        source: 'core',
      });
      expect(
        (await get('/sync-history/running?source=payments')).running,
      ).toBeNull();
    });
  });

  it('are one, called default, where only one is configured', async () => {
    const { get } = await start('SQLITE_3', { config: { directory: 'data' } });

    const { sources } = await get('/sources');

    expect(sources[0]).toMatchObject({
      id: 'default',
      isConfigured: true,
      entityCount: 0,
      latestSync: null,
      recentSyncs: [],
    });
  });

  it('tell with what they were configured before they left', async () => {
    const { get, store } = await start();
    const before = readStaticDataConfig(
      new ConfigReader({
        staticData: { sources: { legal: { directory: 'legal' } } },
      }),
    )!;
    await store
      .ofSource('legal')
      .configurations.observe(before, before.sources[0]);

    expect((await get('/sources/legal')).configuration).toMatchObject({
      repository: 'legal',
      branch: '-',
      lastConfigUpdate: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  describe('that a request leaves out', () => {
    it.each(['/settings', '/sync-statistics'])(
      'have to be named for %s, if there are several',
      async path => {
        const { messageOf } = await start();

        expect(await messageOf(path)).toBe(
          '400: Invalid request: source: name one of: payments, core',
        );
      },
    );

    it('have to be named for a sync, if there are several', async () => {
      const { api, store } = await start();

      const { status, body } = await api.post(`${BASE}/refresh`);

      expect(status).toBe(400);
      expect(body.error.message).toBe(
        'Invalid request: source: name one of: payments, core',
      );
      expect(await store.all.refreshRequests.count()).toBe(0);
    });

    it('are the one called default', async () => {
      const { get } = await start('SQLITE_3', {
        config: {
          sources: {
            payments: { directory: 'payments' },
            default: { directory: 'data' },
          },
        },
      });

      const { configuration } = await get('/settings');

      expect(configuration.repository).toBe('data');
    });

    it('are the only one, whatever its name', async () => {
      const { get, api, store } = await start('SQLITE_3', {
        config: { sources: { core: { directory: 'core' } } },
      });

      const { configuration } = await get('/settings');
      await api.post(`${BASE}/refresh`);

      expect(configuration.repository).toBe('core');
      expect(await store.ofSource('core').refreshRequests.count()).toBe(1);
    });
  });

  it('can be named for settings, statistics, health and a sync', async () => {
    const { get, api, store, ids } = await start();

    const settings = await get('/settings?source=core');
    const statistics = await get('/sync-statistics?source=payments');
    const health = await get('/health?source=core');
    const refresh = await api.post(`${BASE}/refresh`).send({ source: 'core' });

    expect(settings).toMatchObject({
      configuration: { repository: 'core' },
      latestSync: { id: ids.core },
      statistics: { totalSyncs: 1 },
      health: { status: 'HEALTHY' },
    });
    expect(statistics).toMatchObject({ totalSyncs: 2, failedSyncs: 1 });
    expect(health).toEqual(settings.health);
    expect(refresh.status).toBe(202);
    expect(await store.ofSource('core').refreshRequests.peek()).toMatchObject({
      syncId: refresh.body.syncId,
    });
    expect(await get(`/refresh/${refresh.body.syncId}`)).toMatchObject({
      status: 'QUEUED',
    });
  });

  it('share the limit of dry runs', async () => {
    const { api } = await start();
    const preview = async (source: string, ref: string) =>
      (await api.post(`${BASE}/refresh`).send({ source, ref, dryRun: true }))
        .status;

    for (const ref of ['a', 'b', 'c']) {
      expect(await preview('core', ref)).toBe(202);
    }
    expect(await preview('payments', 'a')).toBe(202);
    expect(await preview('payments', 'b')).toBe(202);
    expect(await preview('payments', 'c')).toBe(429);
  });

  it('are as healthy together as the worst of them, which is named', async () => {
    const { get } = await start();

    const { status, reasons, consecutiveFailures, uptime } = await get(
      '/health',
    );

    expect(status).toBe('UNHEALTHY');
    expect(reasons).toEqual([
      'payments: Only 50.0% of the syncs of the last 30 days were applied.',
      'payments: The last sync failed.',
      'payments: 1 removal is held back: restore its source, or approve it.',
    ]);
    expect({ consecutiveFailures, uptime }).toEqual({
      consecutiveFailures: 1,
      uptime: 50,
    });
  });

  it.each([
    '/settings',
    '/sync-statistics',
    '/health',
    '/sync-history',
    '/sync-history/export',
    '/sync-history/running',
    '/held-removals',
  ])('that nobody knows are not found for %s', async path => {
    const { messageOf } = await start();

    expect(await messageOf(`${path}?source=shop`)).toBe(
      `404: No source has the id 'shop'`,
    );
  });

  it.each(['/sources/shop', '/sources/no source'])(
    'that nobody knows are not found: %s',
    async path => {
      const { messageOf } = await start();

      expect(await messageOf(encodeURI(path))).toMatch(
        /^404: No source has the id '(shop|no source)'$/,
      );
    },
  );

  it.each(['/settings', '/sync-statistics', '/health'])(
    'that have left have no %s',
    async path => {
      const { messageOf } = await start();

      expect(await messageOf(`${path}?source=legal`)).toBe(
        `404: The source 'legal' has left the configuration and is not synchronised any more`,
      );
    },
  );

  it('that have left are not synchronised', async () => {
    const { api, store } = await start();

    const { status } = await api
      .post(`${BASE}/refresh`)
      .send({ source: 'legal' });

    expect(status).toBe(404);
    expect(await store.all.refreshRequests.count()).toBe(0);
  });

  it('have syncs that are not compared with those of another one', async () => {
    const { messageOf, ids } = await start();

    expect(
      await messageOf(
        `/sync-history/compare?from=${ids.core}&to=${ids.payments}`,
      ),
    ).toBe(
      `400: Invalid request: to: is a sync of the source 'payments', and from is one of 'core'`,
    );
  });

  it('are a column of the exported history, and a filter', async () => {
    const { api } = await start();

    const { text } = await api.get(`${BASE}/sync-history/export?source=core`);
    const [columns, ...syncs] = text
      .trimEnd()
      .split('\r\n')
      .map(line => line.split(','));

    const column = columns.indexOf('source');
    expect(syncs.map(cells => cells[column])).toEqual(['core']);
  });

  describe('that are released', () => {
    const release = (source: string) => `${BASE}/sources/${source}/release`;

    it('have a sync requested, which removes what they had', async () => {
      const { api, store, events, audited, auditor } = await start();
      const announced: unknown[] = [];
      await events.subscribe({
        id: 'test',
        topics: ['static-data.refresh'],
        onEvent: async ({ eventPayload }) => {
          announced.push(eventPayload);
        },
      });

      const { status, headers, body } = await api
        .post(release('legal'))
        .set('authorization', mockCredentials.user.header('user:default/ada'));

      expect(status).toBe(202);
      expect(body).toEqual({
        message: `Release of the entities of 'legal' requested`,
        syncId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        triggeredBy: 'user:default/ada',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        status: 'QUEUED',
      });
      expect(headers.location).toBe(`${BASE}/refresh/${body.syncId}`);
      expect(announced).toEqual([{ syncId: body.syncId, source: 'legal' }]);
      expect(
        await store.ofSource('legal').releaseRequests.peek(),
      ).toMatchObject({
        syncId: body.syncId,
        syncType: 'MANUAL',
        triggeredBy: 'user:default/ada',
        dryRun: false,
      });
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({
          eventId: 'source-release',
          severityLevel: 'high',
        }),
      );
      expect(audited).toEqual([
        {
          outcome: 'success',
          details: { meta: { syncId: body.syncId, source: 'legal' } },
        },
      ]);
    });

    it('are listed no more, but still known', async () => {
      const { get, api, store } = await start();
      const { applied, ...sync } = createAppliedSync({
        record: { startTime: minutesAgo(1) },
      });
      await store.all.ofSource('legal').complete({
        ...sync,
        applied: { ...applied!, state: { ...applied!.state, release: true } },
      });

      const { sources } = await get('/sources');
      const again = await api.post(release('legal'));

      expect(idsOf(sources)).toEqual(['payments', 'core']);
      expect(await get('/sources/legal')).toMatchObject({
        isConfigured: false,
      });
      expect(again.status).toBe(409);
      expect(again.body.error.message).toMatch(
        /^The entities of the source 'legal' were released at 20/,
      );
    });

    it.each([
      ['core', 409, /^The source 'core' is configured/],
      ['shop', 404, /^No source has the id 'shop'$/],
    ])(
      'must have left the configuration: %s is refused',
      async (source, expected, message) => {
        const { api, store, audited } = await start();

        const { status, body } = await api.post(release(source));

        expect(status).toBe(expected);
        expect(body.error.message).toMatch(message);
        expect(audited).toMatchObject([{ outcome: 'fail' }]);
        expect(await store.all.refreshRequests.count()).toBe(0);
      },
    );

    it('need the permission to override', async () => {
      const { api, store, audited } = await start('SQLITE_3', {
        denied: ['staticData.sync.override'],
      });

      const { status, body } = await api.post(release('legal'));

      expect(status).toBe(403);
      expect(body.error.message).toContain('staticData.sync.override');
      expect(audited).toMatchObject([{ outcome: 'fail' }]);
      expect(await store.all.refreshRequests.count()).toBe(0);
    });
  });

  it('are shown to those who may read, with stack traces only to those who may start syncs', async () => {
    const options = { denied: ['staticData.sync.refresh'] };
    const { get, store } = await start('SQLITE_3', options);
    await store.ofSource('core').complete(
      createCompletedSync({
        record: {
          startTime: minutesAgo(1),
          status: 'FAILURE',
          errors: [
            {
              phase: 'FETCH',
              code: 'INTERNAL',
              error: 'x',
              hint: 'y',
              stackTrace: 'at secret place',
            },
          ],
          errorCount: 1,
        },
      }),
    );

    const { sources } = await get('/sources');

    expect(sources[1].latestSync.errors).toEqual([
      expect.objectContaining({ error: 'x' }),
    ]);
    expect(JSON.stringify(sources)).not.toContain('secret place');
  });
});
