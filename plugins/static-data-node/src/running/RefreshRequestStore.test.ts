import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { createTestStore } from '../__testUtils__/createTestStore';
import { RefreshRequestStore } from './RefreshRequestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const { refreshRequests } = await createTestStore({
    getClient: async () => knex,
  });
  return { knex, refreshRequests };
}

const ada = {
  syncType: 'MANUAL' as const,
  triggeredBy: 'user:default/ada',
  dryRun: false,
};
const grace = { ...ada, triggeredBy: 'user:default/grace' };

const tick = { syncType: 'SCHEDULED' as const, dryRun: false };

/** The next request, as soon as one is due. */
async function waitForNext(refreshRequests: RefreshRequestStore) {
  for (;;) {
    const next = await refreshRequests.peek();
    if (next) {
      return next;
    }
  }
}

/** A push by somebody. */
function pushOf(name: string, commit: string) {
  return {
    syncType: 'PUSH' as const,
    triggeredBy: `github:${name}`,
    commit,
    dryRun: false,
  };
}

describe.each(databases.eachSupportedId())(
  'RefreshRequestStore, %s',
  databaseId => {
    it('queues a request', async () => {
      const { refreshRequests } = await createStore(databaseId);
      expect(await refreshRequests.peek()).toBeUndefined();

      const request = await refreshRequests.enqueue({
        syncType: 'MANUAL',
        triggeredBy: 'user:default/ada',
        dryRun: true,
        ref: 'feature/x',
      });
      expect(request).toEqual({
        syncId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        syncType: 'MANUAL',
        triggeredBy: 'user:default/ada',
        dryRun: true,
        ref: 'feature/x',
        createdAt: expect.stringMatching(/^20\d\d-.*T.*\.\d{3}Z$/),
        joined: false,
      });
      const { joined, ...queued } = request;
      expect(await refreshRequests.peek()).toEqual(queued);
      expect(await refreshRequests.isQueued(request.syncId)).toBe(true);
    });

    it('joins an equal request that is queued', async () => {
      const { refreshRequests } = await createStore(databaseId);
      const first = await refreshRequests.enqueue(ada);
      expect(await refreshRequests.enqueue(grace)).toEqual({
        ...first,
        joined: true,
      });
    });

    it('queues one request of the schedule', async () => {
      const { refreshRequests } = await createStore(databaseId);
      const first = await refreshRequests.enqueue(tick);
      expect(first).toMatchObject({ ...tick, joined: false });
      expect(first.triggeredBy).toBeUndefined();
      expect(await refreshRequests.enqueue(tick)).toMatchObject({
        syncId: first.syncId,
        joined: true,
      });
      expect(await refreshRequests.count()).toBe(1);
    });

    it.each([ada, pushOf('octocat', 'c1')])(
      'replaces a request of the schedule by %p, which no tick replaces',
      async request => {
        const { refreshRequests } = await createStore(databaseId);
        const { syncId } = await refreshRequests.enqueue(tick);

        const replacement = await refreshRequests.enqueue(request);
        expect(replacement).toMatchObject({ ...request, joined: false });
        expect(await refreshRequests.isQueued(syncId)).toBe(false);
        expect(await refreshRequests.count()).toBe(1);

        expect(await refreshRequests.enqueue(tick)).toEqual({
          ...replacement,
          joined: true,
        });
      },
    );

    it('removes a request of the schedule that a sync has answered', async () => {
      const { refreshRequests } = await createStore(databaseId);
      const { createdAt } = await refreshRequests.enqueue(tick);
      const before = new Date(Date.parse(createdAt) - 1).toISOString();

      await refreshRequests.removeScheduled(before);
      expect(await refreshRequests.count()).toBe(1);
      await refreshRequests.removeScheduled(createdAt);
      expect(await refreshRequests.count()).toBe(0);

      await refreshRequests.enqueue(ada);
      await refreshRequests.removeScheduled('2999-01-01T00:00:00.000Z');
      expect(await refreshRequests.count()).toBe(1);
    });

    it('counts the latest of the pushes that join each other', async () => {
      const { refreshRequests } = await createStore(databaseId);
      const first = await refreshRequests.enqueue(pushOf('octocat', 'c1'));
      expect(first).toMatchObject({
        ...pushOf('octocat', 'c1'),
        joined: false,
      });

      const second = await refreshRequests.enqueue(pushOf('hubot', 'c2'));
      expect(second).toEqual({
        ...first,
        ...pushOf('hubot', 'c2'),
        joined: true,
      });
      expect(await refreshRequests.peek()).toMatchObject(pushOf('hubot', 'c2'));
    });

    it.each([
      ['a push that joins a person', ada, pushOf('octocat', 'c1')],
      ['a person who joins a push', pushOf('octocat', 'c1'), ada],
    ])('leaves the request as it was: %s', async (_, earlier, later) => {
      const { refreshRequests } = await createStore(databaseId);
      const first = await refreshRequests.enqueue(earlier);
      expect(await refreshRequests.enqueue(later)).toEqual({
        ...first,
        joined: true,
      });
    });

    it('does not join requests that ask for something else', async () => {
      const { refreshRequests } = await createStore(databaseId);
      const requests = [
        await refreshRequests.enqueue(ada),
        await refreshRequests.enqueue({ ...ada, dryRun: true }),
        await refreshRequests.enqueue({ ...ada, dryRun: true, ref: 'a' }),
        await refreshRequests.enqueue({ ...ada, dryRun: true, ref: 'b' }),
      ];
      expect(new Set(requests.map(({ syncId }) => syncId)).size).toBe(4);
      expect(await refreshRequests.count()).toBe(4);
      expect(requests[0].ref).toBeUndefined();
    });

    it('joins requests that come at the same time', async () => {
      const { refreshRequests } = await createStore(databaseId);
      const requests = await Promise.all(
        Array.from({ length: 20 }, () => refreshRequests.enqueue(ada)),
      );
      expect(new Set(requests.map(({ syncId }) => syncId)).size).toBe(1);
      expect(requests.filter(({ joined }) => !joined)).toHaveLength(1);
    });

    it('starts a new request once the equal one has started', async () => {
      const { refreshRequests } = await createStore(databaseId);
      const first = await refreshRequests.enqueue(ada);
      await refreshRequests.remove(first.syncId);
      expect(await refreshRequests.isQueued(first.syncId)).toBe(false);

      const second = await refreshRequests.enqueue(grace);
      expect(second).toMatchObject({
        triggeredBy: 'user:default/grace',
        joined: false,
      });
      expect(second.syncId).not.toBe(first.syncId);
    });

    describe('pushes to repositories of applications', () => {
      const push = (repository: string, commit: string, login = 'octocat') => ({
        repository,
        commit,
        pushedBy: `github:${login}`,
      });

      it('join each other, the latest of each repository counts', async () => {
        const { refreshRequests } = await createStore(databaseId);
        await refreshRequests.enqueuePush(push('acme/cart', 'c1'), 0);
        const first = await waitForNext(refreshRequests);
        await refreshRequests.enqueuePush(push('acme/pay', 'p1', 'hubot'), 0);
        await refreshRequests.enqueuePush(push('acme/cart', 'c2'), 0);

        expect(await refreshRequests.peek()).toEqual({
          ...first,
          syncType: 'PUSH',
          triggeredBy: 'github:octocat',
          dryRun: false,
          pushes: [push('acme/pay', 'p1', 'hubot'), push('acme/cart', 'c2')],
        });
        expect(await refreshRequests.count()).toBe(1);
      });

      it('are all in one request when they come at the same time', async () => {
        const { refreshRequests } = await createStore(databaseId);
        const pushes = Array.from({ length: 20 }, (_, index) =>
          push(`acme/app-${index}`, 'c1'),
        );
        await Promise.all(
          pushes.map(each => refreshRequests.enqueuePush(each, 0)),
        );
        const { pushes: queued } = await waitForNext(refreshRequests);
        expect(queued).toHaveLength(20);
        expect(queued).toEqual(expect.arrayContaining(pushes));
        expect(await refreshRequests.count()).toBe(1);
      });

      it('wait for each other, and are answered all the same after the clock was set back', async () => {
        const { knex, refreshRequests } = await createStore(databaseId);
        await refreshRequests.enqueuePush(push('acme/cart', 'c1'), 9);
        expect(await refreshRequests.peek()).toBeUndefined();
        await knex('static_data_refresh_requests').update({
          due_at: '2999-01-01T00:00:00.000Z',
        });
        expect(await refreshRequests.peek()).toBeDefined();
      });

      it('neither join a sync of the source, nor replace one', async () => {
        const { refreshRequests } = await createStore(databaseId);
        await refreshRequests.enqueue(tick);
        await refreshRequests.enqueuePush(push('acme/cart', 'c1'), 9);
        await refreshRequests.enqueue(pushOf('hubot', 'c2'));
        expect(await refreshRequests.count()).toBe(2);
        expect(await refreshRequests.peek()).toMatchObject(
          pushOf('hubot', 'c2'),
        );
      });

      it('are taken once, with all that have joined', async () => {
        const { refreshRequests } = await createStore(databaseId);
        await refreshRequests.enqueuePush(push('acme/cart', 'c1'), 0);
        const { syncId } = await waitForNext(refreshRequests);
        await refreshRequests.enqueuePush(push('acme/pay', 'p1'), 0);

        const taken = await refreshRequests.take(syncId);
        expect(taken?.pushes).toEqual([
          push('acme/cart', 'c1'),
          push('acme/pay', 'p1'),
        ]);
        expect(await refreshRequests.take(syncId)).toBeUndefined();
        expect(await refreshRequests.count()).toBe(0);
      });
    });

    describe('enqueueDryRun', () => {
      const limits = { max: 4, maxOfCaller: 2 };
      const preview = (ref: string | undefined, triggeredBy = 'ada') => ({
        ...ada,
        triggeredBy,
        dryRun: true,
        ref,
      });

      it('leaves room for others, and joins also where there is none', async () => {
        const { refreshRequests } = await createStore(databaseId);
        const enqueue = (...request: Parameters<typeof preview>) =>
          refreshRequests.enqueueDryRun(preview(...request), limits);
        const first = await enqueue(undefined);
        expect(first).toMatchObject({ joined: false });
        expect(await enqueue('b')).toMatchObject({ joined: false });
        expect(await enqueue('c')).toBeUndefined();
        expect(await enqueue('b')).toMatchObject({ joined: true });

        expect(await enqueue('d', 'grace')).toMatchObject({ joined: false });
        expect(await enqueue('e', 'linus')).toMatchObject({ joined: false });
        expect(await enqueue('f', 'grace')).toBeUndefined();
        expect(await enqueue('b', 'grace')).toMatchObject({ joined: true });

        expect(await refreshRequests.enqueue(ada)).toMatchObject({
          joined: false,
        });
        expect(await refreshRequests.count({ dryRun: true })).toBe(4);
        expect(await refreshRequests.count({ dryRun: false })).toBe(1);

        await refreshRequests.remove(first!.syncId);
        expect(await enqueue('f', 'grace')).toMatchObject({ joined: false });
      });

      it('takes no more of those that come at the same time', async () => {
        const { refreshRequests } = await createStore(databaseId);
        await Promise.all(
          Array.from({ length: 30 }, (_, index) =>
            refreshRequests.enqueueDryRun(
              preview(`branch-${index}`, `user-${index}`),
              limits,
            ),
          ),
        );
        expect(await refreshRequests.count()).toBe(4);
      });
    });

    it('answers requests in the order in which they came, dry runs last', async () => {
      const { knex, refreshRequests } = await createStore(databaseId);
      const last = await refreshRequests.enqueue({ ...ada, dryRun: true });
      const first = await refreshRequests.enqueue(ada);
      const second = await refreshRequests.enqueue({ ...ada, full: true });
      const third = await refreshRequests.enqueue({
        ...ada,
        dryRun: true,
        ref: 'a',
      });
      await knex('static_data_refresh_requests')
        .where({ sync_id: third.syncId })
        .update({ created_at: '2026-01-01T00:00:00.000Z' });

      for (const expected of [first, second, third, last]) {
        const next = await refreshRequests.peek();
        expect(next!.syncId).toBe(expected.syncId);
        await refreshRequests.remove(next!.syncId);
      }
      expect(await refreshRequests.peek()).toBeUndefined();
    });
  },
);
