import { TestDatabases } from '@backstage/backend-test-utils';
import {
  added,
  createComponent,
  updated,
  withoutVersion,
} from '../__testUtils__/changes';
import { createAppliedSync } from '../__testUtils__/createCompletedSync';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const HISTORY = '/api/static-data/sync-history';

describe('changes of a sync', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  /** A sync with every type of change. */
  async function startWithChanges(
    databaseId: Parameters<typeof databases.init>[0],
  ) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
    });
    const sync = createAppliedSync({
      record: { startTime: '2026-01-02T00:00:00.000Z' },
      changes: [
        added(createComponent('checkout')),
        added(createComponent('payments')),
        withoutVersion('held', createComponent('search')),
        withoutVersion('removed', createComponent('basket')),
        withoutVersion('retained', createComponent('catalog')),
        updated(
          createComponent('orders', { lifecycle: 'experimental' }),
          createComponent('orders', { lifecycle: 'production' }),
        ),
      ],
    });
    await started.store.complete(sync);
    const url = `${HISTORY}/${sync.record.id}/changes`;
    const namesOf = async (query: string): Promise<string[]> => {
      const { body } = await started.api.get(`${url}?${query}`);
      return body.changes.map(({ entityRef }: { entityRef: string }) =>
        entityRef.replace('component:default/', ''),
      );
    };
    return { ...started, sync, url, namesOf };
  }

  it.each(databases.eachSupportedId())(
    'tell what became of each entity, %p',
    async databaseId => {
      const { api, sync, url } = await startWithChanges(databaseId);

      const { status, body } = await api.get(url);

      expect(status).toBe(200);
      expect(body).toMatchObject({
        syncId: sync.record.id,
        revision: 'abc123',
        pagination: { limit: 50, hasMore: false, total: 6 },
      });
      expect(body.changes[0]).toEqual({
        entityRef: 'component:default/checkout',
        kind: 'Component',
        change: 'added',
        sourceFile: 'data/applications.json',
        sourceLine: 7,
        confirmation: { status: 'pending' },
      });
      expect(body.changes.at(-1)).toEqual({
        entityRef: 'component:default/orders',
        kind: 'Component',
        change: 'updated',
        sourceFile: 'data/applications.json',
        differences: {
          fields: [
            {
              path: '/spec/lifecycle',
              before: 'experimental',
              after: 'production',
            },
          ],
          fieldCount: 1,
        },
        confirmation: { status: 'pending' },
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'are read page by page, %p',
    async databaseId => {
      const { api, url } = await startWithChanges(databaseId);
      const refs: string[] = [];
      let cursor: string | undefined;
      let pages = 0;

      do {
        const { body } = await api
          .get(url)
          .query({ limit: 4, change: 'added,held,removed,updated', cursor });
        expect(body.pagination.total).toBe(5);
        expect(body.pagination.hasMore).toBe(
          body.pagination.nextCursor !== undefined,
        );
        refs.push(...body.changes.map((change: any) => change.entityRef));
        cursor = body.pagination.nextCursor;
        pages++;
      } while (cursor);

      expect(pages).toBe(2);
      expect(refs).toEqual([
        'component:default/checkout',
        'component:default/payments',
        'component:default/search',
        'component:default/basket',
        'component:default/orders',
      ]);
    },
  );

  it.each(databases.eachSupportedId())('are filtered, %p', async id => {
    const { namesOf } = await startWithChanges(id);

    expect(await namesOf('change=held&change=retained')).toEqual([
      'search',
      'catalog',
    ]);
    expect(await namesOf('kind=Component&change=added')).toHaveLength(2);
    expect(await namesOf('kind=API')).toEqual([]);
    expect(await namesOf('change=updated&confirmation=pending')).toEqual([
      'orders',
    ]);
    expect(await namesOf('confirmation=failed,confirmed')).toEqual([]);
    expect(await namesOf('q=Default/C')).toEqual(['checkout', 'catalog']);
    expect(await namesOf('q=%25')).toEqual([]);
  });

  it('are not those of a sync that does not exist', async () => {
    const { api } = await startWithChanges('SQLITE_3');
    const unknownId = '019a2b3c-0000-7000-8000-000000000000';

    for (const [id, shown] of [
      [unknownId, unknownId],
      ['latest', 'latest'],
      ['%00', '\\u0000'],
    ]) {
      const { status, body } = await api.get(`${HISTORY}/${id}/changes`);

      expect(status).toBe(404);
      expect(body.error).toEqual({
        name: 'NotFoundError',
        message: `No sync has the id '${shown}'`,
      });
    }
  });

  it.each([
    [
      'change=moved',
      'change: must be one or more of added, updated, removed, retained, held, resent',
    ],
    ['q=a%00b', 'q: must not have control characters'],
    ['limit=501', 'limit: must be a whole number from 1 to 500'],
    ['cursor=abc', 'cursor: must be the nextCursor of a page'],
    ['page=2', `unknown parameter 'page'`],
  ])('refuse ?%s', async (query, message) => {
    const { api, url } = await startWithChanges('SQLITE_3');

    const { status, body } = await api.get(`${url}?${query}`);

    expect(status).toBe(400);
    expect(body.error.message).toBe(`Invalid request: ${message}`);
  });

  it('refuse the cursor of another list', async () => {
    const { api, store, url } = await startWithChanges('SQLITE_3');
    await store.complete(
      createAppliedSync({ record: { startTime: '2026-01-03T00:00:00.000Z' } }),
    );
    const history = await api.get(`${HISTORY}?limit=1`);
    const changes = await api.get(`${url}?limit=1`);

    const refused = await Promise.all([
      api.get(`${url}?cursor=${history.body.pagination.nextCursor}`),
      api.get(`${HISTORY}?cursor=${changes.body.pagination.nextCursor}`),
    ]);

    for (const { status, body } of refused) {
      expect(status).toBe(400);
      expect(body.error.message).toBe(
        'Invalid request: cursor: must be the nextCursor of a page',
      );
    }
  });
});
