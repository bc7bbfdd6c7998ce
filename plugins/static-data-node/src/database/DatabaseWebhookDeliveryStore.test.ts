import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { MessageToDeliver } from '../store';
import { DatabaseStaticDataStore } from './DatabaseStaticDataStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const TABLE = 'static_data_webhook_deliveries';
const isoTime = expect.stringMatching(/^20\d\d-.*T.*\.\d{3}Z$/);

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await DatabaseStaticDataStore.create({
    getClient: async () => knex,
  });
  let events = 0;
  return {
    knex,
    store,
    deliveries: store.webhookDeliveries,
    /** Queues a message to each of these webhooks. */
    queue: async (...webhookIds: string[]) => {
      await store.announcements.announceSync(
        'sync',
        webhookIds.map(id => createMessage(id, `event ${events++}`)),
      );
    },
    /** As if a message had been queued long ago. */
    makeOlder: (webhookId: string, days: number) =>
      knex(TABLE)
        .where({ webhook_id: webhookId })
        .update({
          created_at: new Date(Date.now() - days * 86_400_000).toISOString(),
        }),
  };
}

function createMessage(webhookId: string, eventId: string): MessageToDeliver {
  return {
    webhookId,
    eventId,
    message: {
      type: 'webhook.test',
      timestamp: '2026-03-01T10:00:00.000Z',
      data: { webhookId },
    },
  };
}

