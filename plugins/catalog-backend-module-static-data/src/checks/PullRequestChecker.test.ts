import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  createStaticDataStore,
  readStaticDataConfig,
  SourceStore,
} from '@internal/plugin-static-data-node';
import { Redactor } from '../Redactor';
import {
  CommitMark,
  HostComment,
  PullRequestHost,
} from '../source/PullRequestHost';
import { RateLimit } from '../source/RateLimit';
import { PullRequestPreviewer } from './previewPullRequest';
import { PullRequestChecker } from './PullRequestChecker';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const [CONFIG] = readStaticDataConfig(
  new ConfigReader({ staticData: { github: { repo: 'acme/architecture' } } }),
)!.sources;

const headOf = (number: number) => number.toString(16).padStart(40, '0');

/** A host that takes its time. */
class MemoryHost implements PullRequestHost {
  readonly rateLimit = new RateLimit('github.com');
  readonly maxCommentLength = 65_536;
  readonly marks: Array<[commit: string, state: CommitMark['state']]> = [];
  readonly comments: HostComment[] = [];

  async findMergeBase() {
    return headOf(0);
  }

  async mark({ commit, state }: CommitMark): Promise<undefined> {
    await this.#answer();
    this.marks.push([commit, state]);
  }

  async findComments({ number }: Pick<HostComment, 'number'>) {
    await this.#answer();
    return this.comments.flatMap((comment, index) =>
      comment.number === number ? [String(index)] : [],
    );
  }

  async createComment(comment: HostComment) {
    await this.#answer();
    return String(this.comments.push(comment) - 1);
  }

  async updateComment(id: string, comment: HostComment) {
    await this.#answer();
    this.comments[Number(id)] = comment;
  }

  async #answer() {
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}

