import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { SyncHealth } from '@internal/plugin-static-data-common';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import { announce } from './announce';
import { Deliverer } from './Deliverer';
import { createNotificationsRecipient, NOTIFICATIONS } from './notifications';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const startTime = '2026-03-01T10:00:00.000Z';

describe.each(databases.eachSupportedId())('alerts, %s', databaseId => {
  async function setUp(sources = ['default']) {
    const knex = await databases.init(databaseId);
    const store = await createTestStore(knex);
    const sent: NotificationSendOptions[] = [];
    const health = { consecutiveFailures: 0, lateBy: 0, dataAsOf: null };
    const healths: Record<string, typeof health> = {};
    const send = jest.fn(async (options: NotificationSendOptions) => {
      sent.push(options);
    });
    return {
      knex,
      store,
      send,
      health,
      /** Of those sources that differ. */
      healths,
      /** Another process, or this one after a restart. */
      createProcess(logger = mockServices.logger.mock()) {
        const alerts = {
          consecutiveFailures: 3,
          owners: false,
          recipients: { entityRefs: ['group:default/platform'] },
        };
        const announceAll = () =>
          announce({
            store: store.all,
            sources,
            webhooks: [],
            alerts,
            getHealth: async source =>
              (healths[source] ?? health) as unknown as SyncHealth,
          });
        const deliverer = new Deliverer({
          outbox: store.outbox,
          recipients: [
            createNotificationsRecipient({
              id: NOTIFICATIONS,
              notifications: { send },
              entityRefs: alerts.recipients.entityRefs,
              logger,
            }),
          ],
          logger,
        });
        return {
          announce: announceAll,
          deliver: () => deliverer.run(),
          async run() {
            await announceAll();
            await deliverer.run();
          },
        };
      },
      /** As if the time of the next attempt had come. */
      makeDue: () =>
        knex('static_data_messages')
          .where({ state: 'pending' })
          .update({ next_attempt_at: '2026-01-01T00:00:00.000Z' }),
      /** Titles of what was sent, oldest first. */
      titles: () => sent.map(({ payload }) => payload.title),
      sent,
    };
  }

  it('notifies once when a state begins and once when it is over, over restarts', async () => {
    const { createProcess, health, titles, sent, store } = await setUp();
    const sync = createCompletedSync({
      record: { startTime, status: 'FAILURE' },
    });
    await store.complete(sync);
    await createProcess().run();
    expect(titles()).toEqual([]);

    for (const failures of [1, 2, 3, 4, 5]) {
      health.consecutiveFailures = failures;
      await createProcess().run();
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
    await createProcess().run();
    await createProcess().run();
    expect(titles().slice(1)).toEqual(['Syncs are no longer failing']);

    health.consecutiveFailures = 3;
    await createProcess().run();
    expect(titles().slice(2)).toEqual(['The last 3 syncs failed']);
  });

  it('notifies of each state separately', async () => {
    const { createProcess, health, titles } = await setUp();
    health.lateBy = 1;
    await createProcess().run();
    health.consecutiveFailures = 3;
    await createProcess().run();
    health.lateBy = 0;
    await createProcess().run();

    expect(titles()).toEqual([
      'Scheduled syncs are not running',
      'The last 3 syncs failed',
      'Scheduled syncs are running again',
    ]);
  });

  it('notifies once when several processes look at the same time', async () => {
    const { createProcess, health, titles } = await setUp();
    for (const failures of [3, 0, 3]) {
      health.consecutiveFailures = failures;
      await Promise.all(Array.from({ length: 5 }, () => createProcess().run()));
    }

    expect(titles()).toEqual([
      'The last 3 syncs failed',
      'Syncs are no longer failing',
      'The last 3 syncs failed',
    ]);
  });

  it('queues a notification in the transaction that remembers it, so that none is lost', async () => {
    const { createProcess, health, titles } = await setUp();
    health.consecutiveFailures = 3;
    // Dies before it sends anything.
    await createProcess().announce();
    expect(titles()).toEqual([]);

    await createProcess().run();
    await createProcess().run();
    expect(titles()).toEqual(['The last 3 syncs failed']);
  });

  it('notifies of each source by itself', async () => {
    const { createProcess, health, healths, titles } = await setUp([
      'payments',
      'core',
    ]);
    healths.payments = { ...health, consecutiveFailures: 3 };
    await createProcess().run();
    healths.core = { ...health, consecutiveFailures: 4 };
    await createProcess().run();
    healths.payments = health;
    await createProcess().run();

    expect(titles()).toEqual([
      'payments: The last 3 syncs failed',
      'core: The last 4 syncs failed',
      'payments: Syncs are no longer failing',
    ]);
  });

  it('sends a notification again if a process died while it was sending it', async () => {
    const { createProcess, health, send, titles, makeDue } = await setUp();
    health.consecutiveFailures = 3;
    const dying = createProcess();
    await dying.announce();
    let end = () => {};
    send.mockImplementationOnce(
      () =>
        new Promise(resolve => {
          end = resolve;
        }),
    );
    const running = dying.deliver();
    while (send.mock.calls.length === 0) {
      await new Promise(setImmediate);
    }
    // The first process has a minute.
    await createProcess().run();
    expect(titles()).toEqual([]);

    await makeDue();
    await createProcess().run();
    expect(titles()).toEqual(['The last 3 syncs failed']);
    end();
    await running;
  });

  it('tries again every minute when it could not notify, without filling the log', async () => {
    const { createProcess, health, titles, send, makeDue } = await setUp();
    const logger = mockServices.logger.mock();
    health.consecutiveFailures = 3;
    for (let i = 0; i < 3; i++) {
      send.mockRejectedValueOnce(new Error('Request failed with status 503'));
      await makeDue();
      await createProcess(logger).run();
      // Not before its time.
      await createProcess(logger).run();
    }
    expect(send).toHaveBeenCalledTimes(3);
    expect(titles()).toEqual([]);
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /'failing'; trying again every minute for an hour: .*503/,
        ),
      ],
    ]);

    await makeDue();
    await createProcess(logger).run();
    expect(titles()).toEqual(['The last 3 syncs failed']);
  });

  it('says that a state is over only after it has said, or given up saying, that it holds', async () => {
    const { createProcess, health, titles, send, makeDue } = await setUp();
    health.consecutiveFailures = 3;
    send.mockRejectedValueOnce(new Error('fetch failed'));
    await createProcess().run();
    health.consecutiveFailures = 0;
    await createProcess().run();
    expect(titles()).toEqual([]);

    await makeDue();
    await createProcess().run();
    expect(titles()).toEqual([
      'The last 3 syncs failed',
      'Syncs are no longer failing',
    ]);
  });

  it('gives up after an hour of trying, and still says when it is over', async () => {
    const { knex, createProcess, health, send, makeDue } = await setUp();
    const logger = mockServices.logger.mock();
    const replica = createProcess(logger);
    health.consecutiveFailures = 3;
    send.mockImplementation(async () => {
      throw new Error('fetch failed');
    });
    await replica.run();
    await knex('static_data_messages').update({ attempts: 59 });
    await makeDue();
    await replica.run();
    await makeDue();
    await replica.run();
    expect(send).toHaveBeenCalledTimes(2);
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringContaining('trying again every minute for an hour')],
      [
        expect.stringMatching(
          /^Gave up sending 'failing' to 'plugin:notifications' after 60 attempts: .*fetch failed/,
        ),
      ],
    ]);

    send.mockReset();
    health.consecutiveFailures = 0;
    await replica.run();
    expect(send).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledWith(
      expect.objectContaining({
        payload: expect.objectContaining({
          title: 'Syncs are no longer failing',
        }),
      }),
    );
  });

  it('logs once that there is no notifications backend, and goes on', async () => {
    const { createProcess, health, send } = await setUp();
    const logger = mockServices.logger.mock();
    const replica = createProcess(logger);
    send.mockImplementation(async () => {
      throw new Error(
        'Failed to send notifications: Error: Request failed with status 404',
      );
    });
    for (const failures of [3, 3, 3, 0, 3]) {
      health.consecutiveFailures = failures;
      await replica.run();
    }

    expect(send).toHaveBeenCalledTimes(3);
    expect(logger.warn.mock.calls).toEqual([
      [
        'The notifications backend is not installed, so nobody is notified of anything',
      ],
    ]);
  });
});
