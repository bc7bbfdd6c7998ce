import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { createRecord } from '../__testUtils__/createRecord';
import {
  createAppliedSync,
  createChange,
  createRemoval,
  createSync,
  createUpdate,
} from '../__testUtils__/createSync';
import { toSyncHistoryRow } from '../history/syncHistoryRow';
import { createTestStore } from '../__testUtils__/createTestStore';
import { SourceStore } from '../StaticDataStore';
import { CompletedSync } from './CompletedSync';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const FOR_EVER = 36_500;
const ANY_NUMBER = 1_000_000;

async function createStore(
  databaseId: TestDatabaseId,
  records: SyncHistoryRecord[],
) {
  const knex = await databases.init(databaseId);
  const store = await createTestStore({
    getClient: async () => knex,
  });
  await knex.batchInsert(
    'static_data_sync_history',
    records.map(record => toSyncHistoryRow(record, { inferred: false })),
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

/** As if it was recorded when it started. */
async function completeInTime(store: SourceStore, sync: CompletedSync) {
  const clock = jest
    .spyOn(Date, 'now')
    .mockReturnValue(Date.parse(sync.record.startTime));
  try {
    await store.complete(sync);
  } finally {
    clock.mockRestore();
  }
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

  it('gives dry runs limits of their own, so that they take no place of a sync', async () => {
    const { store, listIds } = await createStore(databaseId, [
      createOld('a', 9),
      createOld('b-dry', 8, { dryRun: true }),
      createOld('c', 7),
      ...['d-dry', 'e-dry', 'f-dry'].map(id =>
        createOld(id, 2, { dryRun: true }),
      ),
    ]);
    expect(
      await store.trimHistory({
        retentionDays: 10,
        maxRecords: 2,
        dryRuns: { retentionDays: 5, maxRecords: 2 },
      }),
    ).toBe(2);
    expect(await listIds()).toEqual(['a', 'c', 'e-dry', 'f-dry']);
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

  describe('what syncs leave behind', () => {
    const finding = {
      state: 'new',
      severity: 'warning',
      phase: 'PARSE',
      code: 'SCHEMA',
      message: 'Odd',
      hint: 'Correct it.',
    } as const;
    const line = {
      time: '2026-03-01T10:00:00.000Z',
      level: 'info',
      phase: 'FETCH',
      message: 'Read',
    } as const;

    function createFull(record: SyncHistoryRecord, changes: ChangeToRecord[]) {
      return {
        ...createAppliedSync(record, changes),
        findings: [finding],
        logs: [line],
      };
    }

    async function readSyncIds(knex: Knex) {
      const tables = [
        'static_data_sync_changes',
        'static_data_sync_findings',
        'static_data_sync_logs',
      ];
      return Promise.all(
        tables.map(async table =>
          knex(table).distinct('sync_id').orderBy('sync_id').pluck('sync_id'),
        ),
      );
    }

    const listVersions = async (knex: Knex): Promise<string[]> =>
      knex('static_data_entity_versions').orderBy('hash').pluck('hash');

    it('goes with the records, in batches, and versions that nothing needs with them', async () => {
      const { knex, store } = await createStore(databaseId, []);
      const many = Array.from({ length: 2_100 }, (_, index) =>
        createChange(`c${String(index).padStart(4, '0')}`),
      );
      await completeInTime(store, createFull(createOld('s1', 100), many));
      await completeInTime(
        store,
        createFull(createOld('s2', 95), [
          createUpdate('c0000', 1, 2),
          createUpdate('c0001', 1, 2),
          ...many
            .slice(2)
            .map(({ entityRef }) => createRemoval(entityRef.split('/')[1])),
        ]),
      );
      await completeInTime(
        store,
        createFull(createOld('s3', 10), [createUpdate('c0000', 2, 3)]),
      );

      expect(
        await store.trimHistory({ retentionDays: 90, maxRecords: ANY_NUMBER }),
      ).toBe(2);
      expect(await readSyncIds(knex)).toEqual([['s3'], ['s3'], ['s3']]);
      // What s3 replaced, what it sent, and what the snapshot has since s2.
      expect(await listVersions(knex)).toEqual([
        'c0000-2',
        'c0000-3',
        'c0001-2',
      ]);
      expect(
        await store.snapshot.getEntities([
          'component:default/c0000',
          'component:default/c0001',
        ]),
      ).toHaveProperty('size', 2);
    });

    it('stays with the records that stay', async () => {
      const { knex, store } = await createStore(databaseId, []);
      await completeInTime(
        store,
        createFull(createOld('s1', 300, { status: 'SUCCESS' }), [
          createChange('a'),
        ]),
      );
      await completeInTime(
        store,
        createFull(createOld('s2', 200), [createUpdate('a', 1, 2)]),
      );
      await completeInTime(
        store,
        createFull(createOld('s3', 100), [createUpdate('a', 2, 3)]),
      );
      expect(await store.trimHistory({ retentionDays: 1, maxRecords: 1 })).toBe(
        1,
      );
      expect(await readSyncIds(knex)).toEqual([
        ['s1', 's3'],
        ['s1', 's3'],
        ['s1', 's3'],
      ]);
      expect(await listVersions(knex)).toEqual(['a-1', 'a-2', 'a-3']);
    });

    it('deletes versions that only a dry run had, with the dry run', async () => {
      const { knex, store } = await createStore(databaseId, []);
      await completeInTime(
        store,
        createSync(createOld('dry', 100, { dryRun: true }), {
          changes: [createChange('dry')],
        }),
      );
      await completeInTime(
        store,
        createFull(createOld('s1', 1), [createChange('a')]),
      );
      await store.trimHistory({ retentionDays: 90, maxRecords: ANY_NUMBER });
      expect(await listVersions(knex)).toEqual(['a-1']);
    });

    it('deletes log lines that are older than a day and whose syncs have no record and do not run', async () => {
      const { knex, store } = await createStore(databaseId, []);
      const now = Date.now();
      const day = 24 * 60 * 60 * 1000;
      const [abandoned, running, recorded, recent] = [
        now - 2 * day,
        now - 1.5 * day,
        now - 1.2 * day,
        now - 0.9 * day,
      ].map(msecs => uuid({ msecs }));
      for (const id of [abandoned, running, recorded, recent]) {
        await store.logs.append(id, [line, line], 0);
      }
      await completeInTime(store, createSync(createOld(recorded, 1)));
      await store.lease.acquire({
        syncId: running,
        syncType: 'SCHEDULED',
        dryRun: false,
        configSnapshot: { repository: 'acme/architecture', branch: 'main' },
      });

      await store.trimHistory({ retentionDays: 90, maxRecords: ANY_NUMBER });
      expect(
        await knex('static_data_sync_logs')
          .distinct('sync_id')
          .orderBy('sync_id')
          .pluck('sync_id'),
      ).toEqual([running, recorded, recent].sort());
    });
  });
});
