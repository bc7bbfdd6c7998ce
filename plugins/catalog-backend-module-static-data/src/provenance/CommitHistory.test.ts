import { SourceCommit, SourceCommits } from '../source/SourceReader';
import { CommitHistory } from './CommitHistory';

const PATHS = {
  applications: 'data/applications.json',
  squads: 'data/squads.json',
  boundedContexts: 'data/bounded-contexts.json',
  domains: 'data/domains.json',
  contracts: 'contracts',
};
const SQUADS = PATHS.squads;

function commit(id: string, ...parents: string[]): SourceCommit {
  return { id, subject: `Commit ${id}`, parents };
}

function toFile(path: string, text: string) {
  return { path, text };
}

/** A host with commits c1, c2 and so on, each upon the one before, and c0 before all of them. */
function createHost(count: number, overrides: Partial<SourceCommits> = {}) {
  const commits = Array.from({ length: count }, (_, index) =>
    commit(`c${index + 1}`, `c${index}`),
  );
  const newestFirst = commits.map(({ id }) => id).reverse();
  return {
    compare: jest.fn(async () => ({
      commits: new Map(commits.map(it => [it.id, it])),
      changedFiles: new Set([SQUADS]) as Set<string> | undefined,
    })),
    listTouching: jest.fn(async () => ({
      ids: newestFirst,
      isComplete: true,
    })),
    readFileAt: jest.fn(async (path: string, revision: string) =>
      toFile(path, `[{ "id": "red", "name": "${revision}" }]`),
    ),
    ...overrides,
  };
}

function createHistory(commits: SourceCommits | undefined, last = 2) {
  return new CommitHistory({
    commits,
    revision: `c${last}`,
    files: [toFile(SQUADS, `[{ "id": "red", "name": "c${last}" }]`)],
    paths: PATHS,
    signal: new AbortController().signal,
    limit: new AbortController().signal,
  });
}

const idsOf = (commits: SourceCommit[] | undefined) =>
  commits?.map(({ id }) => id);

describe('CommitHistory', () => {
  it('asks nothing more where one commit made all changes', async () => {
    const host = createHost(1);
    const history = createHistory(host, 1);

    expect(idsOf(await history.listTouching(SQUADS, 'c0'))).toEqual(['c1']);
    expect(await history.listTouching('data/domains.json', 'c0')).toEqual([]);
    expect(host.compare).toHaveBeenCalledTimes(1);
    expect(host.listTouching).not.toHaveBeenCalled();
  });

  it('asks nothing where the revision is the same', async () => {
    const host = createHost(1);

    expect(await createHistory(host, 1).listTouching(SQUADS, 'c1')).toEqual([]);
    expect(host.compare).not.toHaveBeenCalled();
  });

  it('keeps to the commits in between, and asks once for each file', async () => {
    const host = createHost(2, {
      listTouching: jest.fn(async () => ({
        ids: ['c2', 'c0', 'older'],
        isComplete: false,
      })),
    });
    const history = createHistory(host);

    expect(idsOf(await history.listTouching(SQUADS, 'c0'))).toEqual(['c2']);
    await history.listTouching(SQUADS, 'c0');
    expect(host.listTouching).toHaveBeenCalledTimes(1);
  });

  it('knows nothing where the list ends within the span', async () => {
    const history = createHistory(
      createHost(2, {
        listTouching: async () => ({ ids: ['c2', 'c1'], isComplete: false }),
      }),
    );

    expect(await history.listTouching(SQUADS, 'c0')).toBeUndefined();
  });

  it.each([
    ['the source has no commits', undefined],
    [
      'the revisions do not follow on each other',
      createHost(2, { compare: async () => undefined }),
    ],
  ])('knows nothing where %s', async (_, host) => {
    expect(
      await createHistory(host).listTouching(SQUADS, 'c0'),
    ).toBeUndefined();
  });

  it('asks no more once the host has failed', async () => {
    const failure = new Error('rate limit');
    const host = createHost(2, {
      listTouching: jest.fn(async () => {
        throw failure;
      }),
    });
    const history = createHistory(host);

    expect(await history.listTouching(SQUADS, 'c0')).toBeUndefined();
    expect(await history.readVersion(SQUADS, 'c1')).toBeUndefined();
    expect(history.failure).toBe(failure);
    expect(host.readFileAt).not.toHaveBeenCalled();
  });

  it('spends 60 requests at most', async () => {
    const host = createHost(2, {
      compare: async () => ({
        commits: new Map(
          [commit('c1', 'c0'), commit('c2', 'c1')].map(it => [it.id, it]),
        ),
        changedFiles: undefined,
      }),
    });
    const history = createHistory(host);
    for (let file = 0; file < 100; file++) {
      await history.listTouching(`contracts/${file}.yaml`, 'c0');
    }

    expect(host.listTouching).toHaveBeenCalledTimes(59);
    expect(history.failure).toBeUndefined();
  });

  it('finds the commits that changed a record by all that they were made upon', async () => {
    const names: Record<string, string> = {
      base: 'old',
      left: 'new',
      right: 'old',
      merge: 'new',
    };
    const history = createHistory(
      createHost(2, {
        readFileAt: async (path, revision) =>
          toFile(path, `[{ "id": "red", "name": "${names[revision]}" }]`),
      }),
    );

    expect(
      idsOf(
        await history.findChanging(SQUADS, 'group:default/red', [
          commit('merge', 'left', 'right'),
          commit('right', 'base'),
          commit('left', 'base'),
        ]),
      ),
    ).toEqual(['left']);
  });

  it('reads each version once for all records, and keeps the texts of few', async () => {
    const host = createHost(10);
    const history = createHistory(host, 10);
    const touching = await history.listTouching(SQUADS, 'c0');
    for (const name of ['red', 'blue', 'green']) {
      await history.findChanging(SQUADS, `group:default/${name}`, touching!);
    }
    // The latest is not asked for.
    expect(host.readFileAt).toHaveBeenCalledTimes(10);

    await history.readVersion(SQUADS, 'c0');
    expect(host.readFileAt).toHaveBeenCalledTimes(10);
    await history.readVersion(SQUADS, 'c9');
    expect(host.readFileAt).toHaveBeenCalledTimes(11);
  });

  it('does not look into too many commits', async () => {
    const host = createHost(11);
    const touching = Array.from({ length: 11 }, (_, index) =>
      commit(`c${index + 1}`, `c${index}`),
    );

    expect(
      await createHistory(host, 11).findChanging(
        SQUADS,
        'group:default/red',
        touching,
      ),
    ).toBeUndefined();
    expect(host.readFileAt).not.toHaveBeenCalled();
  });
});
