import { TestDatabases } from '@backstage/backend-test-utils';
import { NotedPullRequest } from '@internal/plugin-static-data-node';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const PATH = '/api/static-data/pull-requests';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

function noted(
  number: number,
  state: NotedPullRequest['state'],
): NotedPullRequest {
  return {
    number,
    title: 'Add the wish list',
    url: `https://github.com/acme/architecture/pull/${number}`,
    state,
    head: '0123456789abcdef0123456789abcdef01234567',
    headRef: 'wishlist',
    target: 'main',
    isFork: false,
    updatedAt: '2026-01-02T00:00:00.000Z',
  };
}

describe('pull requests', () => {
  it('are those of one source or of all, in one state or in all', async () => {
    const { api, store } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
    });
    await store.pullRequests.note(noted(12, 'open'));
    await store.pullRequests.note(noted(11, 'merged'));
    await store.all.ofSource('gone').pullRequests.note(noted(3, 'open'));
    const list = async (query: string) => {
      const { body } = await api.get(`${PATH}${query}`).expect(200);
      return body.pullRequests.map(
        ({ source, number }: { source: string; number: number }) =>
          `${source} ${number}`,
      );
    };
    expect(await list('')).toEqual(['default 12', 'default 11', 'gone 3']);
    expect(await list('?source=default')).toEqual(['default 12', 'default 11']);
    expect(await list('?source=default&state=open')).toEqual(['default 12']);
    expect(await list('?state=closed')).toEqual([]);
  });

  it('have the verdict on their head, and not what the check is about inside', async () => {
    const { api, store } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
    });
    await store.pullRequests.note(noted(12, 'open'));
    const claimed = (await store.pullRequests.claim())!;
    await store.pullRequests.notePreview(claimed, {
      outcome: 'failed',
      syncId: 'preview',
      changes: { added: 1, updated: 2, removed: 3, held: 4 },
    });
    await store.pullRequests.noteOnHost(claimed, { commentId: '7' });
    const { body } = await api.get(PATH).expect(200);
    expect(body.pullRequests).toEqual([
      {
        ...noted(12, 'open'),
        source: 'default',
        verdict: 'failed',
        syncId: 'preview',
        changes: { added: 1, updated: 2, removed: 3, held: 4 },
      },
    ]);
  });

  it.each(['?state=draft', '?source=none%20such', '?limit=1'])(
    'are not asked for with %s',
    async query => {
      const { api } = await startStaticData({
        knex: await databases.init('SQLITE_3'),
      });
      const { status } = await api.get(`${PATH}${query}`);
      expect(status).toBe(400);
    },
  );
});
