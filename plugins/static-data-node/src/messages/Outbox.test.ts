import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { createSync } from '../__testUtils__/createSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import { NewMessage, NOT_CONFIGURED_ERROR, ToldState } from './Outbox';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const TABLE = 'static_data_messages';
const isoTime = expect.stringMatching(/^20\d\d-.*T.*\.\d{3}Z$/);
const LONG_AGO = '2026-01-01T00:00:00.000Z';

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await createTestStore({
    getClient: async () => knex,
  });
  let events = 0;
  return {
    knex,
    store,
    outbox: store.outbox,
    /** Queues a message to each of these recipients. */
    queue: async (...recipients: string[]) => {
      await store.outbox.tell(
        await store.outbox.getTold('default', 'test'),
        'changed',
        recipients.map(id => createMessage(id, `event ${events++}`)),
      );
    },
    /** As if a message had been queued long ago. */
    makeOlder: (recipient: string, days: number) =>
      knex(TABLE)
        .where({ recipient })
        .update({
          created_at: new Date(Date.now() - days * 86_400_000).toISOString(),
        }),
    /** Recipients and event ids of what is queued, oldest first. */
    listQueued: () =>
      knex(TABLE).orderBy('id').select('recipient', 'event_id as eventId'),
  };
}

function createMessage(recipient: string, eventId = 'event'): NewMessage {
  return { recipient, eventId, type: 'test', payload: { about: recipient } };
}

