import { TestDatabases } from '@backstage/backend-test-utils';
import { createSync } from './__testUtils__/createSync';
import { createTestStore } from './__testUtils__/createTestStore';
import { StaticDataStore } from './StaticDataStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const after = { startTime: '2026-03-01T10:00:00.000Z', id: 'x' };

/**
 * The history may grow to 100,000 rows: no read may go through all of them, or sort them. SQLite
 * explains how it would run a statement even without any data.
 */
describe('reads of the history', () => {
  it.each<[string, (store: StaticDataStore) => Promise<unknown>]>([
    ['getLatest', ({ history }) => history.getLatest()],
    ['marks', ({ history }) => history.listMarks(30)],
    ['a page', ({ history }) => history.list({ limit: 50 })],
    ['the next page', ({ history }) => history.list({ limit: 50, after })],
    [
      'a page of failures',
      ({ history }) => history.list({ limit: 50, after, status: ['FAILURE'] }),
    ],
    [
      'a page of cancelled syncs',
      ({ history }) =>
        history.list({ limit: 50, after, status: ['CANCELLED'] }),
    ],
    [
      'a page of two outcomes',
      ({ history }) =>
        history.list({ limit: 50, status: ['SUCCESS', 'PARTIAL_SUCCESS'] }),
    ],
    [
      'a page of manual syncs',
      ({ history }) => history.list({ limit: 50, after, syncType: 'MANUAL' }),
    ],
    [
      'a page of syncs that changed something',
      ({ history }) => history.list({ limit: 50, after, changed: true }),
    ],
    [
      'the number of older quiet syncs',
      ({ history }) => history.countQuietNeighbours({}, after, 'older'),
    ],
    [
      'the number of newer quiet syncs of a source',
      ({ ofSource }) =>
        ofSource('default').history.countQuietNeighbours(
          { dryRun: false, changed: false },
          after,
          'newer',
        ),
    ],
    [
      'the number of syncs that changed something',
      ({ history }) => history.count({ changed: true }),
    ],
    [
      'a page without dry runs',
      ({ history }) => history.list({ limit: 50, after, dryRun: false }),
    ],
    [
      'the next page of a range in time',
      ({ history }) =>
        history.list({
          limit: 50,
          after,
          from: '2026-01-01T00:00:00.000Z',
          to: '2026-04-01T00:00:00.000Z',
        }),
    ],
    ['the number of syncs', ({ history }) => history.count({})],
    [
      'the number of syncs that nobody cancelled',
      ({ history }) =>
        history.count({ status: ['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE'] }),
    ],
    [
      'the number of failures',
      ({ history }) => history.count({ status: ['FAILURE'] }),
    ],
    ['summaries', ({ history }) => history.listSummaries(after.startTime)],
    [
      'the outcomes since a time, and failures in a row',
      ({ history }) => history.getOutcomes(after.startTime),
    ],
    [
      'the last applied',
      ({ history }) => history.getLastAppliedBefore(after.startTime),
    ],
    [
      'the last applied of one source',
      ({ ofSource }) =>
        ofSource('default').history.getLastApplied({ time: after.startTime }),
    ],
    [
      'a page of changes',
      ({ changes }) => changes.list({ syncId: 's', limit: 50 }),
    ],
    [
      'the next page of some changes of a kind',
      ({ changes }) =>
        changes.list({
          syncId: 's',
          limit: 50,
          change: ['added', 'updated'],
          kind: 'API',
          after: { change: 'added', kind: 'API', entityRef: 'api:default/a' },
        }),
    ],
    ['the number of changes', ({ changes }) => changes.count({ syncId: 's' })],
    [
      'a page of the snapshot',
      ({ snapshot }) =>
        snapshot.listOfKinds({
          kinds: ['API'],
          limit: 50,
          afterEntityRef: 'api:default/a',
        }),
    ],
    [
      'the history of an entity',
      ({ changes }) =>
        changes.listOfEntity({
          entityRef: 'api:default/a',
          limit: 50,
          after: { startTime: after.startTime, syncId: 's' },
        }),
    ],
    [
      'a page of messages',
      ({ outbox }) =>
        outbox.list({ limit: 50, after: 'x', exceptRecipients: ['a', 'b'] }),
    ],
    [
      'a page of the dead messages to a recipient',
      ({ outbox }) =>
        outbox.list({ limit: 50, recipient: 'a', state: ['dead'] }),
    ],
    [
      'the number of pending messages',
      ({ outbox }) => outbox.countPending('a'),
    ],
  ])('%s uses an index', async (_, read) => {
    const knex = await databases.init('SQLITE_3');
    const store = await createTestStore({
      getClient: async () => knex,
    });
    await store.complete(createSync());

    const queries: Array<{ sql: string; bindings: string[] }> = [];
    knex.on('query', query => queries.push(query));
    await read(store);
    knex.removeAllListeners('query');

    expect(queries).not.toEqual([]);
    for (const { sql, bindings } of queries) {
      const steps: Array<{ detail: string }> = await knex.raw(
        `explain query plan ${sql}`,
        bindings,
      );
      for (const { detail } of steps) {
        expect(detail).toMatch(/USING (COVERING )?INDEX/);
        expect(detail).not.toContain('TEMP B-TREE');
      }
    }
  });
});

