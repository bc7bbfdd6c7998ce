import { findingOf } from '../__testUtils__/findingOf';
import { GithubSource, FILES, TOKEN } from './__testUtils__/GithubSource';

// Every test runs Git many times.
jest.setTimeout(60_000);

describe('GithubSourceReader', () => {
  const github = GithubSource.forEachTest();
  const signal = new AbortController().signal;

  describe('read', () => {
    it('reads the files that a sync can use, at the commit of the branch', async () => {
      const repository = await github.server.createRepository(
        'acme/architecture',
        {
          files: FILES,
        },
      );

      await expect(github.reader.read({ signal })).resolves.toEqual({
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
    });

    it('asks once when nothing was committed, and reads again after a commit', async () => {
      const repository = await github.server.createRepository(
        'acme/architecture',
        {
          files: FILES,
        },
      );
      const { revision } = await github.reader.read({ signal });
      github.server.requests.length = 0;

      await expect(github.reader.read({ revision, signal })).resolves.toEqual({
        status: 'unchanged',
        revision,
      });
      expect(github.server.requests).toEqual([
        expect.objectContaining({
          path: expect.stringMatching(
            /^\/repos\/acme\/architecture\/commits\/main\/status/,
          ),
          status: 200,
        }),
      ]);

      const next = await repository.commit({
        files: { 'data/squads.json': '[{}]' },
        remove: ['contracts'],
      });
      const result = await github.reader.read({ revision, signal });
      expect(result.revision).toBe(next);
      expect(
        result.status === 'read' && result.files.map(({ path }) => path),
      ).toEqual(['data/applications.json', 'data/squads.json']);
    });

    it('learns a new name of the repository from the request that tells whether it has changed', async () => {
      await github.server.createRepository('acme/architecture', {
        files: FILES,
      });
      const { revision } = await github.reader.read({ signal });
      await expect(
        github.reader.readNewName?.(signal),
      ).resolves.toBeUndefined();

      github.server.renameRepository('acme/architecture', 'acme/landscape');
      await github.reader.read({ revision, signal });
      github.server.requests.length = 0;
      await expect(github.reader.readNewName?.(signal)).resolves.toEqual({
        owner: 'acme',
        name: 'landscape',
      });
      expect(github.server.requests).toEqual([]);
    });

    it.each(['feature/contracts', 'release-1.0', 'a#b', '100%'])(
      'reads the branch %s in place of the configured one',
      async name => {
        const repository = await github.server.createRepository(
          'acme/architecture',
          {
            files: FILES,
          },
        );
        await repository.branch(name);
        const sha = await repository.commit({
          files: { 'data/domains.json': '[]' },
        });

        const byName = await github.reader.read({ ref: name, signal });
        const byCommit = await github.reader.read({ ref: sha, signal });
        const configured = await github
          .createReader({
            token: TOKEN,
            apiBaseUrl: github.server.apiBaseUrl,
            branch: name,
          })
          .read({ signal });

        expect(byName.revision).toBe(sha);
        expect(byCommit).toEqual(byName);
        expect(configured).toEqual(byName);
      },
    );

    it.each(['../../../../user', 'a..b', '', '-x', 'a b', 'a//b'])(
      'refuses the ref %j without asking',
      async ref => {
        await expect(
          findingOf(github.reader.read({ ref, signal })),
        ).resolves.toMatchObject({ phase: 'FETCH', code: 'SCHEMA' });
        expect(github.server.requests).toEqual([]);
      },
    );

    it('keeps the content of files over the limit out', async () => {
      await github.server.createRepository('acme/architecture', {
        files: {
          'data/applications.json': Buffer.alloc(5 * 1024 * 1024, ' '),
          'data/squads.json': Buffer.alloc(5 * 1024 * 1024 + 1, ' '),
        },
      });

      const result = await github.reader.read({ signal });

      expect(
        result.status === 'read' &&
          result.files.map(file => [
            file.path,
            'text' in file ? file.text.length : file.problem.code,
          ]),
      ).toEqual([
        ['data/applications.json', 5242880],
        ['data/squads.json', 'TOO_LARGE'],
      ]);
    });

    it('reads symbolic links as empty files', async () => {
      await github.server.createRepository('acme/architecture', {
        files: {
          ...FILES,
          'data/squads.json': { symlink: 'applications.json' },
        },
      });

      const result = await github.reader.read({ signal });

      expect(
        result.status === 'read' &&
          result.files.find(({ path }) => path === 'data/squads.json'),
      ).toEqual({
        path: 'data/squads.json',
        problem: expect.objectContaining({
          message:
            'data/squads.json is empty, or a symbolic link, which is not followed',
        }),
      });
    });

    it.each(['contracts', 'data'])(
      'fails when the folder %s is a symbolic link',
      async folder => {
        await github.server.createRepository('acme/architecture', {
          files: {
            'data/applications.json': '[]',
            'contracts/a/openapi/b/v1.yaml': 'openapi: 3.0.0',
            'elsewhere/file': 'x',
          },
        });
        const repository = await github.server.createRepository(
          'acme/architecture',
          {
            files: {},
          },
        );
        await repository.commit({
          files: { [folder]: { symlink: 'elsewhere' } },
        });

        await expect(
          findingOf(github.reader.read({ signal })),
        ).resolves.toMatchObject({
          phase: 'FETCH',
          code: 'NOT_FOUND',
          file: folder,
        });
      },
    );
  });

  it('locates files at the configured branch', () => {
    expect(
      github
        .createReader({ branch: 'feature/x' })
        .locationOf('contracts/a b/openapi/ü#/v1.yaml'),
    ).toBe(
      'url:https://ghe.example.com/acme/architecture/blob/feature/x/contracts/a%20b/openapi/%C3%BC%23/v1.yaml',
    );
  });

  describe('readCommit', () => {
    it('tells who made a commit, when, and why', async () => {
      const repository = await github.server.createRepository(
        'acme/architecture',
      );
      const commit = await repository.commit({
        files: FILES,
        author: 'Ann Lee',
        message: 'Add the gateway\n\nIt was missing.',
      });

      await expect(github.reader.readCommit(commit, signal)).resolves.toEqual({
        author: 'Ann Lee',
        message: 'Add the gateway\n\nIt was missing.',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.000Z$/),
      });
    });

    it('keeps the beginning of a long message', async () => {
      const repository = await github.server.createRepository(
        'acme/architecture',
      );
      const message = 'x'.repeat(5_000);
      const commit = await repository.commit({ files: FILES, message });

      await expect(
        github.reader.readCommit(commit, signal),
      ).resolves.toMatchObject({ message: `${'x'.repeat(1_999)}…` });
    });

    it.each([
      ['notFound', 'NOT_FOUND'],
      ['unauthorized', 'AUTH'],
      ['serverError', 'NETWORK'],
    ] as const)('says what went wrong: %s', async (failure, code) => {
      github.server.fail(failure);

      await expect(
        findingOf(github.reader.readCommit('a'.repeat(40), signal)),
      ).resolves.toMatchObject({ phase: 'FETCH', code });
    });
  });
});
