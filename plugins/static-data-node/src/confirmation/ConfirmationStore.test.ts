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
      toSyncHistoryRow(createRecord({ id }), { inferred: false }),
    ),
  );
  return { knex, confirmations: new ConfirmationStore(knex, 'default') };
}

async function addChange(knex: Knex, row: Partial<SyncChangeRow>) {
  await knex<SyncChangeRow>('static_data_sync_changes').insert(createRow(row));
}

function createRow(row: Partial<SyncChangeRow>): Partial<SyncChangeRow> {
  return {
    sync_id: 'a',
    source_id: 'default',
    change: 'added',
    kind: 'Component',
    entity_ref: 'component:default/checkout',
    start_time: '2026-03-01T10:00:00.000Z',
    sync_number: 1,
    source_file: 'data/applications.json',
    hash: 'h1',
    confirmation: 'pending',
    ...row,
  };
}

function createSnapshotRow(name: string) {
  return {
    source_id: 'default',
    entity_ref: `component:default/${name}`,
    kind: 'Component',
    hash: 'h1',
    source_file: 'data/applications.json',
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
it('finds what is pending or a problem by an index', async () => {
  const { knex, confirmations } = await createStore('SQLITE_3');
  const queries: Array<{ sql: string; bindings: string[] }> = [];
  knex.on('query', query => queries.push(query));
  await confirmations.listPending(10);
  await confirmations.noteRefusal('component:default/checkout', 'Refused');
  await confirmations.listFailed(10);
  await confirmations.listUnconfirmed();
  await confirmations.summarizeProblems();
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
    expect.stringContaining('INDEX idx_sync_changes_pending_entity'),
    expect.stringContaining('INDEX idx_sync_changes_problem'),
    expect.stringContaining('INDEX idx_sync_changes_problem'),
    expect.stringContaining('INDEX idx_sync_changes_pending_entity'),
    expect.stringContaining('INDEX idx_sync_changes_problem'),
    expect.stringContaining('INDEX idx_sync_changes_problem'),
  ]);
  // What has failed is little, and may be sorted, and counted by group.
  const [, , , , failed, , , counted] = plans;
  const others = plans.filter(plan => plan !== failed && plan !== counted);
  expect(others.join()).not.toContain('TEMP B-TREE');
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
          sentAt: '2026-03-01T10:00:01.500Z',
          entityRef: 'component:default/checkout',
          change: 'updated',
          previousHash: 'h0',
          hash: 'h1',
          reason: 'The catalog refuses it',
          isFailed: false,
        },
      ]);
    });

    describe('of what the snapshot has', () => {
      async function setUp() {
        const { knex, confirmations } = await createStore(databaseId);
        const sent = [
          ['pending', 'pending', 'h1', null],
          ['resent', 'pending', 'h1', 'missing'],
          ['refused', 'failed', 'h1', 'refused'],
          ['lost', 'failed', 'h1', 'missing'],
          ['arrived', 'confirmed', 'h1', null],
          ['superseded', 'superseded', 'h0', null],
          ['failed-before', 'failed', 'h0', 'refused'],
          ['removed', 'pending', null, null],
        ] as const;
        for (const [name, confirmation, hash, problem] of sent) {
          const entity_ref = `component:default/${name}`;
          await addChange(knex, { entity_ref, confirmation, hash, problem });
        }
        await knex('static_data_snapshot').insert(
          sent
            .filter(([name]) => name !== 'removed')
            .map(([name]) => createSnapshotRow(name)),
        );
        return confirmations;
      }

      it('lists what has not arrived in its present version', async () => {
        const confirmations = await setUp();
        const listed = new Map(
          (await confirmations.listUnconfirmed()).map(entity => [
            entity.entityRef.split('/')[1],
            entity,
          ]),
        );
        expect([...listed.keys()].sort()).toEqual([
          'lost',
          'pending',
          'refused',
          'resent',
        ]);
        expect(listed.get('pending')).toMatchObject({ isPending: true });
        expect(listed.get('resent')).toMatchObject({
          isPending: true,
          problem: 'missing',
        });
        expect(listed.get('refused')).toMatchObject({
          isPending: false,
          problem: 'refused',
        });
      });

      it('reads no more of them than a page at once, and all of them', async () => {
        const { knex, confirmations } = await createStore(databaseId);
        const names = Array.from({ length: 600 }, (_, index) => `e${index}`);
        for (const syncId of ['a', 'b']) {
          await knex.batchInsert(
            'static_data_sync_changes',
            names.map(name =>
              createRow({
                sync_id: syncId,
                entity_ref: `component:default/${name}`,
                problem: 'missing',
              }),
            ),
            50,
          );
        }
        await knex.batchInsert(
          'static_data_snapshot',
          names.map(name => createSnapshotRow(name)),
          50,
        );
        const sizes: number[] = [];
        knex.on('query-response', rows => sizes.push(rows.length));
        const listed = await confirmations.listUnconfirmed();

        expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
        // Of each sync, as pending and as a problem.
        expect(listed).toHaveLength(4 * names.length);
        expect(new Set(listed.map(({ entityRef }) => entityRef)).size).toBe(
          names.length,
        );
      });

      it('sums up what is missing or refused, with the first names', async () => {
        const confirmations = await setUp();
        expect(await confirmations.summarizeProblems()).toEqual({
          missing: {
            count: 2,
            entityRefs: ['component:default/lost', 'component:default/resent'],
          },
          refused: { count: 1, entityRefs: ['component:default/refused'] },
        });
      });

      it('lists what has failed, which may arrive all the same', async () => {
        const confirmations = await setUp();
        const failed = await confirmations.listFailed(10);
        expect(failed.map(({ entityRef }) => entityRef).sort()).toEqual([
          'component:default/lost',
          'component:default/refused',
        ]);
        await confirmations.settle(
          failed.map(({ syncId, entityRef }) => ({
            syncId,
            entityRef,
            status: 'confirmed',
          })),
        );
        expect(await confirmations.summarizeProblems()).toEqual({
          missing: { count: 1, entityRefs: ['component:default/resent'] },
          refused: { count: 0, entityRefs: [] },
        });
      });

      it('replaces the reason of what was refused when the catalog gives another', async () => {
        const confirmations = await setUp();
        await confirmations.noteRefusal('component:default/refused', 'Other');
        expect(await confirmations.listFailed(10)).toContainEqual(
          expect.objectContaining({
            entityRef: 'component:default/refused',
            reason: 'Other',
          }),
        );
      });
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

      await confirmations.noteRefusal(
        entityRef,
        'The catalog refuses it\u0000',
      );
      await confirmations.noteRefusal('api:default/unknown', 'Nobody waits');
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
