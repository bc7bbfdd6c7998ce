import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { MessageToDeliver } from '../store';
import { createSync } from './__testUtils__/createSync';
import { DatabaseStaticDataStore } from './DatabaseStaticDataStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  return DatabaseStaticDataStore.create({ getClient: async () => knex });
}

function createMessage(webhookId: string, eventId = 'event'): MessageToDeliver {
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
  'DatabaseAnnouncementStore, %s',
  databaseId => {
    it('is told of a sync by its record, but not of a dry run', async () => {
      const store = await createStore(databaseId);
      const first = createSync();
      const second = createSync({ status: 'FAILURE' });
      await store.complete(first);
      await store.complete(createSync({ dryRun: true }));
      await store.complete(second);

      expect(await store.announcements.listSyncs(10)).toEqual([
        first.record.id,
        second.record.id,
      ]);
      expect(await store.announcements.listSyncs(1)).toEqual([first.record.id]);
    });

    it('is told again when another record takes the place of one that was inferred', async () => {
      const store = await createStore(databaseId);
      const { record } = createSync();
      await store.complete(
        createSync({ ...record, status: 'FAILURE' }, { inferred: true }),
      );
      await store.announcements.announceSync(record.id, []);
      await store.complete(createSync(record));
      await store.complete(createSync(record));

      expect(await store.announcements.listSyncs(10)).toEqual([record.id]);
    });

    it('queues what there is to say of a sync, once', async () => {
      const store = await createStore(databaseId);
      const { record } = createSync();
      await store.complete(createSync(record));
      const messages = [createMessage('a'), createMessage('b')];
      await store.announcements.announceSync(record.id, messages);
      await store.announcements.announceSync(record.id, messages);

      expect(await store.announcements.listSyncs(10)).toEqual([]);
      const { deliveries } = await store.webhookDeliveries.list({ limit: 10 });
      expect(deliveries.map(({ webhookId }) => webhookId)).toEqual(['b', 'a']);
    });

    it('queues that the health has changed, once', async () => {
      const { announcements, webhookDeliveries } = await createStore(
        databaseId,
      );
      expect(await announcements.getHealth()).toBeUndefined();
      const start = { previous: undefined, status: 'HEALTHY' as const };
      expect(
        await announcements.announceHealth({ ...start, messages: [] }),
      ).toBe(true);
      expect(
        await announcements.announceHealth({
          ...start,
          messages: [createMessage('a', 'late')],
        }),
      ).toBe(false);

      const told = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          announcements.announceHealth({
            previous: 'HEALTHY',
            status: 'DEGRADED',
            messages: [createMessage('a', `change ${i}`)],
          }),
        ),
      );
      expect(told.filter(Boolean)).toEqual([true]);
      expect(await announcements.getHealth()).toBe('DEGRADED');
      const { deliveries } = await webhookDeliveries.list({ limit: 10 });
      expect(deliveries).toHaveLength(1);
    });
  },
);
