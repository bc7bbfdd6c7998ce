import { GithubTestServer } from 'test-servers';
import { shutdownReason } from '../../abort';
import { findingOf } from '../__testUtils__/findingOf';
import { GithubSource, FILES, waitFor } from './__testUtils__/GithubSource';

// Every test runs Git many times.
jest.setTimeout(60_000);

describe('GithubSourceReader', () => {
  const github = GithubSource.forEachTest();
  const signal = new AbortController().signal;

  describe('failures of read', () => {
    beforeEach(async () => {
      await github.server.createRepository('acme/architecture', {
        files: FILES,
      });
    });

    it('names the token that was not accepted, without showing it', async () => {
      const wrong = 'github_pat_wrong0123456789';
      const finding = await findingOf(
        github
          .createReader({ token: wrong, apiBaseUrl: github.server.apiBaseUrl })
          .read({
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
        hint: expect.stringContaining("at 'github.token'"),
      });
      expect(JSON.stringify(finding)).not.toContain(wrong);
    });

    it('keeps a token out of the error that cannot be sent at all', async () => {
      const broken = 'hush-hush\nline-two';
      const work = github
        .createReader({
          token: broken,
          apiBaseUrl: github.server.apiBaseUrl,
        })
        .read({ signal });

      const error = await work.catch((thrown: Error) => thrown);
      const finding = await findingOf(work);
      expect(JSON.stringify(finding)).not.toContain('hush');
      expect(String((error as Error).cause)).not.toContain('hush');
      expect((error as Error).stack).not.toContain('hush');
    });

    it('names the rights that a fine-grained token or an App needs', async () => {
      github.server.answer(/status/, {
        status: 403,
        body: { message: 'Resource not accessible by personal access token' },
      });

      await expect(
        findingOf(github.reader.read({ signal })),
      ).resolves.toMatchObject({
        code: 'AUTH',
        hint: expect.stringContaining('the contents and commit statuses of'),
      });
    });

    it('tells the rate limit from missing permission', async () => {
      github.server.fail('rateLimit');

      await expect(
        findingOf(github.reader.read({ signal })),
      ).resolves.toMatchObject({
        code: 'RATE_LIMIT',
        message: expect.stringMatching(/takes no more requests before 20\S+Z$/),
        hint: expect.stringContaining('the next sync goes on from there'),
      });
    });

    it('tells a secondary limit from missing permission, and asks nothing until it is over', async () => {
      github.server.limitRequests({ requests: 0, seconds: 3600 });
      for (const _ of [1, 2]) {
        await expect(
          findingOf(github.reader.read({ signal })),
        ).resolves.toMatchObject({ code: 'RATE_LIMIT' });
        expect(github.server.requests).toHaveLength(1);
      }
    });

    it('waits for a limit as long as it may', async () => {
      // A read takes two.
      github.server.limitRequests({ requests: 3, seconds: 1 });
      await github.reader.read({ signal });
      const onWait = jest.fn();
      const waitUntil = Date.now() + 30_000;
      await expect(
        github.reader.read({ signal, waitUntil, onWait }),
      ).resolves.toMatchObject({ status: 'read' });
      expect(onWait).toHaveBeenCalledWith('ghe.example.com', expect.any(Date));
    });

    it('tells a missing branch from a missing repository', async () => {
      await expect(
        findingOf(github.reader.read({ ref: 'nowhere', signal })),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message:
          'There is no branch, tag or commit nowhere in acme/architecture on ghe.example.com',
        hint: 'Check the spelling of the branch, tag or commit.',
      });

      github.server.removeRepository('acme/architecture');
      await expect(
        findingOf(github.reader.read({ signal })),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message:
          'Repository acme/architecture on ghe.example.com does not exist, or the credentials may not see it',
        hint: expect.stringContaining("at 'github.token'"),
      });
    });

    it('reports an error of the server as one of the network', async () => {
      github.server.fail('serverError');

      await expect(
        findingOf(github.reader.read({ signal })),
      ).resolves.toMatchObject({
        code: 'NETWORK',
        message: expect.stringContaining('500'),
      });
    });

    it('reports a server that is not there', async () => {
      const stopped = await GithubTestServer.start();
      const { apiBaseUrl } = stopped;
      await stopped.stop();

      await expect(
        findingOf(github.createReader({ apiBaseUrl }).read({ signal })),
      ).resolves.toMatchObject({
        code: 'NETWORK',
        message: expect.stringContaining('ECONNREFUSED'),
      });
    });

    it('fails when the archive is cut in the middle', async () => {
      github.server.fail('cutBody');

      await expect(
        findingOf(github.reader.read({ signal })),
      ).resolves.toMatchObject({
        code: 'NETWORK',
      });
    });

    it('fails when nothing was ever committed, and when no file is of use', async () => {
      await github.server.createRepository('acme/architecture');
      await expect(
        findingOf(github.reader.read({ signal })),
      ).resolves.toMatchObject({
        code: 'EMPTY_SOURCE',
      });

      await github.server.createRepository('acme/architecture', {
        files: { 'README.md': 'Moved' },
        branch: 'main',
      });
      await expect(
        findingOf(github.reader.read({ signal })),
      ).resolves.toMatchObject({
        code: 'EMPTY_SOURCE',
        message:
          'There is nothing to synchronise in acme/architecture on ghe.example.com at main',
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
        github.server.fail(mode, { path });
        const controller = new AbortController();
        const work = findingOf(
          github.reader.read({ signal: controller.signal }),
        );
        await waitFor(() => github.paths().some(asked => path.test(asked)));

        controller.abort(reason);

        await expect(work).resolves.toMatchObject({ phase: 'FETCH', code });
      },
    );

    it('asks for nothing when it is aborted already', async () => {
      await expect(
        findingOf(github.reader.read({ signal: AbortSignal.abort() })),
      ).resolves.toMatchObject({ code: 'TIMEOUT' });
      expect(github.server.requests).toEqual([]);
    });
  });
});