describe.each(databases.eachSupportedId())('Outbox, %s', databaseId => {
  describe('syncs to announce', () => {
    it('are noted with their records, dry runs left out, in the order of recording', async () => {
      const { store, outbox } = await createStore(databaseId);
      const first = createSync({ startTime: '2026-03-01T10:00:00.000Z' });
      const earlier = createSync({
        startTime: '2026-02-01T10:00:00.000Z',
        status: 'FAILURE',
      });
      await store.complete(first);
      await store.complete(createSync({ dryRun: true }));
      // As when it is written late, after the database was away.
      await store.complete(earlier);

      expect(await outbox.listUnannouncedSyncs(10)).toEqual([
        first.record.id,
        earlier.record.id,
      ]);
      expect(await outbox.listUnannouncedSyncs(1)).toEqual([first.record.id]);
    });

    it('are noted again when another record replaces one that was inferred', async () => {
      const { store, outbox } = await createStore(databaseId);
      const { record } = createSync();
      await store.complete(
        createSync({ ...record, status: 'FAILURE' }, { inferred: true }),
      );
      await outbox.announceSync(record.id, []);
      await store.complete(createSync(record));
      await store.complete(createSync(record));

      expect(await outbox.listUnannouncedSyncs(10)).toEqual([record.id]);
    });

    it('are announced once', async () => {
      const { store, outbox, listQueued } = await createStore(databaseId);
      const { record } = createSync();
      await store.complete(createSync(record));
      const messages = [createMessage('a'), createMessage('b')];
      await outbox.announceSync(record.id, messages);
      await outbox.announceSync(record.id, messages);

      expect(await outbox.listUnannouncedSyncs(10)).toEqual([]);
      expect(await listQueued()).toEqual([
        { recipient: 'a', eventId: 'event' },
        { recipient: 'b', eventId: 'event' },
      ]);
    });

    it('are announced with what is told of their sources, by one of several processes', async () => {
      const { store, outbox, listQueued } = await createStore(databaseId);
      const announce = async (value: string) => {
        const { record } = createSync();
        await store.complete(createSync(record));
        const told = [{ source: 'default', name: 'owner:a', value }];
        await Promise.all(
          ['x', 'y'].map(process =>
            outbox.announceSync(
              record.id,
              [{ ...createMessage('a'), eventId: `${process} ${value}` }],
              told,
            ),
          ),
        );
      };
      await announce('open');
      await announce('closed');

      expect(await listQueued()).toHaveLength(2);
      expect(await outbox.listTold('default')).toEqual([
        { source: 'default', name: 'owner:a', value: 'closed', revision: 2 },
      ]);
      expect(await outbox.listTold('other')).toEqual([]);
    });

    it('stay noted when their messages cannot be queued', async () => {
      const { store, outbox, listQueued } = await createStore(databaseId);
      const { record } = createSync();
      await store.complete(createSync(record));
      await expect(
        outbox.announceSync(record.id, [
          createMessage('a'),
          createMessage(null as unknown as string),
        ]),
      ).rejects.toThrow('outbox.announceSync');

      expect(await outbox.listUnannouncedSyncs(10)).toEqual([record.id]);
      expect(await listQueued()).toEqual([]);
    });
  });

  describe('what was told', () => {
    const untold = { source: 'default', name: 'health', revision: 0 };

    it('is nothing at first, then what was told last', async () => {
      const { outbox } = await createStore(databaseId);
      expect(await outbox.getTold('default', 'health')).toEqual(untold);

      expect(await outbox.tell(untold, 'HEALTHY', [])).toBe(true);
      const healthy = await outbox.getTold('default', 'health');
      expect(healthy).toEqual({
        source: 'default',
        name: 'health',
        value: 'HEALTHY',
        revision: 1,
      });
      expect(await outbox.tell(healthy, 'DEGRADED', [])).toBe(true);
      expect(await outbox.getTold('default', 'health')).toEqual({
        source: 'default',
        name: 'health',
        value: 'DEGRADED',
        revision: 2,
      });
      expect(await outbox.getTold('default', 'stale')).toEqual({
        ...untold,
        name: 'stale',
      });
    });

    it('changes together with the messages about it, by one of many processes', async () => {
      const { outbox, listQueued } = await createStore(databaseId);
      let told: ToldState = untold;
      for (const value of ['HEALTHY', 'DEGRADED', 'HEALTHY']) {
        const before = told;
        const changed = await Promise.all(
          Array.from({ length: 10 }, (_, i) =>
            outbox.tell(before, value, [
              createMessage(`${value} ${before.revision}`, `change ${i}`),
            ]),
          ),
        );
        expect(changed.filter(Boolean)).toEqual([true]);
        told = await outbox.getTold('default', 'health');
        expect(told).toMatchObject({ value });
      }
      const queued = await listQueued();
      expect(queued.map(({ recipient }) => recipient)).toEqual([
        'HEALTHY 0',
        'DEGRADED 1',
        'HEALTHY 2',
      ]);
    });

    it('cannot be changed by a process that has not seen the latest change', async () => {
      const { outbox, listQueued } = await createStore(databaseId);
      await outbox.tell(untold, 'HEALTHY', []);
      expect(
        await outbox.tell(untold, 'DEGRADED', [createMessage('a', 'late')]),
      ).toBe(false);

      expect(await outbox.getTold('default', 'health')).toMatchObject({
        value: 'HEALTHY',
        revision: 1,
      });
      expect(await listQueued()).toEqual([]);
    });

    it('does not change when the messages about it cannot be queued', async () => {
      const { outbox, listQueued } = await createStore(databaseId);
      await expect(
        outbox.tell(untold, 'HEALTHY', [
          createMessage('a'),
          createMessage(null as unknown as string),
        ]),
      ).rejects.toThrow('outbox.tell');

      expect(await outbox.getTold('default', 'health')).toEqual(untold);
      expect(await listQueued()).toEqual([]);
    });
  });

  describe('messages', () => {
    it('are claimed one after the other, in the order in which they were queued', async () => {
      const { outbox, queue } = await createStore(databaseId);
      await queue('a');
      await queue('a', 'b');
      const first = await outbox.claimNext('a');
      const second = await outbox.claimNext('a');
      expect(first).toEqual({
        id: expect.any(String),
        recipient: 'a',
        type: 'test',
        state: 'pending',
        attempts: 1,
        createdAt: isoTime,
        lastAttemptAt: isoTime,
        nextAttemptAt: isoTime,
        payload: '{"about":"a"}',
      });
      expect(second!.id > first!.id).toBe(true);
      expect(await outbox.claimNext('a')).toBeUndefined();
      expect(await outbox.claimNext('b')).toMatchObject({ recipient: 'b' });
    });

    it('are each claimed by one of many processes', async () => {
      const { outbox, queue } = await createStore(databaseId);
      await queue('a', 'a', 'a');
      const claimed = await Promise.all(
        Array.from({ length: 20 }, () => outbox.claimNext('a')),
      );
      const ids = claimed.flatMap(message => message?.id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(0);
    });

    it('are claimed again after a pause while they are pending', async () => {
      const { outbox, queue } = await createStore(databaseId);
      await queue('a');
      const first = await outbox.claimNext('a');
      expect(
        await outbox.settle(first!, {
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

      const second = await outbox.claimNext('a');
      expect(second).toMatchObject({ id: first!.id, attempts: 2 });
      await outbox.settle(second!, {
        state: 'pending',
        error: 'ECONNREFUSED',
        retryAfterMs: 60_000,
      });
      expect(await outbox.claimNext('a')).toBeUndefined();
      const { messages } = await outbox.list({ limit: 1 });
      const [{ nextAttemptAt, lastAttemptAt, statusCode }] = messages;
      expect(statusCode).toBeUndefined();
      expect(
        Date.parse(nextAttemptAt!) - Date.parse(lastAttemptAt!),
      ).toBeGreaterThanOrEqual(60_000);
    });

    it('overtake one that has to be sent again, unless they are sent in order', async () => {
      const { outbox, queue } = await createStore(databaseId);
      const inOrder = { inOrder: true };
      await queue('a', 'a');
      const first = await outbox.claimNext('a', inOrder);
      // While it is being sent.
      expect(await outbox.claimNext('a', inOrder)).toBeUndefined();
      await outbox.settle(first!, { state: 'pending', retryAfterMs: 60_000 });
      expect(await outbox.claimNext('a', inOrder)).toBeUndefined();

      const second = await outbox.claimNext('a');
      expect(second!.id).not.toBe(first!.id);
    });

    it.each(['delivered', 'dead'] as const)(
      'that are %s let the next one be sent in order',
      async state => {
        const { outbox, queue } = await createStore(databaseId);
        await queue('a', 'a');
        const first = await outbox.claimNext('a', { inOrder: true });
        await outbox.settle(first!, { state });

        const second = await outbox.claimNext('a', { inOrder: true });
        expect(second!.id > first!.id).toBe(true);
      },
    );

    it.each(['delivered', 'dead'] as const)(
      'that are %s are not claimed again',
      async state => {
        const { knex, outbox, queue } = await createStore(databaseId);
        await queue('a');
        const claimed = await outbox.claimNext('a');
        const settled = await outbox.settle(claimed!, {
          state,
          statusCode: 200,
        });
        expect(settled).toMatchObject({ state, statusCode: 200 });
        expect(settled.nextAttemptAt).toBeUndefined();

        await knex(TABLE).update({ next_attempt_at: LONG_AGO });
        expect(await outbox.claimNext('a')).toBeUndefined();
      },
    );

    it('are claimed by another process if the first one died, which then has no say', async () => {
      const { knex, outbox, queue } = await createStore(databaseId);
      await queue('a');
      const lost = await outbox.claimNext('a');
      await knex(TABLE).update({ next_attempt_at: LONG_AGO });
      const taken = await outbox.claimNext('a');
      expect(taken).toMatchObject({ id: lost!.id, attempts: 2 });

      await outbox.settle(lost!, { state: 'dead' });
      expect(
        await outbox.settle(taken!, { state: 'delivered', statusCode: 204 }),
      ).toMatchObject({ state: 'delivered', statusCode: 204 });
    });

    it('can be claimed as they are added', async () => {
      const { outbox } = await createStore(databaseId);
      const added = await outbox.addClaimed(createMessage('a'));
      expect(added).toMatchObject({
        attempts: 1,
        state: 'pending',
        payload: '{"about":"a"}',
      });
      expect(await outbox.claimNext('a')).toBeUndefined();
    });

    it('are listed newest first, in pages', async () => {
      const { outbox, queue } = await createStore(databaseId);
      await queue('a', 'b', 'a', 'b', 'a');
      const { messages: all } = await outbox.list({ limit: 10 });
      expect(all.map(({ recipient }) => recipient)).toEqual([
        ...['a', 'b', 'a', 'b', 'a'],
      ]);

      const first = await outbox.list({ limit: 2 });
      expect(first).toEqual({ messages: all.slice(0, 2), hasMore: true });
      expect(
        await outbox.list({ limit: 3, after: first.messages[1].id }),
      ).toEqual({ messages: all.slice(2), hasMore: false });
    });

    it('are listed and counted by recipient and state', async () => {
      const { outbox, queue } = await createStore(databaseId);
      await queue('a', 'b', 'a');
      const claimed = await outbox.claimNext('a');
      await outbox.settle(claimed!, { state: 'dead' });
      const list = async (query: object) => {
        const { messages } = await outbox.list({ limit: 10, ...query });
        return messages.map(({ recipient, state }) => [recipient, state]);
      };

      expect(await list({ recipient: 'b' })).toEqual([['b', 'pending']]);
      expect(await list({ exceptRecipients: ['a'] })).toEqual([
        ['b', 'pending'],
      ]);
      expect(await list({ state: ['dead'] })).toEqual([['a', 'dead']]);
      expect(await list({ state: ['dead', 'pending'] })).toHaveLength(3);
      expect(await list({ recipient: 'a', state: ['pending'] })).toHaveLength(
        1,
      );
      expect(await outbox.countPending('a')).toBe(1);
      expect(await outbox.countPending('c')).toBe(0);
    });

    it('are given up after a day if nobody sends them, and deleted with the history', async () => {
      const { store, outbox, queue, makeOlder } = await createStore(databaseId);
      await queue('recent', 'removed', 'abandoned', 'old');
      await makeOlder('removed', 2);
      await makeOlder('abandoned', 2);
      await makeOlder('old', 8);

      await store.trimHistory({
        retentionDays: 7,
        maxRecords: 10,
        recipients: ['recent', 'abandoned', 'old'],
      });

      const { messages: left } = await outbox.list({ limit: 10 });
      expect(left).toMatchObject([
        {
          recipient: 'abandoned',
          state: 'dead',
          error: 'Not delivered within 24 hours',
        },
        {
          recipient: 'removed',
          state: 'dead',
          error: NOT_CONFIGURED_ERROR,
        },
        { recipient: 'recent', state: 'pending' },
      ]);
    });
  });
});
