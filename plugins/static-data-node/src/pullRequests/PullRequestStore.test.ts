import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { prepareDatabase } from '../database/prepareDatabase';
import {
  NotedPullRequest,
  PullRequestStore,
  trimPullRequests,
} from './PullRequestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const HEAD = 'a'.repeat(40);
const LATER_HEAD = 'b'.repeat(40);

function noted(overrides: Partial<NotedPullRequest> = {}): NotedPullRequest {
  return {
    number: 12,
    title: 'Add the wish list',
    author: 'octocat',
    url: 'https://github.com/acme/architecture/pull/12',
    state: 'open',
    head: HEAD,
    headRef: 'wishlist',
    target: 'main',
    isFork: false,
    updatedAt: '2026-03-01T10:00:00.000Z',
    ...overrides,
  };
}

const PUSHED = noted({
  head: LATER_HEAD,
  updatedAt: '2026-03-01T11:00:00.000Z',
});

const PASSED = {
  outcome: 'passed',
  syncId: 'preview',
  changes: { added: 1, updated: 0, removed: 0, held: 0 },
} as const;

describe.each(databases.eachSupportedId())('PullRequestStore, %s', id => {
  async function createStore(databaseId: TestDatabaseId = id) {
    const knex = await databases.init(databaseId);
    await prepareDatabase(knex, undefined);
    const store = new PullRequestStore(knex, 'core');
    const row = (number = 12) =>
      knex('static_data_pull_requests').where({ number });
    return { knex, store, row };
  }

  it('lists what hosts say, with the verdict on the head', async () => {
    const { knex, store } = await createStore();
    await store.note(noted());
    await new PullRequestStore(knex, 'other').note(noted({ number: 3 }));
    expect(await store.list()).toEqual([
      { ...noted(), source: 'core', verdict: 'pending' },
    ]);
    const claimed = (await store.claim())!;
    await store.notePreview(claimed, PASSED);
    await store.noteTold(claimed);
    expect(await store.list({ state: 'open' })).toEqual([
      {
        ...noted(),
        source: 'core',
        verdict: 'passed',
        syncId: 'preview',
        changes: PASSED.changes,
      },
    ]);
    expect(await store.list({ state: 'merged' })).toEqual([]);
    expect(await new PullRequestStore(knex).list()).toHaveLength(2);

    await store.note(PUSHED);
    expect(await store.list()).toMatchObject([
      { head: LATER_HEAD, verdict: 'pending', syncId: 'preview' },
    ]);
  });

  it('keeps what the host said later, whichever arrives first, and who made it', async () => {
    const { store } = await createStore();
    await store.note(PUSHED);
    await store.note(noted());
    await store.note({ ...PUSHED, author: undefined, title: 'Renamed' });
    expect(await store.list()).toMatchObject([
      { head: LATER_HEAD, title: 'Renamed', author: 'octocat' },
    ]);
  });

  it('forgets a pull request, unless something later is known of it', async () => {
    const { store } = await createStore();
    await store.note(PUSHED);
    await store.forget(noted());
    expect(await store.list()).toHaveLength(1);
    await store.forget(PUSHED);
    expect(await store.list()).toEqual([]);
  });

  it('forgets those that are not checked any more', async () => {
    const { knex, store } = await createStore();
    await store.note(noted());
    await store.note(noted({ number: 13, isFork: true }));
    await store.note(noted({ number: 14, target: 'release' }));
    await new PullRequestStore(knex, 'other').note(noted({ number: 15 }));
    const numbersAfter = async (
      ...checked: Parameters<typeof store.forgetOthers>
    ) => {
      await store.forgetOthers(...checked);
      return (await store.list()).map(({ number }) => number);
    };
    expect(await numbersAfter({ target: 'main', forks: true })).toEqual([
      13, 12,
    ]);
    expect(await numbersAfter({ target: 'main', forks: false })).toEqual([12]);
    expect(await numbersAfter()).toEqual([]);
    expect(await new PullRequestStore(knex).list()).toHaveLength(1);
  });

  it('lets one process work on a pull request, the one that waits longest first', async () => {
    const { store, row } = await createStore();
    await store.note(noted());
    await store.note(noted({ number: 13 }));
    await row(12).update({ noted_at: '2026-03-02T10:00:00.000Z' });
    await row(13).update({ noted_at: '2026-03-01T10:00:00.000Z' });
    const claims = await Promise.all([
      store.claim(),
      store.claim(),
      store.claim(),
    ]);
    expect(claims.map(claim => claim?.number).sort()).toEqual([
      12,
      13,
      undefined,
    ]);
    await store.release(claims.find(claim => claim?.number === 12)!);
    expect(await store.claim()).toMatchObject({ number: 12 });
  });

  it('takes over the claim of a process that died, whose work is in vain then', async () => {
    const { store, row } = await createStore();
    await store.note(noted());
    const dead = (await store.claim())!;
    expect(await store.renew(dead)).toBe(true);
    await row().update({ claimed_until: '2026-03-01T10:00:00.000Z' });
    expect(await store.renew(dead)).toBe(false);
    const claimed = (await store.claim())!;
    expect(await store.notePreview(dead, PASSED)).toBe(false);
    await store.release(dead);
    expect(await store.renew(claimed)).toBe(true);
  });

  it.each([
    ['has another head', PUSHED],
    ['has another target', { ...PUSHED, head: HEAD, target: 'release' }],
    ['is closed', { ...PUSHED, head: HEAD, state: 'closed' as const }],
  ])('tells who works on it that it %s', async (_, event) => {
    const { store } = await createStore();
    await store.note(noted());
    const claimed = (await store.claim())!;
    await store.note(event);
    expect(await store.renew(claimed)).toBe(false);
    expect(await store.notePreview(claimed, PASSED)).toBe(false);
  });

  it('has nothing to do until the next push once the host was told', async () => {
    const { store } = await createStore();
    await store.note(noted());
    const claimed = (await store.claim())!;
    await store.notePreview(claimed, PASSED);
    await store.noteOnHost(claimed, { commentId: '7', checkRunId: '8' });
    await store.noteTold(claimed);
    await store.note({ ...noted(), title: 'Renamed' });
    expect(await store.claim()).toBeUndefined();
    await store.note(PUSHED);
    expect(await store.claim()).toMatchObject({
      head: LATER_HEAD,
      previewedHead: undefined,
      commentId: '7',
      checkRunId: undefined,
      attempts: 0,
    });
  });

  it('tries again after a time, with what it knows already', async () => {
    const { store, row } = await createStore();
    await store.note(noted());
    const claimed = (await store.claim())!;
    await store.notePreview(claimed, PASSED);
    await store.noteFailure(claimed, {
      problem: 'It does not answer',
      retrySeconds: 60,
      counts: true,
    });
    expect(await store.claim()).toBeUndefined();
    expect(await store.list()).toMatchObject([
      { verdict: 'passed', problem: 'It does not answer' },
    ]);
    await row().update({ next_attempt_at: '2026-03-01T10:00:00.000Z' });
    expect(await store.claim()).toMatchObject({
      ...PASSED,
      previewedHead: HEAD,
      attempts: 1,
    });
  });

  it('forgets what is closed for long, and what nothing was heard of', async () => {
    const { knex, store, row } = await createStore();
    const daysAgo = (days: number) =>
      new Date(Date.now() - days * 86_400_000).toISOString();
    for (const [number, state, days] of [
      [1, 'closed', 6],
      [2, 'merged', 8],
      [3, 'open', 8],
      [4, 'open', 91],
    ] as const) {
      await store.note(noted({ number, state }));
      await row(number).update({ noted_at: daysAgo(days) });
    }
    await trimPullRequests(knex, daysAgo(90));
    const left = await store.list();
    expect(left.map(({ number }) => number)).toEqual([3, 1]);
  });
});