describe.each(databases.eachSupportedId())('PullRequestChecker, %s', id => {
  async function setUp(count: number) {
    const knex = await databases.init(id);
    const all = await createStaticDataStore({ getClient: async () => knex });
    const store = all.ofSource('default');
    for (let number = 1; number <= count; number++) {
      await store.pullRequests.note({
        number,
        title: 'Change',
        url: `https://github.com/acme/architecture/pull/${number}`,
        state: 'open',
        head: headOf(number),
        headRef: 'change',
        target: 'main',
        isFork: false,
        updatedAt: '2026-03-01T10:00:00.000Z',
      });
    }
    return { knex, store, host: new MemoryHost() };
  }

  /** What a process has that checks pull requests. */
  function createChecker(
    { store, host }: { store: SourceStore; host: PullRequestHost },
    preview: PullRequestPreviewer['preview'],
  ) {
    const logger = mockServices.logger.mock();
    return new PullRequestChecker({
      config: CONFIG,
      store,
      host,
      appBaseUrl: undefined,
      previewer: {
        preview,
        forget: () => {},
      } as unknown as PullRequestPreviewer,
      credentialsKey: 'integrations.github',
      limit: run => run(),
      redactor: new Redactor([]),
      logger,
    });
  }

  it('shares the work with other processes, each head being checked once', async () => {
    const shared = await setUp(30);
    const previewed: number[][] = [[], []];
    const checkers = previewed.map(own =>
      createChecker(shared, async ({ number }) => {
        await new Promise(resolve => setTimeout(resolve, 2));
        own.push(number);
        return { outcome: 'passed' };
      }),
    );
    await Promise.all(checkers.map(checker => checker.checkDue()));
    // One may have lost a race for the last one, and looks again in a few seconds.
    await checkers[0].checkDue();

    expect(previewed.flat().sort((a, b) => a - b)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    expect(previewed.every(own => own.length > 0)).toBe(true);
    expect(shared.host.comments).toHaveLength(30);
    expect(shared.host.marks).toHaveLength(60);
  });

  it('leaves what it has not finished to others when its process ends', async () => {
    const shared = await setUp(1);
    let hasStarted = () => {};
    const started = new Promise<void>(resolve => {
      hasStarted = resolve;
    });
    const ending = createChecker(shared, async (_, signal) => {
      hasStarted();
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      throw signal.reason;
    });
    const running = ending.checkDue();
    await started;
    await ending.stop();
    await running;
    expect(shared.host.comments).toEqual([]);

    await createChecker(shared, async () => ({
      outcome: 'passed',
    })).checkDue();
    expect(shared.host.marks.at(-1)).toEqual([headOf(1), 'passed']);
    expect(shared.host.comments).toHaveLength(1);
  });

  it('says of a head that it is cancelled when the pull request is closed', async () => {
    const shared = await setUp(1);
    const { pullRequests } = shared.store;
    const checker = createChecker(shared, async (claimed, signal) => {
      await pullRequests.note({
        ...claimed,
        state: 'closed',
        updatedAt: '2026-03-01T11:00:00.000Z',
      });
      await checker.cancelSuperseded();
      signal.throwIfAborted();
      return { outcome: 'passed' };
    });
    await checker.checkDue();
    expect(shared.host.marks).toEqual([
      [headOf(1), 'pending'],
      [headOf(1), 'cancelled'],
    ]);
    expect(shared.host.comments).toEqual([]);
  });

  it('leaves the verdict on a head that is merged for it, as by auto-merge', async () => {
    const shared = await setUp(1);
    const { pullRequests } = shared.store;
    const checker = createChecker(shared, async () => ({ outcome: 'passed' }));
    shared.host.findComments = async () => {
      const [{ source, verdict, ...noted }] = await pullRequests.list();
      await pullRequests.note({
        ...noted,
        state: 'merged',
        updatedAt: '2026-03-01T11:00:00.000Z',
      });
      await checker.cancelSuperseded();
      return [];
    };
    await checker.checkDue();
    expect(shared.host.marks).toEqual([
      [headOf(1), 'pending'],
      [headOf(1), 'passed'],
    ]);
  });

  it('takes no mark of a head that was left for that of the next one', async () => {
    const shared = await setUp(1);
    const { pullRequests } = shared.store;
    const marked: Array<[commit: string, id: string | undefined]> = [];
    const host = Object.assign(shared.host, {
      async mark({ commit, id: known }: CommitMark) {
        marked.push([commit, known]);
        if (marked.length === 1) {
          // The push is heard of before the host answers.
          const [{ source, verdict, ...noted }] = await pullRequests.list();
          await pullRequests.note({
            ...noted,
            head: headOf(2),
            updatedAt: '2026-03-01T11:00:00.000Z',
          });
        }
        return known ?? `mark of ${commit}`;
      },
    });
    await createChecker({ ...shared, host }, async ({ head }) => {
      if (head === headOf(1)) {
        throw new Error('Left');
      }
      return { outcome: 'passed' };
    }).checkDue();
    expect(marked.filter(([commit]) => commit === headOf(2))).toEqual([
      [headOf(2), undefined],
      [headOf(2), `mark of ${headOf(2)}`],
    ]);
  });

  it('tells the host that it has given up, and gives up on that too', async () => {
    const shared = await setUp(1);
    const row = () => shared.knex('static_data_pull_requests');
    const checker = createChecker(shared, async () => {
      throw new Error('fetch failed');
    });
    const checkAgain = async () => {
      await row().update({ next_attempt_at: null });
      await checker.checkDue();
      return row().first();
    };
    await checkAgain();
    for (const attempts of [2, 3, 4]) {
      expect(await checkAgain()).toMatchObject({ attempts, told_head: null });
    }
    shared.host.createComment = async () => {
      throw new Error('fetch failed');
    };
    expect(await checkAgain()).toMatchObject({
      outcome: 'error',
      attempts: 1,
      told_head: null,
    });
    expect(shared.host.marks.at(-1)).toEqual([headOf(1), 'error']);
    for (const attempts of [2, 3, 4]) {
      expect(await checkAgain()).toMatchObject({ attempts, told_head: null });
    }
    expect(await checkAgain()).toMatchObject({
      outcome: 'error',
      told_head: headOf(1),
      problem: expect.stringContaining('fetch failed'),
    });
    expect(await shared.store.pullRequests.claim()).toBeUndefined();
  });

  it('leaves the rest of a limit to syncs', async () => {
    const shared = await setUp(1);
    shared.host.rateLimit.note(
      new Response(null, {
        headers: {
          'x-ratelimit-limit': '5000',
          'x-ratelimit-remaining': '1000',
          'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 600),
        },
      }),
    );
    await createChecker(shared, async () => ({
      outcome: 'passed',
    })).checkDue();
    expect(shared.host.marks).toEqual([]);
  });
});
