import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { createRecord } from '../__testUtils__/createRecord';
import { SyncChangeRow } from '../changes/syncChangeRow';
import { prepareDatabase } from '../database/prepareDatabase';
import { toSyncHistoryRow } from '../history/syncHistoryRow';
import { ConfirmationStore } from './ConfirmationStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** With the records of the syncs `a` to `e`. */
async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  await prepareDatabase(knex, undefined);
  await knex('static_data_sync_history').insert(
    ['a', 'b', 'c', 'd', 'e'].map(id =>
      toSyncHistoryRow(createRecord({ id }), false),
    ),
  );
  return { knex, confirmations: new ConfirmationStore(knex) };
}

async function addChange(knex: Knex, row: Partial<SyncChangeRow>) {
  await knex<SyncChangeRow>('static_data_sync_changes').insert(createRow(row));
}

function createRow(row: Partial<SyncChangeRow>): Partial<SyncChangeRow> {
  return {
    sync_id: 'a',
    change: 'added',
    kind: 'Component',
    entity_ref: 'component:default/checkout',
    start_time: '2026-03-01T10:00:00.000Z',
    source_file: 'data/applications.json',
    hash: 'h1',
    confirmation: 'pending',
    ...row,
  };
}

async function readConfirmations(knex: Knex) {
  const rows = await knex<SyncChangeRow>('static_data_sync_changes').orderBy([
    'sync_id',
    'entity_ref',
  ]);
  return rows.map(row => [
    row.sync_id,
    row.entity_ref.split('/')[1],
    row.confirmation,
    row.confirmation_reason,
  ]);
}

const isoTime = expect.stringMatching(/^20\d\d-.*T.*\.\d{3}Z$/);

/** Changes are kept by the million; SQLite says how it would run a statement without any. */
it('finds what is pending by an index', async () => {
  const { knex, confirmations } = await createStore('SQLITE_3');
  const queries: Array<{ sql: string; bindings: string[] }> = [];
  knex.on('query', query => queries.push(query));
  await confirmations.listPending(10);
  await confirmations.noteError('component:default/checkout', 'Refused');
  knex.removeAllListeners('query');

  const plans = await Promise.all(
    queries.map(async ({ sql, bindings }) => {
      const steps: Array<{ detail: string }> = await knex.raw(
        `explain query plan ${sql}`,
        bindings,
      );
      return steps.map(({ detail }) => detail).join('; ');
    }),
  );
  expect(plans).toEqual([
    expect.stringContaining('INDEX idx_sync_changes_pending'),
    expect.stringContaining('INDEX idx_sync_changes_pending'),
    expect.stringContaining('INDEX idx_sync_changes_entity_ref'),
  ]);
  expect(plans.join()).not.toContain('TEMP B-TREE');
});

