import {
  MISSING_FACTS,
  RepositoryHostType,
} from '@internal/plugin-static-data-common';
import {
  RepositoryAddress,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { GitTestRepository, GitTestServer } from 'test-servers';
import { findingOf } from '../__testUtils__/findingOf';
import { SourceReader } from '../SourceReader';
import {
  createReader,
  routeRequests,
  TEST_HOSTS,
  TOKEN,
} from './__testUtils__/testHosts';

// Every test runs Git many times.
jest.setTimeout(60_000);

const BUILD = 'openapi { producer { java("a:b:1.0.0") } }';

const FILES = {
  'README.md': '# Architecture',
  'data/applications.json': '[]',
  'data/unused.json': '[]',
  'contracts/payment/openapi/gateway/v1.yaml': 'openapi: 3.0.0',
};

/** What comes of a link, and of one that leads out of the repository. */
const FOLLOWED = {
  linked: { files: [{ content: BUILD }] },
  outside: 'NOT_FOUND',
};

const HTML = Buffer.from('\n<!DOCTYPE html><title>Sign in</title>');

describe.each(Object.entries(TEST_HOSTS))('a source on %s', (type, host) => {
  const signal = new AbortController().signal;
  const fullName = `${host.owner}/architecture`;
  const missing = MISSING_FACTS[type as RepositoryHostType];
  let server: GitTestServer;
  let reader: SourceReader;

  function read(
    options: { token?: string; branch?: string } = {},
    limits?: Parameters<typeof createReader>[2],
  ) {
    const { token, branch } = { token: TOKEN, ...options };
    return createReader(
      { url: host.urlOf('architecture'), ...(branch && { branch }) },
      host.integrate(server, token),
      limits,
    );
  }

  beforeEach(async () => {
    server = await host.start({ token: TOKEN });
    routeRequests([[host, server]]);
    reader = read();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await server.stop();
  });

  describe('read', () => {
    let repository: GitTestRepository;

    beforeEach(async () => {
      repository = await server.createRepository(fullName, { files: FILES });
    });

    it('reads the files that a sync can use, at the commit of the branch', async () => {
      await expect(reader.read({ signal })).resolves.toEqual({
        status: 'read',
        revision: await repository.resolve('main'),
        files: [
          {
            path: 'contracts/payment/openapi/gateway/v1.yaml',
            text: 'openapi: 3.0.0',
          },
          { path: 'data/applications.json', text: '[]' },
        ],
      });
      expect(server.requests).toHaveLength(host.requests.first);
    });

    it('downloads nothing when nothing was committed, and reads again after a commit', async () => {
      const { revision } = await reader.read({ signal });
      server.requests.length = 0;

      await expect(reader.read({ revision, signal })).resolves.toEqual({
        status: 'unchanged',
        revision,
      });
      expect(server.requests).toHaveLength(host.requests.unchanged);

      const next = await repository.commit({
        files: { 'data/squads.json': '[{}]' },
        remove: ['contracts'],
      });
      await expect(reader.read({ revision, signal })).resolves.toMatchObject({
        status: 'read',
        revision: next,
        files: [
          { path: 'data/applications.json' },
          { path: 'data/squads.json', text: '[{}]' },
        ],
      });
    });

    it.each(['feature/contracts', 'release-1.0', 'a#b'])(
      'reads the branch %s, configured or in place of the configured one',
      async name => {
        await repository.branch(name);
        const sha = await repository.commit({
          files: { 'data/domains.json': '[]' },
        });

        const previewed = await reader.read({ ref: name, signal });
        expect(previewed.revision).toBe(sha);
        await expect(read({ branch: name }).read({ signal })).resolves.toEqual(
          previewed,
        );
      },
    );

    it.each([
      ['lightweight', undefined],
      ['annotated', 'Release 1.0'],
    ])(
      'reads the commit that a %s tag leads to, in place of the branch',
      async (_, message) => {
        const tagged = await repository.resolve('main');
        await repository.tag('v1.0', message);
        await repository.commit({ files: { 'data/squads.json': '[]' } });

        const outcome = await reader.read({ ref: 'v1.0', signal });
        expect(outcome).toMatchObject({
          revision: tagged,
          files: [
            { path: 'contracts/payment/openapi/gateway/v1.yaml' },
            { path: 'data/applications.json' },
          ],
        });
        await expect(
          reader.read({ ref: 'v1.0', revision: tagged, signal }),
        ).resolves.toMatchObject({ status: 'unchanged', revision: tagged });
      },
    );

    it('reads a commit in place of the branch', async () => {
      const first = await repository.resolve('main');
      await repository.commit({ files: { 'data/squads.json': '[]' } });
      const outcome = await reader.read({ ref: first, signal });
      expect(outcome).toMatchObject({
        revision: first,
        files: [
          { path: 'contracts/payment/openapi/gateway/v1.yaml' },
          { path: 'data/applications.json' },
        ],
      });
    });

    it('tells who made the commit, when, and why', async () => {
      const message = 'Add squads\n\nThey were missing.';
      const before = await repository.resolve('main');
      await repository.commit({
        files: { 'data/squads.json': '[]' },
        author: 'Ann Lee',
        message,
      });
      const { revision } = await reader.read({ signal });

      await expect(reader.readCommit(revision, signal)).resolves.toEqual({
        author: 'Ann Lee',
        message,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.000Z$/),
      });
      await expect(reader.readCommit(before!, signal)).resolves.toMatchObject({
        author: 'Test',
      });
    });

    it('knows the commits between two revisions, where the host tells them', async () => {
      const from = await repository.resolve('main');
      const [second, to] = [
        await repository.commit({
          files: { 'data/squads.json': '[1]' },
          author: 'Ann Lee',
          message: 'Add squads\n\nThey were missing.',
        }),
        await repository.commit({ files: { 'data/domains.json': '[]' } }),
      ];
      const { commits } = reader;
      const range = await commits?.compare(from!, to, signal);
      const known = {
        ids: range && [...range.commits.keys()].sort(),
        second: range?.commits.get(second),
        backwards: await commits?.compare(to, from!, signal),
        touching: await commits?.listTouching('data/squads.json', to, signal),
        file: await commits?.readFileAt('data/squads.json', second, signal),
        gone: await commits?.readFileAt('data/squads.json', from!, signal),
      };
      const made = {
        id: second,
        subject: 'Add squads',
        author: 'Ann Lee',
        time: expect.any(String),
        parents: [from],
      };
      const nothing = Object.keys(known).map(key => [key, undefined]);
      expect(known).toEqual({
        ...Object.fromEntries(nothing),
        ...(!host.hasNoCommits && {
          ids: [second, to].sort(),
          second: made,
          touching: { ids: [second], isComplete: true },
          file: { path: 'data/squads.json', text: '[1]' },
        }),
      });
    });

    it('knows what the host calls it by now', async () => {
      await expect(reader.readNewName?.(signal)).resolves.toBeUndefined();
      const { owner } = host;
      server.renameRepository(fullName, `${owner}/landscape`);
      await expect(reader.readNewName?.(signal)).resolves.toEqual({
        owner,
        name: 'landscape',
      });
      await expect(reader.read({ signal })).resolves.toMatchObject({
        status: 'read',
      });
    });

    it('has what the table of missing facts does not name', () => {
      expect({
        commits: reader.commits === undefined,
        checks: reader.pullRequests === undefined,
      }).toEqual({
        commits: missing.includes('commits'),
        checks: missing.includes('checks'),
      });
    });

    it('locates files where people find them', () => {
      expect(reader.locationOf('data/squads.json')).toBe(`url:${host.fileUrl}`);
    });

    it('does not follow symbolic links', async () => {
      await repository.commit({
        files: { 'data/squads.json': { symlink: 'applications.json' } },
      });

      const result = await reader.read({ signal });
      expect(
        result.status === 'read' &&
          result.files.find(({ path }) => path === 'data/squads.json'),
      ).toMatchObject({
        problem: {
          message: expect.stringContaining('empty, or a symbolic link'),
        },
      });
    });

    it('observes the limits while it unpacks', async () => {
      const revision = await repository.resolve('main');
      for (const limits of [{ maxFiles: 1 }, { maxTotalSize: 60 }]) {
        await expect(read({}, limits).read({ signal })).rejects.toMatchObject({
          revision,
          finding: { phase: 'FETCH', code: 'TOO_LARGE' },
        });
      }
      const result = await read({}, { maxFileSize: 10 }).read({ signal });
      expect(
        result.status === 'read' && result.files.map(file => 'problem' in file),
      ).toEqual([true, false]);
    });

    it('does not see a private repository without a token', async () => {
      const finding = await findingOf(
        read({ token: undefined }).read({ signal }),
      );

      expect(finding).toMatchObject({
        phase: 'FETCH',
        code: host.codes.withoutToken,
        message: expect.stringContaining(`${fullName} on ${host.host}`),
        hint: expect.stringContaining(`integrations.${type}`),
      });
    });

    it('names the token that was not accepted, without showing it', async () => {
      const wrong = 'a-wrong-token-0123456789';
      const finding = await findingOf(read({ token: wrong }).read({ signal }));

      expect(finding).toMatchObject({
        code: 'AUTH',
        hint: expect.stringContaining(`integrations.${type}`),
      });
      expect(JSON.stringify(finding)).not.toContain(wrong);
    });

    it('tells a missing branch from a missing and an empty repository', async () => {
      await expect(
        findingOf(reader.read({ ref: 'nowhere', signal })),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringMatching(
          /^There is no branch.* nowhere in .* on /,
        ),
        hint: 'Check the spelling of the branch, tag or commit.',
      });

      server.removeRepository(fullName);
      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message: `Repository ${fullName} on ${host.host} does not exist, or the credentials may not see it`,
        hint: expect.stringContaining(`integrations.${type}`),
      });

      await server.createRepository(fullName);
      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: host.codes.empty,
      });
    });

    it('obeys the time to wait after too many requests', async () => {
      server.limitRequests({ requests: 0, seconds: 3600 });
      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'RATE_LIMIT',
        message: expect.stringMatching(/takes no more requests before 20\S+Z$/),
      });
      server.requests.length = 0;
      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'RATE_LIMIT',
      });
      expect(server.requests).toEqual([]);
    });

    it.each([
      [403, 'You have exceeded a secondary rate limit.'],
      [429, 'Too many archives'],
    ])(
      'obeys a limit that archives alone are refused for (%i)',
      async (status, message) => {
        server.answer(host.archive, {
          status,
          headers: { 'retry-after': '3600' },
          body: { message },
        });
        await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject(
          {
            code: 'RATE_LIMIT',
            message: expect.stringMatching(
              /takes no more requests before 20\S+Z$/,
            ),
          },
        );
        server.requests.length = 0;
        await findingOf(reader.read({ signal }));
        expect(server.requests).toEqual([]);
      },
    );

    it('waits for a limit as long as it may', async () => {
      server.limitRequests({
        requests: host.requests.first,
        seconds: 1,
      });
      await reader.read({ signal });
      const onWait = jest.fn();
      await expect(
        reader.read({ signal, waitUntil: Date.now() + 30_000, onWait }),
      ).resolves.toMatchObject({ status: 'read' });
      expect(onWait).toHaveBeenCalledWith(host.host, expect.any(Date));
    });

    it.each([
      ['an archive that is cut', () => server.fail('cutBody')],
      ['an error of the host', () => server.fail('serverError')],
      [
        'a damaged archive',
        () =>
          server.answer(host.archive, {
            status: 200,
            body: Buffer.from('PK damaged'),
          }),
      ],
      [
        'a login page in place of the archive',
        () => server.answer(host.archive, { status: 200, body: HTML }),
      ],
      [
        'a login page in place of an answer',
        () =>
          server.answer(/./, {
            status: 200,
            headers: { 'content-type': 'text/html' },
            body: HTML,
          }),
      ],
    ])('takes %s for a failure of the network', async (_, fail) => {
      fail();
      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        phase: 'FETCH',
        code: 'NETWORK',
      });
    });

    it.each([
      ['unauthorized', 'AUTH'],
      ['rateLimit', 'RATE_LIMIT'],
      ['serverError', 'NETWORK'],
    ] as const)(
      'says why it gets no archive (%s: %s)',
      async (failure, code) => {
        server.fail(failure, { path: host.archive });
        await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject(
          { phase: 'FETCH', code },
        );
      },
    );

    it('stops waiting when it is aborted', async () => {
      server.fail('hang');
      const controller = new AbortController();
      const work = findingOf(reader.read({ signal: controller.signal }));
      while (server.requests.length === 0) {
        await new Promise(resolve => setImmediate(resolve));
      }
      controller.abort(new Error('Timeout'));
      await expect(work).resolves.toMatchObject({ code: 'TIMEOUT' });
    });
  });

  describe('listBranches', () => {
    const { perPage, areSearched } = host.branches ?? {
      perPage: 100,
      areSearched: true,
    };
    let repository: GitTestRepository;

    /** Names in the order of the alphabet: some hosts list what was changed last first. */
    async function list(search?: string) {
      const page = await reader.listBranches!(search, signal);
      return { ...page, names: page.names.toSorted() };
    }

    beforeEach(async () => {
      repository = await server.createRepository(fullName, { files: FILES });
    });

    it('names those that can be previewed', async () => {
      await repository.createBranches([
        'feature/one',
        'fix-two',
        'turned\u202Earound',
      ]);
      await expect(list()).resolves.toEqual({
        names: ['feature/one', 'fix-two', 'main'],
        isComplete: true,
      });
      expect(server.requests).toHaveLength(1);
    });

    it('names those that contain a text, whatever is in it', async () => {
      await repository.createBranches(['a-"quoted"-one', 'a$', 'b$b']);
      for (const [text, names] of [
        ['"QUOTED"', ['a-"quoted"-one']],
        ['$', ['a$', 'b$b']],
        ['^', []],
      ] as const) {
        await expect(list(text)).resolves.toEqual({ names, isComplete: true });
      }
    });

    it('names no more than a page, and looks for a text in all where it can', async () => {
      await repository.createBranches([
        ...Array.from({ length: perPage }, (_, index) => `bulk/${index}`),
        'zz/needle',
      ]);
      const page = await list();
      expect(page.names).toHaveLength(perPage);
      expect(page.isComplete).toBe(false);
      await expect(list('needle')).resolves.toEqual(
        areSearched
          ? { names: ['zz/needle'], isComplete: true }
          : { names: [], isComplete: false },
      );
    });

    it('names none where nothing was ever committed', async () => {
      await server.createRepository(fullName);
      await expect(list()).resolves.toEqual({ names: [], isComplete: true });
    });

    it.each([
      ['serverError', 'NETWORK'],
      ['notFound', 'NOT_FOUND'],
      ['unauthorized', 'AUTH'],
      ['rateLimit', 'RATE_LIMIT'],
    ] as const)('says what is in the way: %s', async (mode, code) => {
      server.fail(mode);
      await expect(findingOf(list())).resolves.toMatchObject({
        code,
        message: expect.stringContaining(fullName),
      });
    });
  });

  describe('readBuildFiles', () => {
    const pay: RepositoryAddress = { owner: host.owner, name: 'pay' };
    const leadsToNewNames = !missing.includes('newNamesOfApplications');
    let repository: GitTestRepository;

    beforeEach(async () => {
      repository = await server.createRepository(`${host.owner}/pay`, {
        files: {
          'build.gradle': 'apply from: "gradle/apis.gradle"',
          'gradle/apis.gradle': BUILD,
          'services/web/build.gradle.kts': BUILD,
        },
      });
    });

    it('reads them once, and says when they have not changed', async () => {
      const first = await reader.readBuildFiles(pay, { signal });
      expect(first).toMatchObject({
        status: 'read',
        findings: [],
        files: [
          { path: 'build.gradle' },
          { path: 'gradle/apis.gradle', content: BUILD },
        ],
      });

      server.requests.length = 0;
      const previous = first.version;
      await expect(
        reader.readBuildFiles(pay, { previous, signal }),
      ).resolves.toEqual({ status: 'unchanged' });
      expect(server.requests.length).toBeLessThanOrEqual(2);

      await repository.commit({
        files: { 'gradle/apis.gradle': `${BUILD}\n` },
      });
      await expect(
        reader.readBuildFiles(pay, { previous, signal }),
      ).resolves.toMatchObject({
        status: 'read',
        files: [{ path: 'build.gradle' }, { content: `${BUILD}\n` }],
      });
    });

    it('follows a repository that is renamed, and says what it is called now, where the host leads there', async () => {
      const renamedTo = leadsToNewNames
        ? { owner: host.owner, name: 'payments' }
        : undefined;
      const { version } = await reader.readBuildFiles(pay, { signal });
      server.renameRepository(`${host.owner}/pay`, `${host.owner}/payments`);
      await expect(
        reader.readBuildFiles(pay, { previous: version, signal }),
      ).resolves.toEqual({ status: 'unchanged', renamedTo });
      await expect(reader.readBuildFiles(pay, { signal })).resolves.toEqual({
        status: 'read',
        renamedTo,
        version,
        findings: [],
        files: [
          expect.objectContaining({ path: 'build.gradle' }),
          expect.objectContaining({ content: BUILD }),
        ],
      });
    });

    it('reads nothing in a repository that has gone where the source may not read', async () => {
      const { version } = await reader.readBuildFiles(pay, { signal });
      if (!leadsToNewNames) {
        await repository.commit({ files: { 'build.gradle': BUILD } });
      }
      server.renameRepository(
        `${host.owner}/pay`,
        `${host.owner.replace(/[^/]+$/, 'restricted')}/pay`,
      );
      server.requests.length = 0;
      for (const previous of [undefined, version]) {
        const finding = await findingOf(
          reader.readBuildFiles(pay, { previous, signal }),
        );
        expect(finding).toMatchObject({
          code: 'REPOSITORY_NOT_ALLOWED',
          message: expect.stringContaining(`${host.owner}/pay on ${host.host}`),
        });
        expect(JSON.stringify(finding)).not.toContain('restricted');
      }
      const paths = server.requests.map(({ path }) => path);
      expect(paths.join()).not.toContain('build.gradle');
    });

    it('reads on in the repositories of the owner when that is renamed', async () => {
      const renamedOwner = host.owner.replace(/[^/]+$/, 'renamed');
      server.renameRepository(`${host.owner}/pay`, `${renamedOwner}/pay`);
      const renamed = reader.withNewName!(`${renamedOwner}/architecture`);
      await expect(
        renamed.readBuildFiles(pay, { signal }),
      ).resolves.toMatchObject({ status: 'read', files: [{}, {}] });
      await expect(
        findingOf(reader.readBuildFiles(pay, { signal })),
      ).resolves.toMatchObject({ code: 'REPOSITORY_NOT_ALLOWED' });
    });

    it('follows a link to a file of the repository, where the host tells links, and no other', async () => {
      await repository.commit({
        files: {
          'linked/build.gradle.kts': {
            symlink: '../services/web/build.gradle.kts',
          },
          'outside/build.gradle': { symlink: '../../../../user' },
        },
      });
      const linked = await reader.readBuildFiles(
        { ...pay, path: 'linked' },
        { signal },
      );
      const outside = await reader
        .readBuildFiles({ ...pay, path: 'outside' }, { signal })
        .catch((error: SyncFindingError) => error.finding.code);
      expect({ linked, outside }).toMatchObject(host.links ?? FOLLOWED);
    });

    // Where links are followed.
    if (!host.links) {
      it('reads a link again when the file has changed that it leads to', async () => {
        const address = { ...pay, path: 'linked' };
        const target = 'services/web/build.gradle.kts';
        await repository.commit({
          files: { 'linked/build.gradle.kts': { symlink: `../${target}` } },
        });
        const { version } = await reader.readBuildFiles(address, { signal });
        await repository.commit({ files: { [target]: 'changed' } });

        await expect(
          reader.readBuildFiles(address, { previous: version, signal }),
        ).resolves.toMatchObject({
          status: 'read',
          files: [{ path: 'linked/build.gradle.kts', content: 'changed' }],
        });
      });
    }

    it('loses nothing when a repository that had build files seems to be empty', async () => {
      await server.createRepository(`${host.owner}/emptied`);
      const address = { owner: host.owner, name: 'emptied' };

      await expect(
        reader.readBuildFiles(address, { signal }),
      ).resolves.toMatchObject({ status: 'read', files: [] });
      await expect(
        findingOf(reader.readBuildFiles(address, { hadFiles: true, signal })),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringContaining('had build files before'),
      });
    });

    it('takes an answer that is about nothing for no repository', async () => {
      server.answer(/./, { status: 200, body: {} });
      await expect(
        findingOf(reader.readBuildFiles(pay, { signal })),
      ).resolves.toMatchObject({ phase: 'FETCH' });
    });

    it('reads a folder at a branch', async () => {
      await repository.branch('feature/x');
      await repository.commit({
        files: { 'services/api/build.gradle': 'api' },
      });
      await expect(
        reader.readBuildFiles(
          { ...pay, ref: 'feature/x', path: 'services/api' },
          { signal },
        ),
      ).resolves.toMatchObject({
        files: [{ path: 'services/api/build.gradle', content: 'api' }],
      });
    });

    it('has nothing to read where there is no build file', async () => {
      await server.createRepository(`${host.owner}/docs`, {
        files: { 'README.md': '' },
      });
      await expect(
        reader.readBuildFiles({ ...pay, name: 'docs' }, { signal }),
      ).resolves.toMatchObject({ status: 'read', files: [] });
    });

    it('says what is missing', async () => {
      await expect(
        findingOf(reader.readBuildFiles({ ...pay, name: 'gone' }, { signal })),
      ).resolves.toMatchObject({
        code: 'MISSING_REPOSITORY',
        message: expect.stringContaining(`${host.owner}/gone on ${host.host}`),
      });
      await expect(
        findingOf(
          reader.readBuildFiles({ ...pay, path: 'nowhere' }, { signal }),
        ),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringContaining('There is no folder nowhere in'),
      });
      await expect(
        findingOf(reader.readBuildFiles({ ...pay, ref: 'gone' }, { signal })),
      ).resolves.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('obeys limits', async () => {
      server.limitRequests({ requests: 0, seconds: 3600 });
      await expect(
        findingOf(reader.readBuildFiles(pay, { signal })),
      ).resolves.toMatchObject({ code: 'RATE_LIMIT' });
    });

    it('reads one after the other to its end where requests are few', async () => {
      const names = ['a', 'b', 'c', 'd'];
      for (const name of names) {
        await server.createRepository(`${host.owner}/${name}`, {
          files: { 'build.gradle': BUILD },
        });
      }
      server.limitRequests({ requests: 5, seconds: 1 });
      const time = { signal, waitUntil: Date.now() + 55_000 };
      const reads = await Promise.all(
        names.map(name => reader.readBuildFiles({ ...pay, name }, time)),
      );
      expect(reads).toMatchObject(
        names.map(() => ({ status: 'read', files: [{ content: BUILD }] })),
      );
    });

    it('refuses one that is too large', async () => {
      await repository.commit({
        files: { 'build.gradle': Buffer.alloc(2 * 1024 * 1024, ' ') },
      });
      await expect(
        findingOf(reader.readBuildFiles(pay, { signal })),
      ).resolves.toMatchObject({ code: 'TOO_LARGE', file: 'build.gradle' });
    });
  });
});
