import { TestDatabases } from '@backstage/backend-test-utils';
import { NetChange } from '@internal/plugin-static-data-common';
import {
  added,
  createComponent,
  updated,
  withoutVersion,
} from '../__testUtils__/changes';
import {
  createAppliedSync,
  createCompletedSync,
} from '../__testUtils__/createCompletedSync';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const COMPARE = '/api/static-data/sync-history/compare';

describe('comparison of two syncs', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  const [first, second, third] = ['experimental', 'production', 'deprecated']
    .map(lifecycle => ({ lifecycle }))
    .map(spec => createComponent('orders', spec));

  const syncs = {
    monday: createAppliedSync({
      record: { startTime: '2026-01-05T00:00:00.000Z' },
      changes: [added(first), added(createComponent('search'))],
    }),
    tuesday: createAppliedSync({
      record: { startTime: '2026-01-06T00:00:00.000Z' },
      changes: [
        updated(first, second),
        added(createComponent('checkout')),
        added(createComponent('short-lived')),
      ],
    }),
    preview: createCompletedSync({
      record: { startTime: '2026-01-06T12:00:00.000Z', dryRun: true },
      changes: [withoutVersion('removed', createComponent('checkout'))],
    }),
    wednesday: createAppliedSync({
      record: { startTime: '2026-01-07T00:00:00.000Z', revision: 'def456' },
      changes: [
        updated(second, third),
        withoutVersion('removed', createComponent('search')),
        withoutVersion('removed', createComponent('short-lived')),
      ],
    }),
  };
  const { monday, tuesday, preview, wednesday } = syncs;

  async function startWithSyncs(
    databaseId: Parameters<typeof databases.init>[0],
  ) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
    });
    for (const sync of Object.values(syncs)) {
      await started.store.complete(sync);
    }
    return started;
  }

  it.each(databases.eachSupportedId())(
    'tells the net change between the states that they left, %p',
    async databaseId => {
      const { api } = await startWithSyncs(databaseId);

      const { status, body } = await api
        .get(COMPARE)
        .query({ from: monday.record.id, to: wednesday.record.id });

      expect(status).toBe(200);
      expect(body).toEqual({
        from: {
          syncId: monday.record.id,
          number: monday.record.number,
          startTime: '2026-01-05T00:00:00.000Z',
          revision: 'abc123',
        },
        to: {
          syncId: wednesday.record.id,
          number: wednesday.record.number,
          startTime: '2026-01-07T00:00:00.000Z',
          revision: 'def456',
        },
        changes: [
          {
            entityRef: 'component:default/checkout',
            kind: 'Component',
            change: 'added',
            sourceFile: 'data/applications.json',
            syncIds: [tuesday.record.id],
          },
          {
            entityRef: 'component:default/orders',
            kind: 'Component',
            change: 'updated',
            sourceFile: 'data/applications.json',
            differences: {
              fields: [
                {
                  path: '/spec/lifecycle',
                  before: 'experimental',
                  after: 'deprecated',
                },
              ],
              fieldCount: 1,
            },
            syncIds: [tuesday.record.id, wednesday.record.id],
          },
          {
            entityRef: 'component:default/search',
            kind: 'Component',
            change: 'removed',
            sourceFile: 'data/applications.json',
            syncIds: [wednesday.record.id],
          },
        ],
        totals: [
          { kind: 'Component', change: 'added', count: 1 },
          { kind: 'Component', change: 'removed', count: 1 },
          { kind: 'Component', change: 'updated', count: 1 },
        ],
        pagination: { limit: 50, hasMore: false },
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'is filtered by net change, kind and text, and counts what matches, %p',
    async databaseId => {
      const { api } = await startWithSyncs(databaseId);
      const compare = async (filters: object) => {
        const { body } = await api.get(COMPARE).query({
          from: monday.record.id,
          to: wednesday.record.id,
          ...filters,
        });
        return [
          body.changes.map(({ entityRef }: NetChange) => entityRef),
          body.totals,
        ];
      };
      const one = (change: string) => [{ kind: 'Component', change, count: 1 }];

      expect(await compare({ change: 'updated' })).toEqual([
        ['component:default/orders'],
        one('updated'),
      ]);
      expect(await compare({ q: 'SEAR', kind: 'Component' })).toEqual([
        ['component:default/search'],
        one('removed'),
      ]);
      expect(await compare({ kind: 'API' })).toEqual([[], []]);
    },
  );

  it.each(databases.eachSupportedId())(
    'is read page by page, %p',
    async databaseId => {
      const { api } = await startWithSyncs(databaseId);
      const query = {
        from: monday.record.id,
        to: wednesday.record.id,
        limit: 2,
      };

      const page = await api.get(COMPARE).query(query);
      const { nextCursor } = page.body.pagination;
      const last = await api.get(COMPARE).query({
        ...query,
        cursor: nextCursor,
      });

      expect(page.body.changes).toHaveLength(2);
      expect(page.body.pagination.hasMore).toBe(true);
      expect(last.body.changes).toMatchObject([
        { entityRef: 'component:default/search' },
      ]);
      expect(last.body).not.toHaveProperty('totals');
      expect(last.body.pagination).toEqual({ limit: 2, hasMore: false });
    },
  );

  it('of a sync with itself is empty', async () => {
    const { api } = await startWithSyncs('SQLITE_3');

    const { status, body } = await api
      .get(COMPARE)
      .query({ from: tuesday.record.id, to: tuesday.record.id });

    expect(status).toBe(200);
    expect(body.changes).toEqual([]);
  });

  it('knows both syncs', async () => {
    const { api } = await startWithSyncs('SQLITE_3');
    const unknownId = '019a2b3c-0000-7000-8000-000000000000';
    const { id } = monday.record;

    for (const query of [
      { from: id, to: unknownId },
      { from: unknownId, to: id },
    ]) {
      const { status, body } = await api.get(COMPARE).query(query);

      expect(status).toBe(404);
      expect(body.error.message).toBe(`No sync has the id '${unknownId}'`);
    }
  });

  it.each([
    ['nothing', {}, 'from: must be a UUID; to: must be a UUID'],
    [
      'the later sync as the earlier one',
      { from: wednesday.record.id, to: monday.record.id },
      `from: is later than to; ask with from=${monday.record.id} and to=${wednesday.record.id}`,
    ],
    [
      'a dry run to start from',
      { from: preview.record.id, to: wednesday.record.id },
      'from: is a dry run, which left no state behind',
    ],
    [
      'a dry run to end with',
      { from: monday.record.id, to: preview.record.id },
      'to: is a dry run, which left no state behind',
    ],
    [
      'a made-up cursor',
      { from: monday.record.id, to: tuesday.record.id, cursor: 'abc' },
      'cursor: must be the nextCursor of a page',
    ],
  ])('refuses %s', async (_, query, message) => {
    const { api } = await startWithSyncs('SQLITE_3');

    const { status, body } = await api.get(COMPARE).query(query);

    expect(status).toBe(400);
    expect(body.error.message).toBe(`Invalid request: ${message}`);
  });
});