async function explain(read: (store: StaticDataStore) => Promise<unknown>) {
  const knex = await databases.init('SQLITE_3');
  const store = await createTestStore({
    getClient: async () => knex,
  });
  const queries: Array<{ sql: string; bindings: string[] }> = [];
  knex.on('query', query => queries.push(query));
  await read(store);
  knex.removeAllListeners('query');
  const plans = await Promise.all(
    queries.map(({ sql, bindings }) =>
      knex.raw(`explain query plan ${sql}`, bindings),
    ),
  );
  return plans.flat().map(({ detail }) => detail);
}

describe('pages of the history', () => {
  it('start at the cursor, not at the end of a range in time', async () => {
    const [step] = await explain(({ history }) =>
      history.list({ limit: 50, after, to: '2026-04-01T00:00:00.000Z' }),
    );
    expect(step).toContain('(start_time,id)<(?,?))');
  });
});

describe('searches of the history', () => {
  it('go from entity to entity in the index, and read findings once', async () => {
    const steps = (
      await explain(({ history }) => history.list({ limit: 50, q: 'a' }))
    ).filter(step => !step.includes('history_versions'));
    expect(steps).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^SEARCH changes USING COVERING INDEX idx_sync_changes_entity_ref \(entity_ref>/,
        ),
        'MATERIALIZE matching_findings',
      ]),
    );
    expect(steps.join()).not.toContain('CORRELATED LIST');
    expect(steps.join()).not.toMatch(/SCAN static_data_sync_changes(?! USING)/);
  });
});

describe('reads of changes', () => {
  it('walk ranges of the key for every filter, not the rows of the sync', async () => {
    const steps = await explain(({ changes }) =>
      changes.list({
        syncId: 's',
        limit: 50,
        change: ['added', 'updated'],
        kind: 'API',
        after: { change: 'added', kind: 'API', entityRef: 'api:default/a' },
      }),
    );
    expect(steps).toEqual([
      expect.stringContaining('(sync_id=? AND change=? AND kind=?)'),
    ]);
    const [, ...count] = await explain(({ changes }) =>
      changes.count({ syncId: 's', change: ['added', 'updated'], kind: 'API' }),
    );
    expect(count).toEqual([
      expect.stringContaining('(sync_id=? AND change=? AND kind=?)'),
    ]);
    const [next] = await explain(({ changes }) =>
      changes.list({
        syncId: 's',
        limit: 50,
        after: { change: 'updated', kind: 'API', entityRef: 'api:default/a' },
      }),
    );
    expect(next).toContain('(sync_id=? AND (change,kind,entity_ref)>(?,?,?))');
  });

  it('look for a text in the key alone', async () => {
    const steps = await explain(({ changes }) =>
      changes.list({ syncId: 's', limit: 50, q: 'a' }),
    );
    expect(steps.join('\n')).toMatch(/USING COVERING INDEX \S+ \(sync_id=\?\)/);
  });

  it('go through the changes of a span by its syncs', async () => {
    const [first, second] = await explain(({ changes }) =>
      changes.listSpans({
        source: 'default',
        from: { number: 1 },
        to: { number: 5 },
        limit: 50,
        afterEntityRef: 'api:default/a',
      }),
    );
    expect(first).toMatch(
      /^SEARCH history USING .*\(source_id=\? AND number>\? AND number<\?\)/,
    );
    expect(second).toMatch(/^SEARCH changes .*\(sync_id=\?/);
  });
});

describe('counts by owner', () => {
  it('go through the syncs of a period, and the findings of each by its key', async () => {
    const steps = await explain(({ ofSource }) =>
      ofSource('default').ownerFindings.countChanges([
        after.startTime,
        '2026-03-08T00:00:00.000Z',
      ]),
    );
    expect(steps).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^SEARCH history USING .*\(source_id=\? AND dry_run=\? AND start_time>\?\)/,
        ),
        expect.stringMatching(/^SEARCH findings USING .*\(sync_id=\?\)/),
      ]),
    );
  });

  it('of entities read an index alone', async () => {
    const steps = await explain(({ ofSource }) =>
      ofSource('default').snapshot.countByOwner(),
    );
    expect(steps).toEqual([
      expect.stringContaining('USING COVERING INDEX idx_snapshot_owner'),
    ]);
  });
});
