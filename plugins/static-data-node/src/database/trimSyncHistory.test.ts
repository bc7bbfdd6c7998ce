import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { createRecord } from './__testUtils__/createRecord';
import { createAppliedSync } from './__testUtils__/createSync';
import { DatabaseStaticDataStore } from './DatabaseStaticDataStore';
import { toSyncHistoryRow } from './syncHistoryRow';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const FOR_EVER = 36_500;
const ANY_NUMBER = 1_000_000;

async function createStore(
  databaseId: TestDatabaseId,
  records: SyncHistoryRecord[],
) {
  const knex = await databases.init(databaseId);
  const store = await DatabaseStaticDataStore.create({
    getClient: async () => knex,
  });
  await knex.batchInsert(
    'static_data_sync_history',
    records.map(record => toSyncHistoryRow(record)),
    250,
  );
  const listIds = async (): Promise<string[]> =>
    knex('static_data_sync_history').orderBy('id').pluck('id');
  return { knex, store, listIds };
}

function createOld(
  id: string,
  daysAgo: number,
  overrides: Partial<SyncHistoryRecord> = {},
) {
  const startTime = new Date(Date.now() - daysAgo * 24 * 60 * 60 * 1000);
  return createRecord({
    id,
    startTime: startTime.toISOString(),
    status: 'FAILURE',
    ...overrides,
  });
}

describe.each(databases.eachSupportedId())('trimHistory, %s', databaseId => {
  it('does nothing to an empty history, or one within its limits', async () => {
    const empty = await createStore(databaseId, []);
    expect(
      await empty.store.trimHistory({ retentionDays: 1, maxRecords: 1 }),
    ).toBe(0);

    const { store, listIds } = await createStore(databaseId, [
      createOld('a', 3),
      createOld('b', 2),
    ]);
    expect(await store.trimHistory({ retentionDays: 4, maxRecords: 2 })).toBe(
      0,
    );
    expect(await listIds()).toEqual(['a', 'b']);
  });

  it('deletes what is older than the retention', async () => {
    const { store, listIds } = await createStore(databaseId, [
      createOld('a', 91),
      createOld('b', 90.01),
      createOld('c', 89.99),
      createOld('d', 1),
    ]);
    expect(
      await store.trimHistory({ retentionDays: 90, maxRecords: ANY_NUMBER }),
    ).toBe(2);
    expect(await listIds()).toEqual(['c', 'd']);
  });

  it('deletes the oldest beyond the number of records, by id where times are equal', async () => {
    const startTime = '2026-03-01T10:00:00.000Z';
    const { store, listIds } = await createStore(
      databaseId,
      ['a', 'b', 'c', 'd', 'e'].map(id => createOld(id, 0, { startTime })),
    );
    expect(
      await store.trimHistory({ retentionDays: FOR_EVER, maxRecords: 3 }),
    ).toBe(2);
    expect(await listIds()).toEqual(['c', 'd', 'e']);
  });

  it('keeps the latest sync, the latest success and the one that the snapshot stands for', async () => {
    const { store, listIds } = await createStore(databaseId, [
      createOld('a', 500),
      createOld('b-success', 499, { status: 'SUCCESS' }),
      createOld('c-success', 498, { status: 'SUCCESS' }),
      createOld('e', 490),
      createOld('f-latest', 480),
      createOld('g-dry', 470, { dryRun: true, status: 'SUCCESS' }),
      createOld('h-dry', 460, { dryRun: true, status: 'SUCCESS' }),
    ]);
    await store.complete(
      createAppliedSync(
        createOld('d-applied', 495, { status: 'PARTIAL_SUCCESS' }),
      ),
    );
    const kept = ['c-success', 'd-applied', 'f-latest', 'h-dry'];

    expect(
      await store.trimHistory({ retentionDays: 1, maxRecords: ANY_NUMBER }),
    ).toBe(4);
    expect(await listIds()).toEqual(kept);

    expect(
      await store.trimHistory({ retentionDays: FOR_EVER, maxRecords: 1 }),
    ).toBe(0);
    expect(await listIds()).toEqual(kept);
  });

  it('deletes more than a batch, and as much as it says when it runs twice at once', async () => {
    const records = Array.from({ length: 3_200 }, (_, index) =>
      createOld(`sync-${String(index).padStart(4, '0')}`, 10 - index / 1000),
    );
    const { store, listIds } = await createStore(databaseId, records);
    const limits = { retentionDays: FOR_EVER, maxRecords: 700 };
    const deleted = await Promise.all([
      store.trimHistory(limits),
      store.trimHistory(limits),
    ]);
    expect(deleted[0] + deleted[1]).toBe(2_500);
    expect(await listIds()).toEqual(records.slice(2_500).map(({ id }) => id));
  });
});