describe.each(databases.eachSupportedId())(
  'ConfirmationStore, %s',
  databaseId => {
    it('lists only what is pending', async () => {
      const { knex, confirmations } = await createStore(databaseId);
      expect(await confirmations.listPending(10)).toEqual([]);
      await addChange(knex, {
        change: 'updated',
        previous_hash: 'h0',
        confirmation_reason: 'The catalog refuses it',
      });
      await addChange(knex, { sync_id: 'b', confirmation: 'superseded' });
      await addChange(knex, { sync_id: 'c', confirmation: 'confirmed' });
      await addChange(knex, { sync_id: 'd', confirmation: 'failed' });
      await addChange(knex, {
        sync_id: 'e',
        change: 'retained',
        confirmation: null,
      });

      expect(await confirmations.listPending(10)).toEqual([
        {
          syncId: 'a',
          startTime: '2026-03-01T10:00:00.000Z',
          entityRef: 'component:default/checkout',
          change: 'updated',
          previousHash: 'h0',
          hash: 'h1',
          reason: 'The catalog refuses it',
        },
      ]);
    });

    it('lists entities of the snapshot whose latest version has not arrived', async () => {
      const { knex, confirmations } = await createStore(databaseId);
      const sent = [
        ['pending', 'pending', 'h1'],
        ['failed', 'failed', 'h1'],
        ['arrived', 'confirmed', 'h1'],
        ['superseded', 'superseded', 'h0'],
        ['failed-before', 'failed', 'h0'],
        ['removed', 'pending', null],
      ] as const;
      for (const [name, confirmation, hash] of sent) {
        const entity_ref = `component:default/${name}`;
        await addChange(knex, { entity_ref, confirmation, hash });
      }
      await knex('static_data_snapshot').insert(
        sent.slice(0, 5).map(([name]) => ({
          entity_ref: `component:default/${name}`,
          kind: 'Component',
          hash: 'h1',
          source_file: 'data/applications.json',
        })),
      );
      expect(await confirmations.listUnconfirmed()).toEqual([
        { entityRef: 'component:default/failed', kind: 'Component' },
        { entityRef: 'component:default/pending', kind: 'Component' },
      ]);
    });

    it('lists those first that were looked up the longest time ago', async () => {
      const { knex, confirmations } = await createStore(databaseId);
      await addChange(knex, {
        entity_ref: 'api:default/late',
        confirmation_checked_at: '2026-03-01T10:02:00.000Z',
      });
      await addChange(knex, {
        entity_ref: 'api:default/early',
        confirmation_checked_at: '2026-03-01T10:01:00.000Z',
      });
      await addChange(knex, { entity_ref: 'api:default/never' });

      const list = async (limit: number) =>
        (await confirmations.listPending(limit)).map(
          ({ entityRef }) => entityRef,
        );
      expect(await list(10)).toEqual([
        'api:default/never',
        'api:default/early',
        'api:default/late',
      ]);
      expect(await list(2)).toEqual(['api:default/never', 'api:default/early']);
      expect(await list(1)).toEqual(['api:default/never']);
    });

    it('notes what was found, and sums it up on the records', async () => {
      const { knex, confirmations } = await createStore(databaseId);
      await addChange(knex, { entity_ref: 'api:default/arrived' });
      await addChange(knex, { entity_ref: 'api:default/refused' });
      await addChange(knex, { entity_ref: 'api:default/waiting' });
      await addChange(knex, {
        entity_ref: 'api:default/kept',
        change: 'retained',
        confirmation: null,
      });
      await addChange(knex, { sync_id: 'b', entity_ref: 'api:default/gone' });
      await addChange(knex, { sync_id: 'c', entity_ref: 'api:default/other' });

      await confirmations.settle([
        { syncId: 'a', entityRef: 'api:default/arrived', status: 'confirmed' },
        {
          syncId: 'a',
          entityRef: 'api:default/refused',
          status: 'failed',
          reason: 'The catalog refuses it',
        },
        { syncId: 'a', entityRef: 'api:default/waiting', status: 'pending' },
        { syncId: 'b', entityRef: 'api:default/gone', status: 'confirmed' },
      ]);

      expect(await readConfirmations(knex)).toEqual([
        ['a', 'arrived', 'confirmed', null],
        ['a', 'kept', null, null],
        ['a', 'refused', 'failed', 'The catalog refuses it'],
        ['a', 'waiting', 'pending', null],
        ['b', 'gone', 'confirmed', null],
        ['c', 'other', 'pending', null],
      ]);
      const summaries = await knex('static_data_sync_history')
        .orderBy('id')
        .pluck('confirmation');
      expect(summaries.map(summary => summary && JSON.parse(summary))).toEqual([
        {
          sent: 3,
          confirmed: 1,
          pending: 1,
          failed: 1,
          superseded: 0,
          checkedAt: isoTime,
        },
        {
          sent: 1,
          confirmed: 1,
          pending: 0,
          failed: 0,
          superseded: 0,
          checkedAt: isoTime,
        },
        null,
        null,
        null,
      ]);
    });

    it('looks at others before it looks at one again', async () => {
      const { knex, confirmations } = await createStore(databaseId);
      await addChange(knex, { entity_ref: 'api:default/looked-at' });
      await addChange(knex, {
        entity_ref: 'api:default/older',
        confirmation_checked_at: '2026-03-01T10:01:00.000Z',
      });
      await confirmations.settle([
        { syncId: 'a', entityRef: 'api:default/looked-at', status: 'pending' },
      ]);
      expect(await confirmations.listPending(1)).toMatchObject([
        { entityRef: 'api:default/older' },
      ]);
    });

    it('leaves a change alone that is not pending any more', async () => {
      const { knex, confirmations } = await createStore(databaseId);
      await addChange(knex, { confirmation: 'superseded' });
      await confirmations.settle([
        {
          syncId: 'a',
          entityRef: 'component:default/checkout',
          status: 'failed',
          reason: 'Too late',
        },
      ]);
      expect(await readConfirmations(knex)).toEqual([
        ['a', 'checkout', 'superseded', null],
      ]);
    });

    it('notes an error for what is pending, and forgets it on arrival', async () => {
      const { knex, confirmations } = await createStore(databaseId);
      const entityRef = 'component:default/checkout';
      await addChange(knex, {});
      await addChange(knex, { sync_id: 'b', confirmation: 'confirmed' });
      await addChange(knex, { entity_ref: 'api:default/other' });

      await confirmations.noteError(entityRef, 'The catalog refuses it\u0000');
      await confirmations.noteError('api:default/unknown', 'Nobody waits');
      await confirmations.settle([
        { syncId: 'a', entityRef, status: 'pending' },
      ]);
      expect(await readConfirmations(knex)).toEqual([
        ['a', 'other', 'pending', null],
        ['a', 'checkout', 'pending', 'The catalog refuses it\ufffd'],
        ['b', 'checkout', 'confirmed', null],
      ]);

      await confirmations.settle([
        { syncId: 'a', entityRef, status: 'confirmed' },
      ]);
      expect(await readConfirmations(knex)).toContainEqual([
        'a',
        'checkout',
        'confirmed',
        null,
      ]);
    });

    it('notes many findings at once', async () => {
      const { knex, confirmations } = await createStore(databaseId);
      const entityRefs = Array.from(
        { length: 600 },
        (_, index) => `component:default/c${index}`,
      );
      await knex.batchInsert(
        'static_data_sync_changes',
        entityRefs.map(entityRef => createRow({ entity_ref: entityRef })),
        100,
      );
      await confirmations.settle(
        entityRefs.map(entityRef => ({
          syncId: 'a',
          entityRef,
          status: 'confirmed' as const,
        })),
      );
      expect(await confirmations.listPending(10)).toEqual([]);
    });
  },
);
