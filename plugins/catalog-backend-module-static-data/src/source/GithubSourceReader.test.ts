import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { GithubTestServer } from '../testUtils';
import { shutdownReason } from '../sync/abort';
import { createSourceReader } from './createSourceReader';
import { findingOf } from './__testUtils__/findingOf';
import { GithubSourceReader } from './GithubSourceReader';
import { SourceReader } from './SourceReader';

// Every test runs Git many times.
jest.setTimeout(60_000);

const TOKEN = 'ghp_TheTokenOfTheSource0123456789';
const PATHS = {
  applications: 'data/applications.json',
  squads: 'data/squads.json',
  boundedContexts: 'data/bounded-contexts.json',
  domains: 'data/domains.json',
  contracts: 'contracts',
};
const FILES = {
  'README.md': '# Architecture',
  'data/applications.json': '[]',
  'data/unused.json': '[]',
  'contracts/payment/openapi/gateway/v1.yaml': 'openapi: 3.0.0',
  'contracts-old/payment/openapi/gateway/v1.yaml': 'openapi: 3.0.0',
};

describe('GithubSourceReader', () => {
  let server: GithubTestServer;
  let reader: SourceReader;
  const signal = new AbortController().signal;
  const logger = mockServices.logger.mock();

  function createReader(
    source: {
      token?: string;
      apiBaseUrl?: string;
      branch?: string;
      host?: string;
    },
    rootConfigData: Parameters<typeof mockServices.rootConfig>[0] = {},
  ): SourceReader {
    const rootConfig = mockServices.rootConfig(rootConfigData);
    return createSourceReader({
      config: {
        source: {
          type: 'github',
          host: 'ghe.example.com',
          owner: 'acme',
          name: 'architecture',
          branch: 'main',
          ...source,
        },
        files: PATHS,
      },
      rootConfig,
      logger,
      urlReader: UrlReaders.default({ config: rootConfig, logger }),
    });
  }

  const paths = () => server.requests.map(({ path }) => path);

  beforeEach(async () => {
    jest.clearAllMocks();
    server = await GithubTestServer.start({ token: TOKEN });
    reader = createReader({ token: TOKEN, apiBaseUrl: server.apiBaseUrl });
  });

  afterEach(async () => {
    await server.stop();
  });

  describe('read', () => {
    it('reads the files that a sync can use, at the commit of the branch', async () => {
      const repository = await server.createRepository('acme/architecture', {
        files: FILES,
      });

      await expect(reader.read({ signal })).resolves.toEqual({
        status: 'read',
        revision: await repository.resolve('main'),
        files: [
          {
            path: 'contracts/payment/openapi/gateway/v1.yaml',
            content: Buffer.from('openapi: 3.0.0'),
            size: 14,
            tooLarge: false,
          },
          {
            path: 'data/applications.json',
            content: Buffer.from('[]'),
            size: 2,
            tooLarge: false,
          },
        ],
      });
    });

    it('asks once when nothing was committed, and reads again after a commit', async () => {
      const repository = await server.createRepository('acme/architecture', {
        files: FILES,
      });
      const { revision } = await reader.read({ signal });
      server.requests.length = 0;

      await expect(reader.read({ revision, signal })).resolves.toEqual({
        status: 'unchanged',
        revision,
      });
      expect(server.requests).toEqual([
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
      const result = await reader.read({ revision, signal });
      expect(result.revision).toBe(next);
      expect(
        result.status === 'read' && result.files.map(({ path }) => path),
      ).toEqual(['data/applications.json', 'data/squads.json']);
    });

    it.each(['feature/contracts', 'release-1.0', 'a#b', '100%'])(
      'reads the branch %s in place of the configured one',
      async name => {
        const repository = await server.createRepository('acme/architecture', {
          files: FILES,
        });
        await repository.branch(name);
        const sha = await repository.commit({
          files: { 'data/domains.json': '[]' },
        });

        const byName = await reader.read({ ref: name, signal });
        const byCommit = await reader.read({ ref: sha, signal });
        const configured = await createReader({
          token: TOKEN,
          apiBaseUrl: server.apiBaseUrl,
          branch: name,
        }).read({ signal });

        expect(byName.revision).toBe(sha);
        expect(byCommit).toEqual(byName);
        expect(configured).toEqual(byName);
      },
    );

    it.each(['../../../../user', 'a..b', '', '-x', 'a b', 'a//b'])(
      'refuses the ref %j without asking',
      async ref => {
        await expect(
          findingOf(reader.read({ ref, signal })),
        ).resolves.toMatchObject({ phase: 'FETCH', code: 'SCHEMA' });
        expect(server.requests).toEqual([]);
      },
    );

    it('keeps the content of files over the limit out', async () => {
      await server.createRepository('acme/architecture', {
        files: {
          'data/applications.json': Buffer.alloc(5 * 1024 * 1024, ' '),
          'data/squads.json': Buffer.alloc(5 * 1024 * 1024 + 1, ' '),
        },
      });

      const result = await reader.read({ signal });

      expect(
        result.status === 'read' &&
          result.files.map(file => [
            file.path,
            file.content.length,
            file.size,
            file.tooLarge,
          ]),
      ).toEqual([
        ['data/applications.json', 5242880, 5242880, false],
        ['data/squads.json', 0, 5242881, true],
      ]);
    });

    it('refuses a source with too many files', async () => {
      await server.createRepository('acme/architecture', { files: FILES });
      const rootConfig = mockServices.rootConfig({
        data: {
          integrations: {
            github: [
              {
                host: 'ghe.example.com',
                apiBaseUrl: server.apiBaseUrl,
                token: TOKEN,
              },
            ],
          },
        },
      });
      const urlReader = UrlReaders.default({ config: rootConfig, logger });
      const limited = new GithubSourceReader({
        source: {
          type: 'github',
          host: 'ghe.example.com',
          owner: 'acme',
          name: 'architecture',
          branch: 'main',
        },
        files: PATHS,
        logger,
        reader: urlReader,
        otherHostsReader: urlReader,
        secrets: [],
        limits: { maxFileSize: 100, maxFiles: 1 } as never,
      });

      await expect(findingOf(limited.read({ signal }))).resolves.toMatchObject({
        code: 'TOO_LARGE',
        message: 'The source has more than 1 files.',
      });
    });

    it('reads symbolic links as empty files, and says so', async () => {
      await server.createRepository('acme/architecture', {
        files: {
          ...FILES,
          'data/squads.json': { symlink: 'applications.json' },
        },
      });

      const result = await reader.read({ signal });

      expect(
        result.status === 'read' &&
          result.files.find(({ path }) => path === 'data/squads.json'),
      ).toEqual({
        path: 'data/squads.json',
        content: Buffer.alloc(0),
        size: 0,
        tooLarge: false,
      });
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringContaining('data/squads.json'),
      );
    });

    it.each(['contracts', 'data'])(
      'fails when the folder %s is a symbolic link',
      async folder => {
        await server.createRepository('acme/architecture', {
          files: {
            'data/applications.json': '[]',
            'contracts/a/openapi/b/v1.yaml': 'openapi: 3.0.0',
            'elsewhere/file': 'x',
          },
        });
        const repository = await server.createRepository('acme/architecture', {
          files: {},
        });
        await repository.commit({
          files: { [folder]: { symlink: 'elsewhere' } },
        });

        await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject(
          { phase: 'FETCH', code: 'NOT_FOUND', file: folder },
        );
      },
    );
  });

  describe('failures of read', () => {
    beforeEach(async () => {
      await server.createRepository('acme/architecture', { files: FILES });
    });

    it('names the token that was not accepted, without showing it', async () => {
      const wrong = 'github_pat_wrong0123456789';
      const finding = await findingOf(
        createReader({ token: wrong, apiBaseUrl: server.apiBaseUrl }).read({
          signal,
        }),
      );

      expect(finding).toMatchObject({
        severity: 'error',
        phase: 'FETCH',
        code: 'AUTH',
        message: expect.stringContaining(
          'acme/architecture on ghe.example.com',
        ),
        hint: expect.stringContaining('staticData.github.token'),
      });
      expect(JSON.stringify(finding)).not.toContain(wrong);
    });

    it('keeps a token out of the error that cannot be sent at all', async () => {
      const broken = 'hush-hush\nline-two';
      const work = createReader({
        token: broken,
        apiBaseUrl: server.apiBaseUrl,
      }).read({ signal });

      const error = await work.catch((thrown: Error) => thrown);
      const finding = await findingOf(work);
      expect(JSON.stringify(finding)).not.toContain('hush');
      expect(String((error as Error).cause)).not.toContain('hush');
      expect((error as Error).stack).not.toContain('hush');
    });

    it('tells the rate limit from missing permission', async () => {
      server.fail('rateLimit');

      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'RATE_LIMIT',
        hint: expect.stringContaining('Wait until the limit resets'),
      });
    });

    it('tells a missing branch from a missing repository', async () => {
      await expect(
        findingOf(reader.read({ ref: 'nowhere', signal })),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message:
          'There is no branch, tag or commit nowhere in acme/architecture on ghe.example.com.',
        hint: expect.stringContaining('to preview'),
      });

      server.removeRepository('acme/architecture');
      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message:
          'Repository acme/architecture on ghe.example.com does not exist, or the credentials may not see it.',
        hint: expect.stringContaining('staticData.github.token'),
      });
    });

    it('reports an error of the server as one of the network', async () => {
      server.fail('serverError');

      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'NETWORK',
        message: expect.stringContaining('500'),
      });
    });

    it('reports a server that is not there', async () => {
      const stopped = await GithubTestServer.start();
      const { apiBaseUrl } = stopped;
      await stopped.stop();

      await expect(
        findingOf(createReader({ apiBaseUrl }).read({ signal })),
      ).resolves.toMatchObject({
        code: 'NETWORK',
        message: expect.stringContaining('ECONNREFUSED'),
      });
    });

    it('fails when the archive is cut in the middle', async () => {
      server.fail('cutBody');

      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'NETWORK',
      });
    });

    it('fails when nothing was ever committed, and when no file is of use', async () => {
      await server.createRepository('acme/architecture');
      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'EMPTY_SOURCE',
      });

      await server.createRepository('acme/architecture', {
        files: { 'README.md': 'Moved' },
        branch: 'main',
      });
      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'EMPTY_SOURCE',
        message:
          'There is nothing to synchronise in acme/architecture on ghe.example.com at main.',
      });
    });

    it.each([
      ['hang', /status/, 'TIMEOUT', new Error('Timeout')],
      ['hang', /tarball/, 'TIMEOUT', new Error('Timeout')],
      ['hangInBody', /tarball/, 'TIMEOUT', new Error('Timeout')],
      ['hang', /status/, 'INTERRUPTED', shutdownReason()],
    ] as const)(
      'stops waiting when aborted (%s of %s: %s)',
      async (mode, path, code, reason) => {
        server.fail(mode, { path });
        const controller = new AbortController();
        const work = findingOf(reader.read({ signal: controller.signal }));
        await waitFor(() => paths().some(asked => path.test(asked)));

        controller.abort(reason);

        await expect(work).resolves.toMatchObject({ phase: 'FETCH', code });
      },
    );

    it('asks for nothing when it is aborted already', async () => {
      await expect(
        findingOf(reader.read({ signal: AbortSignal.abort() })),
      ).resolves.toMatchObject({ code: 'TIMEOUT' });
      expect(server.requests).toEqual([]);
    });
  });

  describe('readBuildFile', () => {
    const repository = { owner: 'acme', name: 'shop' };

    it('reads the build file at the default branch, and again only when it changed', async () => {
      const shop = await server.createRepository('acme/shop', {
        files: { 'build.gradle': 'openapi {}' },
        branch: 'trunk',
      });
      const first = await reader.readBuildFile(repository, { signal });
      expect(first).toEqual({
        status: 'found',
        path: 'build.gradle',
        content: 'openapi {}',
        etag: expect.stringMatching(/^W\/".+"$/),
      });
      const previous = first.status === 'found' ? first : undefined;
      server.requests.length = 0;

      await expect(
        reader.readBuildFile(repository, { previous, signal }),
      ).resolves.toEqual({ status: 'unchanged', etag: previous?.etag });
      expect(server.requests.map(({ status }) => status)).toEqual([304]);

      await shop.commit({ files: { 'build.gradle': 'avro {}' } });
      await expect(
        reader.readBuildFile(repository, { previous, signal }),
      ).resolves.toMatchObject({ status: 'found', content: 'avro {}' });
    });

    it('prefers the Kotlin build file', async () => {
      await server.createRepository('acme/shop', {
        files: { 'build.gradle': 'groovy', 'build.gradle.kts': 'kotlin' },
      });

      await expect(
        reader.readBuildFile(repository, { signal }),
      ).resolves.toMatchObject({ path: 'build.gradle.kts', content: 'kotlin' });
    });

    it('finds the build file under its other name', async () => {
      const shop = await server.createRepository('acme/shop', {
        files: { 'build.gradle': 'groovy' },
      });
      const previous = { path: 'build.gradle.kts', etag: 'W/"old"' };

      await expect(
        reader.readBuildFile(repository, { previous, signal }),
      ).resolves.toMatchObject({ path: 'build.gradle' });

      await shop.commit({
        files: { 'build.gradle.kts': 'kotlin' },
        remove: ['build.gradle'],
      });
      await expect(
        reader.readBuildFile(repository, {
          previous: { path: 'build.gradle', etag: 'W/"old"' },
          signal,
        }),
      ).resolves.toMatchObject({ path: 'build.gradle.kts' });
    });

    it('reads the ref that the application names', async () => {
      const shop = await server.createRepository('acme/shop', {
        files: { 'build.gradle': 'main' },
      });
      await shop.branch('feature/api');
      await shop.commit({ files: { 'build.gradle': 'feature' } });

      await expect(
        reader.readBuildFile({ ...repository, ref: 'feature/api' }, { signal }),
      ).resolves.toMatchObject({ content: 'feature' });
      await expect(
        reader.readBuildFile(repository, { signal }),
      ).resolves.toMatchObject({ content: 'main' });
    });

    it('tells a build file that is gone from a repository that is gone', async () => {
      const shop = await server.createRepository('acme/shop', {
        files: { 'build.gradle': 'x' },
      });
      const previous = { path: 'build.gradle', etag: 'W/"old"' };
      await shop.commit({ remove: ['build.gradle'] });

      await expect(
        reader.readBuildFile(repository, { signal }),
      ).resolves.toEqual({ status: 'missing' });
      await expect(
        reader.readBuildFile(repository, { previous, signal }),
      ).resolves.toEqual({ status: 'missing' });

      server.removeRepository('acme/shop');
      await expect(
        reader.readBuildFile(repository, { signal }),
      ).resolves.toEqual({ status: 'missing' });
      await expect(
        findingOf(reader.readBuildFile(repository, { previous, signal })),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message:
          'Repository acme/shop on ghe.example.com had a build file, and cannot be seen any more.',
      });
    });

    it.each([
      ['unauthorized', 'AUTH'],
      ['rateLimit', 'RATE_LIMIT'],
      ['serverError', 'NETWORK'],
      ['cutBody', 'NETWORK'],
    ] as const)('fails on %s', async (mode, code) => {
      await server.createRepository('acme/shop', {
        files: { 'build.gradle': 'x'.repeat(1000) },
      });
      server.fail(mode, { path: /build\.gradle\?/ });

      await expect(
        findingOf(reader.readBuildFile(repository, { signal })),
      ).resolves.toMatchObject({ phase: 'FETCH', code });
    });

    it('refuses a build file over the limit', async () => {
      await server.createRepository('acme/shop', {
        files: { 'build.gradle': Buffer.alloc(5 * 1024 * 1024 + 1, ' ') },
      });

      await expect(
        findingOf(reader.readBuildFile(repository, { signal })),
      ).resolves.toMatchObject({ code: 'TOO_LARGE', file: 'build.gradle' });
    });

    it('stops waiting when aborted', async () => {
      await server.createRepository('acme/shop', {
        files: { 'build.gradle': 'x' },
      });
      server.fail('hang');
      const controller = new AbortController();
      const work = findingOf(
        reader.readBuildFile(repository, { signal: controller.signal }),
      );
      await waitFor(() => server.requests.length > 0);
      controller.abort();

      await expect(work).resolves.toMatchObject({ code: 'TIMEOUT' });
    });

    it.each([
      { owner: '..', name: 'shop' },
      { owner: 'acme', name: '..' },
      { owner: 'acme', name: 'shop/../../user' },
      { owner: 'acme', name: 'shop?x' },
      { owner: 'acme', name: 'shop', ref: '..' },
    ])('refuses %j without asking', async named => {
      await expect(
        findingOf(reader.readBuildFile(named, { signal })),
      ).resolves.toMatchObject({ code: 'SCHEMA' });
      expect(server.requests).toEqual([]);
    });
  });

  describe('credentials', () => {
    it('sends the token to the configured host alone', async () => {
      const other = await GithubTestServer.start();
      try {
        await other.createRepository('acme/shop', {
          files: { 'build.gradle': 'other' },
        });
        await server.createRepository('acme/shop', {
          files: { 'build.gradle': 'own' },
        });
        const both = createReader(
          {
            token: TOKEN,
            apiBaseUrl: server.apiBaseUrl,
            host: 'GHE.example.com',
          },
          {
            data: {
              integrations: {
                github: [
                  { host: 'other.example.com', apiBaseUrl: other.apiBaseUrl },
                ],
              },
            },
          },
        );

        await expect(
          both.readBuildFile(
            { host: 'other.example.com', owner: 'acme', name: 'shop' },
            { signal },
          ),
        ).resolves.toMatchObject({ content: 'other' });
        await expect(
          both.readBuildFile(
            { host: 'ghe.example.com', owner: 'acme', name: 'shop' },
            { signal },
          ),
        ).resolves.toMatchObject({ content: 'own' });

        expect(other.requests.length).toBeGreaterThan(0);
        for (const { authorization } of other.requests) {
          expect(authorization).toBeUndefined();
        }
        for (const { authorization } of server.requests) {
          expect(authorization).toBe(`Bearer ${TOKEN}`);
        }
      } finally {
        await other.stop();
      }
    });

    it('says how to allow a host that is not configured', async () => {
      await expect(
        findingOf(
          reader.readBuildFile(
            { host: 'unknown.example.com', owner: 'acme', name: 'shop' },
            { signal },
          ),
        ),
      ).resolves.toMatchObject({
        code: 'AUTH',
        hint: expect.stringContaining('integrations.github'),
      });
    });

    it('uses the integration of the host when no token is configured', async () => {
      await server.createRepository('acme/architecture', { files: FILES });
      const github = [
        {
          host: 'ghe.example.com',
          apiBaseUrl: server.apiBaseUrl,
          token: TOKEN,
        },
      ];

      await expect(
        createReader({}, { data: { integrations: { github } } }).read({
          signal,
        }),
      ).resolves.toMatchObject({ status: 'read' });
      await expect(
        createReader(
          { apiBaseUrl: server.apiBaseUrl },
          { data: { integrations: { github } } },
        ).read({ signal }),
      ).resolves.toMatchObject({ status: 'read' });
    });
  });

  it('locates files at the configured branch', () => {
    expect(
      createReader({ branch: 'feature/x' }).locationOf(
        'contracts/a b/openapi/ü#/v1.yaml',
      ),
    ).toBe(
      'url:https://ghe.example.com/acme/architecture/blob/feature/x/contracts/a%20b/openapi/%C3%BC%23/v1.yaml',
    );
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
