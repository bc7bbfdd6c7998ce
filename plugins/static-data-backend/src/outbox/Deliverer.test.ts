import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Webhook } from 'standardwebhooks';
import { createTestStore } from '../__testUtils__/createTestStore';
import { answers, WebhookReceiver } from './__testUtils__/WebhookReceiver';
import { Deliverer, Recipient } from './Deliverer';
import { createWebhookRecipient } from './sendWebhook';

jest.setTimeout(60_000);

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const TABLE = 'static_data_messages';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('Deliverer, %s', databaseId => {
  const cleanups: Array<() => void | Promise<void>> = [];

  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) {
      await clean();
    }
  });

  /** Webhooks with these ids, to receivers that behave so. */
  async function setUp(behaviour: Record<string, keyof typeof answers>) {
    const knex = await databases.init(databaseId);
    const store = await createTestStore(knex);
    const receivers: Record<string, WebhookReceiver> = {};
    const recipients: Recipient[] = [];
    for (const [id, answer] of Object.entries(behaviour)) {
      const receiver = await WebhookReceiver.start(new Webhook(SECRET));
      receiver.answer = answer;
      cleanups.push(() => receiver.stop());
      receivers[id] = receiver;
      recipients.push(
        createWebhookRecipient(
          { id, url: receiver.url, secret: SECRET, events: [] },
          // No test waits for it.
          600_000,
        ),
      );
    }
    let events = 0;
    return {
      receivers,
      logger: mockServices.logger.mock(),
      /** Another process, or this one after a restart. */
      createDeliverer(logger = mockServices.logger.mock()) {
        const deliverer = new Deliverer({
          outbox: store.outbox,
          recipients,
          logger,
        });
        cleanups.push(() => deliverer.stop());
        return deliverer;
      },
      async queue(recipient: string, count = 1) {
        for (let i = 0; i < count; i++) {
          const told = await store.outbox.getTold('default', 'test');
          await store.outbox.tell(told, 'changed', [
            {
              recipient,
              eventId: `event ${events++}`,
              type: 'sync.failed',
              payload: { type: 'sync.failed', data: { syncId: `sync ${i}` } },
            },
          ]);
        }
      },
      /** As if the time of the next attempt had come. */
      makeDue: () =>
        knex(TABLE)
          .where({ state: 'pending' })
          .update({ next_attempt_at: '2026-01-01T00:00:00.000Z' }),
      makeOlder: (hours: number) =>
        knex(TABLE).update({
          created_at: new Date(Date.now() - hours * 3_600_000).toISOString(),
        }),
      async list() {
        const { messages } = await store.outbox.list({ limit: 500 });
        return messages.reverse();
      },
    };
  }

  it('sends what is queued, in the order in which it was queued', async () => {
    const { createDeliverer, queue, receivers, list } = await setUp({
      a: 'accept',
    });
    await queue('a', 3);
    await createDeliverer().run();

    expect(receivers.a.received.map(({ message }) => message)).toEqual(
      [0, 1, 2].map(i => ({
        type: 'sync.failed',
        data: { syncId: `sync ${i}` },
      })),
    );
    const deliveries = await list();
    expect(deliveries.map(({ id }) => id)).toEqual(
      receivers.a.received.map(({ id }) => id),
    );
    for (const delivery of deliveries) {
      expect(delivery).toMatchObject({
        state: 'delivered',
        attempts: 1,
        statusCode: 204,
      });
    }
  });

  it('sends again what was not accepted, under the same id, after a restart too', async () => {
    const { createDeliverer, queue, receivers, makeDue, list } = await setUp({
      a: 'refuse',
    });
    await queue('a');
    const first = createDeliverer();
    await first.run();
    expect(await list()).toMatchObject([
      { state: 'pending', attempts: 1, statusCode: 500, error: 'HTTP 500' },
    ]);
    const [{ lastAttemptAt, nextAttemptAt }] = await list();
    expect(
      Date.parse(nextAttemptAt!) - Date.parse(lastAttemptAt!),
    ).toBeGreaterThanOrEqual(5000);
    first.stop();

    receivers.a.answer = 'accept';
    await makeDue();
    await createDeliverer().run();

    const [before, after] = receivers.a.received;
    expect(after).toEqual(before);
    const [delivery] = await list();
    expect(delivery).toMatchObject({
      id: before.id,
      state: 'delivered',
      attempts: 2,
      statusCode: 204,
    });
    expect(delivery.error).toBeUndefined();
  });

  it('sends again what a process was sending when it died', async () => {
    const { createDeliverer, queue, receivers, makeDue, list } = await setUp({
      a: 'hang',
    });
    await queue('a');
    const dying = createDeliverer();
    const running = dying.run();
    await receivers.a.waitFor(1);
    await makeDue();
    receivers.a.answer = 'accept';
    await createDeliverer().run();
    dying.stop();
    await running;

    expect(receivers.a.received[1].id).toBe(receivers.a.received[0].id);
    expect(await list()).toMatchObject([{ state: 'delivered', attempts: 2 }]);
  });

  it('sends each message once when there are several processes', async () => {
    const { createDeliverer, queue, receivers } = await setUp({
      a: 'accept',
    });
    await queue('a', 30);
    await Promise.all([
      createDeliverer().run(),
      createDeliverer().run(),
      createDeliverer().run(),
    ]);
    await createDeliverer().run();

    const ids = receivers.a.received.map(({ id }) => id);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
  });

  it('lets no receiver hold up the others', async () => {
    const { createDeliverer, queue, receivers } = await setUp({
      slow: 'hang',
      endless: 'trickleHead',
      good: 'accept',
    });
    await queue('slow', 3);
    await queue('endless', 3);
    await queue('good', 3);
    const deliverer = createDeliverer();
    const running = deliverer.run();
    await Promise.all([
      receivers.good.waitFor(3),
      receivers.slow.waitFor(1),
      receivers.endless.waitFor(1),
    ]);

    expect(receivers.slow.received).toHaveLength(1);
    expect(receivers.endless.received).toHaveLength(1);
    deliverer.stop();
    await running;
  });

  it('follows no redirects', async () => {
    const { createDeliverer, queue, receivers, list } = await setUp({
      a: 'redirect',
    });
    await queue('a');
    await createDeliverer().run();

    expect(receivers.a.received.map(({ path }) => path)).toEqual([
      '/hook?token=marked',
    ]);
    expect(await list()).toMatchObject([
      { state: 'pending', error: 'HTTP 307' },
    ]);
  });

  it('gives up at once when the receiver is gone, and logs it', async () => {
    const { createDeliverer, queue, makeDue, receivers, list, logger } =
      await setUp({ a: 'leave' });
    await queue('a');
    const deliverer = createDeliverer(logger);
    await deliverer.run();
    await makeDue();
    await deliverer.run();

    expect(receivers.a.received).toHaveLength(1);
    expect(await list()).toMatchObject([{ state: 'dead', statusCode: 410 }]);
    expect(logger.warn.mock.calls).toEqual([
      [`Gave up sending 'sync.failed' to 'a' after 1 attempt: HTTP 410`],
    ]);
  });

  it('gives up after 24 hours', async () => {
    const { createDeliverer, queue, makeOlder, list } = await setUp({
      a: 'refuse',
    });
    await queue('a');
    await makeOlder(24);
    await createDeliverer().run();

    expect(await list()).toMatchObject([
      { state: 'dead', attempts: 1, error: 'HTTP 500' },
    ]);
  });

  it('sends nothing more once it is stopped', async () => {
    const { createDeliverer, queue, receivers, list } = await setUp({
      a: 'accept',
    });
    await queue('a');
    const deliverer = createDeliverer();
    deliverer.stop();
    await deliverer.run();

    expect(receivers.a.received).toEqual([]);
    expect(await list()).toMatchObject([{ state: 'pending', attempts: 0 }]);
  });
});