describe.each(databases.eachSupportedId())(
  'DatabaseWebhookDeliveryStore, %s',
  databaseId => {
    it('has messages sent, one after the other, in the order in which they came', async () => {
      const { deliveries, queue } = await createStore(databaseId);
      await queue('a');
      await queue('a', 'b');
      const first = await deliveries.claimNext('a');
      const second = await deliveries.claimNext('a');
      expect(first).toEqual({
        id: expect.any(String),
        webhookId: 'a',
        type: 'webhook.test',
        state: 'pending',
        attempts: 1,
        createdAt: isoTime,
        lastAttemptAt: isoTime,
        nextAttemptAt: isoTime,
        payload: JSON.stringify(createMessage('a', '').message),
      });
      expect(second!.id > first!.id).toBe(true);
      expect(await deliveries.claimNext('a')).toBeUndefined();
      expect(await deliveries.claimNext('b')).toMatchObject({ webhookId: 'b' });
    });

    it('has a message sent by one of many', async () => {
      const { deliveries, queue } = await createStore(databaseId);
      await queue('a', 'a', 'a');
      const claimed = await Promise.all(
        Array.from({ length: 20 }, () => deliveries.claimNext('a')),
      );
      const ids = claimed.flatMap(delivery => delivery?.id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(0);
    });

    it('has a message sent again after a while, as long as it is pending', async () => {
      const { deliveries, queue } = await createStore(databaseId);
      await queue('a');
      const first = await deliveries.claimNext('a');
      expect(
        await deliveries.settle(first!, {
          state: 'pending',
          statusCode: 503,
          error: 'HTTP 503',
          retryAfterMs: 0,
        }),
      ).toMatchObject({
        state: 'pending',
        attempts: 1,
        statusCode: 503,
        error: 'HTTP 503',
        nextAttemptAt: isoTime,
      });

      const second = await deliveries.claimNext('a');
      expect(second).toMatchObject({ id: first!.id, attempts: 2 });
      await deliveries.settle(second!, {
        state: 'pending',
        error: 'ECONNREFUSED',
        retryAfterMs: 60_000,
      });
      expect(await deliveries.claimNext('a')).toBeUndefined();
      const { deliveries: listed } = await deliveries.list({ limit: 1 });
      const [{ nextAttemptAt, lastAttemptAt, statusCode }] = listed;
      expect(statusCode).toBeUndefined();
      expect(
        Date.parse(nextAttemptAt!) - Date.parse(lastAttemptAt!),
      ).toBeGreaterThanOrEqual(60_000);
    });

    it.each(['delivered', 'dead'] as const)(
      'has a message that is %s not sent again',
      async state => {
        const { knex, deliveries, queue } = await createStore(databaseId);
        await queue('a');
        const claimed = await deliveries.claimNext('a');
        const settled = await deliveries.settle(claimed!, {
          state,
          statusCode: 200,
        });
        expect(settled).toMatchObject({ state, statusCode: 200 });
        expect(settled.nextAttemptAt).toBeUndefined();

        await knex(TABLE).update({
          next_attempt_at: '2026-01-01T00:00:00.000Z',
        });
        expect(await deliveries.claimNext('a')).toBeUndefined();
      },
    );

    it('has a message sent by somebody else if a process died over it, who then has the say', async () => {
      const { knex, deliveries, queue } = await createStore(databaseId);
      await queue('a');
      const lost = await deliveries.claimNext('a');
      await knex(TABLE).update({ next_attempt_at: '2026-01-01T00:00:00.000Z' });
      const taken = await deliveries.claimNext('a');
      expect(taken).toMatchObject({ id: lost!.id, attempts: 2 });

      await deliveries.settle(lost!, { state: 'dead' });
      expect(
        await deliveries.settle(taken!, {
          state: 'delivered',
          statusCode: 204,
        }),
      ).toMatchObject({ state: 'delivered', statusCode: 204 });
    });

    it('claims a message as it is added', async () => {
      const { deliveries } = await createStore(databaseId);
      const added = await deliveries.addClaimed(createMessage('a', 'x'));
      expect(added).toMatchObject({ attempts: 1, state: 'pending' });
      expect(JSON.parse(added.payload)).toEqual(
        createMessage('a', 'x').message,
      );
      expect(await deliveries.claimNext('a')).toBeUndefined();
    });

    it('lists messages newest first, in pages', async () => {
      const { deliveries, queue } = await createStore(databaseId);
      await queue('a', 'b', 'a', 'b', 'a');
      const { deliveries: all } = await deliveries.list({ limit: 10 });
      expect(all.map(({ webhookId }) => webhookId)).toEqual([
        ...['a', 'b', 'a', 'b', 'a'],
      ]);
      expect(all[0]).not.toHaveProperty('payload');

      const first = await deliveries.list({ limit: 2 });
      expect(first).toEqual({ deliveries: all.slice(0, 2), hasMore: true });
      expect(
        await deliveries.list({ limit: 3, after: first.deliveries[1].id }),
      ).toEqual({ deliveries: all.slice(2), hasMore: false });
    });

    it('lists and counts messages of a webhook or a state', async () => {
      const { deliveries, queue } = await createStore(databaseId);
      await queue('a', 'b', 'a');
      const claimed = await deliveries.claimNext('a');
      await deliveries.settle(claimed!, { state: 'dead' });
      const list = async (query: object) => {
        const page = await deliveries.list({ limit: 10, ...query });
        return page.deliveries.map(({ webhookId, state }) => [
          webhookId,
          state,
        ]);
      };

      expect(await list({ webhookId: 'b' })).toEqual([['b', 'pending']]);
      expect(await list({ state: ['dead'] })).toEqual([['a', 'dead']]);
      expect(await list({ state: ['dead', 'pending'] })).toHaveLength(3);
      expect(await list({ webhookId: 'a', state: ['pending'] })).toHaveLength(
        1,
      );
      expect(await deliveries.countPending('a')).toBe(1);
      expect(await deliveries.countPending('c')).toBe(0);
    });

    it('gives up after a day what nobody sends, and deletes what is older than the history', async () => {
      const { store, deliveries, queue, makeOlder } = await createStore(
        databaseId,
      );
      await queue('recent', 'abandoned', 'old');
      await makeOlder('abandoned', 2);
      await makeOlder('old', 8);

      await store.trimHistory({ retentionDays: 7, maxRecords: 10 });

      const { deliveries: left } = await deliveries.list({ limit: 10 });
      expect(left).toMatchObject([
        {
          webhookId: 'abandoned',
          state: 'dead',
          error: 'Not delivered within 24 hours',
        },
        { webhookId: 'recent', state: 'pending' },
      ]);
    });
  },
);
