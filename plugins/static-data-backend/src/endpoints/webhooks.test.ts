import { TestDatabases } from '@backstage/backend-test-utils';
import { STATIC_DATA_SYNC_TOPIC } from '@internal/plugin-static-data-common';
import { Webhook } from 'standardwebhooks';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { startStaticData } from '../__testUtils__/startStaticData';
import { WebhookReceiver } from '../outbox/__testUtils__/WebhookReceiver';

jest.setTimeout(60_000);

const SECRET = 'a marked secret in plain text';
const startTime = '2026-03-01T10:00:00.000Z';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('webhooks, %s', databaseId => {
  let receiver: WebhookReceiver;

  beforeEach(async () => {
    receiver = await WebhookReceiver.start(
      new Webhook(Buffer.from(SECRET), { format: 'raw' }),
    );
  });
  afterEach(() => receiver.stop());

  async function start() {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
      config: {
        directory: 'data',
        webhooks: [
          {
            id: 'chat',
            url: receiver.url,
            secret: SECRET,
            events: ['sync.completed', 'sync.failed'],
          },
          {
            id: 'pager',
            url: receiver.url,
            secret: SECRET,
            events: ['health.changed'],
          },
        ],
      },
    });
    const { api, store, scheduler } = started;
    return {
      ...started,
      get: async (path: string) =>
        (await api.get(`/api/static-data${path}`)).body,
      test: (id: string) => api.post(`/api/static-data/webhooks/${id}/test`),
      /** Has syncs recorded, of which nobody hears. */
      async record(count: number) {
        for (let i = 0; i < count; i++) {
          await store.complete(createCompletedSync({ record: { startTime } }));
        }
      },
      announce: () => scheduler.triggerTask('static-data-announcements'),
    };
  }

  it('are told of a sync as soon as it ends', async () => {
    const { store, events } = await start();
    const { record, ...rest } = createCompletedSync({ record: { startTime } });
    await store.complete({ record, ...rest });
    await events.publish({
      topic: STATIC_DATA_SYNC_TOPIC,
      eventPayload: { syncId: record.id, status: 'SUCCESS', dryRun: false },
    });

    const [{ message }] = await receiver.waitFor(1);
    expect(message).toMatchObject({
      type: 'sync.completed',
      data: { syncId: record.id },
    });
  });

  it('hold nobody up who tells of a sync', async () => {
    receiver.answer = 'hang';
    const { store, events, get } = await start();
    await store.complete(createCompletedSync({ record: { startTime } }));

    await events.publish({ topic: STATIC_DATA_SYNC_TOPIC, eventPayload: {} });

    await receiver.waitFor(1);
    const { deliveries } = await get('/webhooks/deliveries');
    expect(deliveries).toMatchObject([{ state: 'pending', attempts: 1 }]);
    // The attempt is not over.
    expect(deliveries[0]).not.toHaveProperty('error');
  });

  it('are told later of a sync whose end nobody heard of', async () => {
    const { record, announce } = await start();
    await record(2);
    await announce();

    await receiver.waitFor(2);
    expect(receiver.received).toHaveLength(2);
  });

  it('have messages left that say that they are not configured any more', async () => {
    const { store, get } = await start();
    const told = await store.outbox.getTold('default', 'test');
    await store.outbox.tell(told, 'changed', [
      { recipient: 'gone', eventId: 'e', type: 'sync.completed', payload: {} },
      { recipient: 'chat', eventId: 'e', type: 'sync.failed', payload: {} },
    ]);
    const { deliveries } = await get('/webhooks/deliveries?webhook=gone');
    expect(deliveries).toMatchObject([
      {
        webhookId: 'gone',
        state: 'pending',
        error:
          'Not configured: the recipient is no longer in the configuration',
      },
    ]);
    const ofChat = await get('/webhooks/deliveries?webhook=chat');
    expect(JSON.stringify(ofChat)).not.toContain('Not configured');
  });

  it('are listed without what is secret', async () => {
    const { api, record, announce, get } = await start();
    await record(1);
    receiver.answer = 'refuse';
    await announce();
    await receiver.waitFor(1);

    const { text } = await api.get('/api/static-data/webhooks');
    expect(text).not.toContain('marked');
    const { webhooks } = await get('/webhooks');
    expect(webhooks).toEqual([
      {
        id: 'chat',
        url: `${new URL(receiver.url).origin}/***`,
        events: ['sync.completed', 'sync.failed'],
        pending: 1,
        lastDelivery: expect.objectContaining({ type: 'sync.completed' }),
      },
      {
        id: 'pager',
        url: `${new URL(receiver.url).origin}/***`,
        events: ['health.changed'],
        pending: 0,
        lastDelivery: null,
      },
    ]);
  });

  it('can be tried, on the record', async () => {
    const { test, audited, auditor, get } = await start();

    const { status, body } = await test('chat');

    expect(status).toBe(200);
    expect(body.delivery).toMatchObject({
      webhookId: 'chat',
      type: 'webhook.test',
      state: 'delivered',
      attempts: 1,
      statusCode: 204,
    });
    expect(receiver.received).toMatchObject([
      {
        id: body.delivery.id,
        message: { type: 'webhook.test', data: { webhookId: 'chat' } },
      },
    ]);
    expect((await get('/webhooks/deliveries')).deliveries).toEqual([
      body.delivery,
    ]);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'webhook-test' }),
    );
    expect(audited).toEqual([
      {
        outcome: 'success',
        details: {
          meta: { id: body.delivery.id, webhookId: 'chat', state: 'delivered' },
        },
      },
    ]);
  });

  it('say what is wrong when they are tried', async () => {
    receiver.answer = 'refuse';
    const { test } = await start();

    const { status, body } = await test('pager');

    expect(status).toBe(200);
    expect(body.delivery).toMatchObject({
      state: 'dead',
      statusCode: 500,
      error: 'HTTP 500',
    });
  });

  it('cannot be tried when there is none of the name', async () => {
    const { test, audited } = await start();

    const { status, body } = await test('mail');

    expect(status).toBe(404);
    expect(body.error.message).toBe(`No webhook has the id 'mail'`);
    expect(audited).toMatchObject([{ outcome: 'fail' }]);
  });

  it('have their messages listed, page by page', async () => {
    const { test, get } = await start();
    const ids: string[] = [];
    for (const id of ['chat', 'pager', 'chat']) {
      ids.unshift((await test(id)).body.delivery.id);
    }

    const idsOf = (page: { deliveries: Array<{ id: string }> }) =>
      page.deliveries.map(({ id }) => id);
    const first = await get('/webhooks/deliveries?limit=2');
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    expect(first.pagination).toMatchObject({ limit: 2, hasMore: true });
    const second = await get(
      `/webhooks/deliveries?limit=2&cursor=${first.pagination.nextCursor}`,
    );
    expect(idsOf(second)).toEqual(ids.slice(2));
    expect(second.pagination).toEqual({ limit: 2, hasMore: false });

    expect(idsOf(await get('/webhooks/deliveries?webhook=pager'))).toEqual([
      ids[1],
    ]);
    expect(idsOf(await get('/webhooks/deliveries?state=pending,dead'))).toEqual(
      [],
    );
  });
});
