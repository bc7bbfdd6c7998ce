import { GithubTestServer } from 'test-servers';
import { findingOf } from '../__testUtils__/findingOf';
import { GithubSource, FILES, TOKEN } from './__testUtils__/GithubSource';

// Every test runs Git many times.
jest.setTimeout(60_000);

describe('GithubSourceReader', () => {
  const github = GithubSource.forEachTest();
  const signal = new AbortController().signal;

  describe('credentials', () => {
    it('sends the token to the configured host alone', async () => {
      const other = await GithubTestServer.start();
      try {
        await other.createRepository('acme/shop', {
          files: { 'build.gradle': 'other' },
        });
        await github.server.createRepository('acme/shop', {
          files: { 'build.gradle': 'own' },
        });
        const both = github.createReader(
          {
            token: TOKEN,
            apiBaseUrl: github.server.apiBaseUrl,
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
          both.readBuildFiles(
            { host: 'other.example.com', owner: 'acme', name: 'shop' },
            { signal },
          ),
        ).resolves.toMatchObject({ files: [{ content: 'other' }] });
        await expect(
          both.readBuildFiles(
            { host: 'ghe.example.com', owner: 'acme', name: 'shop' },
            { signal },
          ),
        ).resolves.toMatchObject({ files: [{ content: 'own' }] });

        expect(other.requests.length).toBeGreaterThan(0);
        for (const { authorization } of other.requests) {
          expect(authorization).toBeUndefined();
        }
        for (const { authorization } of github.server.requests) {
          expect(authorization).toBe(`Bearer ${TOKEN}`);
        }
      } finally {
        await other.stop();
      }
    });

    it('says how to allow a host that is not configured', async () => {
      await expect(
        findingOf(
          github.reader.readBuildFiles(
            { host: 'unknown.example.com', owner: 'acme', name: 'shop' },
            { signal },
          ),
        ),
      ).resolves.toMatchObject({
        code: 'AUTH',
        hint: expect.stringContaining("under 'integrations'"),
      });
    });

    it('uses the integration of the host when no token is configured', async () => {
      await github.server.createRepository('acme/architecture', {
        files: FILES,
      });
      const integrations = {
        github: [
          {
            host: 'ghe.example.com',
            apiBaseUrl: github.server.apiBaseUrl,
            token: TOKEN,
          },
        ],
      };

      await expect(
        github.createReader({}, { data: { integrations } }).read({
          signal,
        }),
      ).resolves.toMatchObject({ status: 'read' });
      await expect(
        github
          .createReader(
            { apiBaseUrl: github.server.apiBaseUrl },
            { data: { integrations } },
          )
          .read({ signal }),
      ).resolves.toMatchObject({ status: 'read' });
    });
  });
});
