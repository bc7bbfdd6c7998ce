import { findingOf } from '../__testUtils__/findingOf';
import { GithubSource, waitFor } from './__testUtils__/GithubSource';

// Every test runs Git many times.
jest.setTimeout(60_000);

describe('GithubSourceReader', () => {
  const github = GithubSource.forEachTest();
  const signal = new AbortController().signal;

  describe('readBuildFile', () => {
    const repository = { owner: 'acme', name: 'shop' };

    it('reads the build file at the default branch, and again only when it changed', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'openapi {}' },
        branch: 'trunk',
      });
      const first = await github.reader.readBuildFile(repository, { signal });
      expect(first).toEqual({
        status: 'found',
        path: 'build.gradle',
        content: 'openapi {}',
        etag: expect.stringMatching(/^W\/".+"$/),
      });
      const previous = first.status === 'found' ? first : undefined;
      github.server.requests.length = 0;

      await expect(
        github.reader.readBuildFile(repository, { previous, signal }),
      ).resolves.toEqual({ status: 'unchanged', etag: previous?.etag });
      expect(github.server.requests.map(({ status }) => status)).toEqual([304]);

      await shop.commit({ files: { 'build.gradle': 'avro {}' } });
      await expect(
        github.reader.readBuildFile(repository, { previous, signal }),
      ).resolves.toMatchObject({ status: 'found', content: 'avro {}' });
    });

    it('prefers the Kotlin build file', async () => {
      await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'groovy', 'build.gradle.kts': 'kotlin' },
      });

      await expect(
        github.reader.readBuildFile(repository, { signal }),
      ).resolves.toMatchObject({ path: 'build.gradle.kts', content: 'kotlin' });
    });

    it('finds the build file under its other name', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'groovy' },
      });
      const previous = { path: 'build.gradle.kts', etag: 'W/"old"' };

      await expect(
        github.reader.readBuildFile(repository, { previous, signal }),
      ).resolves.toMatchObject({ path: 'build.gradle' });

      await shop.commit({
        files: { 'build.gradle.kts': 'kotlin' },
        remove: ['build.gradle'],
      });
      await expect(
        github.reader.readBuildFile(repository, {
          previous: { path: 'build.gradle', etag: 'W/"old"' },
          signal,
        }),
      ).resolves.toMatchObject({ path: 'build.gradle.kts' });
    });

    it('reads the ref that the application names', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'main' },
      });
      await shop.branch('feature/api');
      await shop.commit({ files: { 'build.gradle': 'feature' } });

      await expect(
        github.reader.readBuildFile(
          { ...repository, ref: 'feature/api' },
          { signal },
        ),
      ).resolves.toMatchObject({ content: 'feature' });
      await expect(
        github.reader.readBuildFile(repository, { signal }),
      ).resolves.toMatchObject({ content: 'main' });
    });

    it('tells a build file that is gone from a repository that is gone', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'x' },
      });
      const previous = { path: 'build.gradle', etag: 'W/"old"' };
      await shop.commit({ remove: ['build.gradle'] });

      await expect(
        github.reader.readBuildFile(repository, { signal }),
      ).resolves.toEqual({ status: 'missing' });
      await expect(
        github.reader.readBuildFile(repository, { previous, signal }),
      ).resolves.toEqual({ status: 'missing' });

      github.server.removeRepository('acme/shop');
      await expect(
        github.reader.readBuildFile(repository, { signal }),
      ).resolves.toEqual({ status: 'missing' });
      await expect(
        findingOf(
          github.reader.readBuildFile(repository, { previous, signal }),
        ),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message:
          'Repository acme/shop on ghe.example.com had a build file, but cannot be seen any more',
      });
    });

    it.each([
      ['unauthorized', 'AUTH'],
      ['rateLimit', 'RATE_LIMIT'],
      ['serverError', 'NETWORK'],
      ['cutBody', 'NETWORK'],
    ] as const)('fails on %s', async (mode, code) => {
      await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'x'.repeat(1000) },
      });
      github.server.fail(mode, { path: /build\.gradle\?/ });

      await expect(
        findingOf(github.reader.readBuildFile(repository, { signal })),
      ).resolves.toMatchObject({ phase: 'FETCH', code });
    });

    it('refuses a build file over the limit', async () => {
      await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': Buffer.alloc(5 * 1024 * 1024 + 1, ' ') },
      });

      await expect(
        findingOf(github.reader.readBuildFile(repository, { signal })),
      ).resolves.toMatchObject({ code: 'TOO_LARGE', file: 'build.gradle' });
    });

    it('stops waiting when aborted', async () => {
      await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'x' },
      });
      github.server.fail('hang');
      const controller = new AbortController();
      const work = findingOf(
        github.reader.readBuildFile(repository, { signal: controller.signal }),
      );
      await waitFor(() => github.server.requests.length > 0);
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
        findingOf(github.reader.readBuildFile(named, { signal })),
      ).resolves.toMatchObject({ code: 'SCHEMA' });
      expect(github.server.requests).toEqual([]);
    });
  });
});
