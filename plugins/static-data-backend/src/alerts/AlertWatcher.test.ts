import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { SyncHealth } from '@internal/plugin-static-data-common';
import { DatabaseStaticDataStore } from '@internal/plugin-static-data-node';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { AlertWatcher } from './AlertWatcher';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const startTime = '2026-03-01T10:00:00.000Z';

describe.each(databases.eachSupportedId())('AlertWatcher, %s', databaseId => {
  async function setUp() {
    const knex = await databases.init(databaseId);
    const store = await DatabaseStaticDataStore.create({
      getClient: async () => knex,
    });
    const sent: NotificationSendOptions[] = [];
    const health = { consecutiveFailures: 0, lateBy: 0, dataAsOf: null };
    const send = jest.fn(async (options: NotificationSendOptions) => {
      sent.push(options);
    });
    return {
      knex,
      store,
      send,
      health,
      /** Another process, or this one after a restart. */
      createWatcher: (logger = mockServices.logger.mock()) =>
        new AlertWatcher({
          store,
          notifications: { send },
          config: {
            consecutiveFailures: 3,
            recipients: { entityRefs: ['group:default/platform'] },
          },
          getHealth: async () => health as unknown as SyncHealth,
          logger,
        }),
      /** Titles of what was sent, oldest first. */
      titles: () => sent.map(({ payload }) => payload.title),
      sent,
    };
  }

  it('notifies once when a state begins and once when it is over, over restarts', async () => {
    const { createWatcher, health, titles, sent, store } = await setUp();
    const sync = createCompletedSync({
      record: { startTime, status: 'FAILURE' },
    });
    await store.complete(sync);
    await createWatcher().run();
    expect(titles()).toEqual([]);

    for (const failures of [1, 2, 3, 4, 5]) {
      health.consecutiveFailures = failures;
      await createWatcher().run();
    }
    expect(sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: ['group:default/platform'] },
        payload: expect.objectContaining({
          title: 'The last 3 syncs failed',
          link: `/static-data-settings/syncs/${sync.record.id}`,
        }),
      },
    ]);

    health.consecutiveFailures = 0;
    await createWatcher().run();
    await createWatcher().run();
    expect(titles().slice(1)).toEqual(['Syncs succeed again']);

    health.consecutiveFailures = 3;
    await createWatcher().run();
    expect(titles().slice(2)).toEqual(['The last 3 syncs failed']);
  });

  it('notifies of each state by itself', async () => {
    const { createWatcher, health, titles } = await setUp();
    health.lateBy = 1;
    await createWatcher().run();
    health.consecutiveFailures = 3;
    await createWatcher().run();
    health.lateBy = 0;
    await createWatcher().run();

    expect(titles()).toEqual([
      'Syncs do not run when they are due',
      'The last 3 syncs failed',
      'Syncs run when they are due again',
    ]);
  });

  it('notifies once when several processes look at the same time', async () => {
    const { createWatcher, health, titles } = await setUp();
    for (const failures of [3, 0, 3]) {
      health.consecutiveFailures = failures;
      await Promise.all(Array.from({ length: 5 }, () => createWatcher().run()));
    }

    expect(titles()).toEqual([
      'The last 3 syncs failed',
      'Syncs succeed again',
      'The last 3 syncs failed',
    ]);
  });

  it('tries again when it could not notify, without filling the log', async () => {
    const { createWatcher, health, titles, send } = await setUp();
    const logger = mockServices.logger.mock();
    health.consecutiveFailures = 3;
    for (let i = 0; i < 3; i++) {
      send.mockRejectedValueOnce(new Error('Request failed with status 503'));
      await createWatcher(logger).run();
    }
    expect(titles()).toEqual([]);
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringMatching(/'failing', attempt 1: .*503/)],
    ]);

    await createWatcher(logger).run();
    expect(titles()).toEqual(['The last 3 syncs failed']);
  });

  it('gives up after an hour of trying, and still says when it is over', async () => {
    const { knex, createWatcher, health, titles, send } = await setUp();
    const logger = mockServices.logger.mock();
    const watcher = createWatcher(logger);
    health.consecutiveFailures = 3;
    send.mockImplementation(async () => {
      throw new Error('fetch failed');
    });
    await watcher.run();
    await knex('static_data_alerts').update({ attempts: 59 });
    await watcher.run();
    await watcher.run();
    expect(send).toHaveBeenCalledTimes(2);
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringContaining('attempt 1:')],
      [expect.stringContaining('attempt 60:')],
    ]);

    send.mockReset();
    health.consecutiveFailures = 0;
    await watcher.run();
    expect(send).toHaveBeenCalledTimes(1);
    expect(titles()).toEqual([]);
  });

  it('says once that there is nobody to notify through, and goes on', async () => {
    const { createWatcher, health, send } = await setUp();
    const logger = mockServices.logger.mock();
    const watcher = createWatcher(logger);
    send.mockImplementation(async () => {
      throw new Error(
        'Failed to send notifications: Error: Request failed with status 404',
      );
    });
    for (const failures of [3, 3, 3, 0, 3]) {
      health.consecutiveFailures = failures;
      await watcher.run();
    }

    expect(send).toHaveBeenCalledTimes(3);
    expect(logger.warn.mock.calls).toEqual([
      ['There is no notifications backend, so nobody is notified of alerts'],
    ]);
  });
});
