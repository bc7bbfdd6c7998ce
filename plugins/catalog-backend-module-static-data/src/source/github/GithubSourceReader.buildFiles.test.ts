import { RepositoryAddress } from '@internal/plugin-static-data-model';
import { findingOf } from '../__testUtils__/findingOf';
import { GithubSource, TOKEN, waitFor } from './__testUtils__/GithubSource';

// Every test runs Git many times.
jest.setTimeout(60_000);

// GitHub's GraphQL API answers nobody without credentials, so that everything is asked of REST then.
describe.each([
  ['GraphQL', TOKEN],
  ['REST', null],
] as const)('GithubSourceReader, by %s', (api, token) => {
  const isRest = api === 'REST';
  const github = GithubSource.forEachTest(token);
  const signal = new AbortController().signal;

  const repository = { owner: 'acme', name: 'shop' };
  const read = (address: RepositoryAddress, previous?: string) =>
    github.reader.readBuildFiles(address, { previous, signal });
  const statuses = () => github.server.requests.map(({ status }) => status);
  /** What the host answers for a folder that has not changed. */
  const unchanged = isRest ? 304 : 200;

  describe('readBuildFiles', () => {
    it('reads the build file at the default branch, and again only when it changed', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'openapi {}' },
        branch: 'trunk',
      });
      const first = await read(repository);
      expect(first).toEqual({
        status: 'read',
        files: [{ path: 'build.gradle', content: 'openapi {}' }],
        findings: [],
        version: expect.any(String),
      });
      github.server.requests.length = 0;

      await expect(read(repository, first.version)).resolves.toEqual({
        status: 'unchanged',
      });
      expect(statuses()).toEqual([unchanged]);

      await shop.commit({ files: { 'README.md': 'Shop' } });
      github.server.requests.length = 0;
      const second = await read(repository, first.version);
      expect(second).toEqual({
        status: 'unchanged',
        version: expect.any(String),
      });
      expect(statuses()).toEqual(isRest ? [200] : [200, 200]);
      await expect(read(repository, second.version)).resolves.toEqual({
        status: 'unchanged',
      });

      await shop.commit({ files: { 'build.gradle': 'avro {}' } });
      await expect(read(repository, second.version)).resolves.toMatchObject({
        status: 'read',
        files: [{ content: 'avro {}' }],
      });
    });

    it('begins with what is asked for first, whether it is known or not', async () => {
      for (const name of ['known', 'new']) {
        await github.server.createRepository(`acme/${name}`, {
          files: { 'build.gradle': 'openapi {}' },
        });
      }
      const known = { owner: 'acme', name: 'known' };
      const { version } = await read(known);
      github.server.requests.length = 0;
      await Promise.all([
        read({ owner: 'acme', name: 'new' }),
        read(known, version),
      ]);
      expect(github.paths()[0]).toMatch(isRest ? /acme\/new/ : /graphql/);
    });

    it('reads all that there are requests for, some in each hour', async () => {
      const names = ['a', 'b', 'c', 'd'];
      for (const name of names) {
        await github.server.createRepository(`acme/${name}`, {
          files: { 'build.gradle': 'openapi {}' },
        });
      }
      github.server.limitRequests({ requests: 4, seconds: 1 });
      const time = { signal, waitUntil: Date.now() + 55_000 };
      const reads = await Promise.all(
        names.map(name =>
          github.reader.readBuildFiles({ owner: 'acme', name }, time),
        ),
      );
      expect(reads).toMatchObject(names.map(() => ({ status: 'read' })));
    });

    it('follows a repository that is renamed, and says what it is called now', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'openapi {}' },
      });
      const { version } = await read(repository);
      github.server.renameRepository('acme/shop', 'acme/store');
      const renamedTo = { owner: 'acme', name: 'store' };
      expect(await read(repository, version)).toEqual({
        status: 'unchanged',
        renamedTo,
      });

      await shop.commit({ files: { 'build.gradle': 'avro {}' } });
      expect(await read(repository, version)).toMatchObject({
        status: 'read',
        renamedTo,
        files: [{ content: 'avro {}' }],
      });
    });

    it('reads nothing in a repository that has gone where the source may not read', async () => {
      await github.server.createRepository('acme/payroll', {
        files: { 'build.gradle': 'openapi {}' },
      });
      const payroll = { owner: 'acme', name: 'payroll' };
      const { version } = await read(payroll);
      github.server.renameRepository('acme/payroll', 'restricted/payroll');
      github.server.requests.length = 0;

      for (const previous of [undefined, version]) {
        const finding = await findingOf(read(payroll, previous));
        expect(finding).toMatchObject({
          code: 'REPOSITORY_NOT_ALLOWED',
          message: expect.stringContaining('acme/payroll'),
        });
        expect(JSON.stringify(finding)).not.toContain('restricted');
      }
      expect(github.paths().join()).not.toContain('build.gradle');
    });

    it('does not tell a repository that is forbidden from one that is missing', async () => {
      const missing = await findingOf(read(repository));

      await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'openapi {}' },
      });
      github.server.forbidRepository('acme/shop');

      await expect(findingOf(read(repository))).resolves.toEqual(missing);
      expect(missing).toMatchObject({ code: 'MISSING_REPOSITORY' });
    });

    it.each(['build.gradle', ''])(
      'takes a login page in place of /%s for a failure of the network',
      async path => {
        await github.server.createRepository('acme/shop', {
          files: { 'build.gradle': 'openapi {}' },
        });
        const asked = isRest ? new RegExp(`/contents/${path}\\?`) : /graphql/;
        github.server.answer(asked, {
          status: 200,
          headers: { 'content-type': 'text/html; charset=utf-8' },
          body: Buffer.from('<!DOCTYPE html><title>Sign in</title>'),
        });

        await expect(findingOf(read(repository))).resolves.toMatchObject({
          code: 'NETWORK',
          message: expect.stringContaining('such as that of a login'),
        });
      },
    );

    it('takes the build file that Gradle takes', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle.kts': 'kotlin' },
      });
      const first = await read(repository);
      expect(first).toMatchObject({ files: [{ path: 'build.gradle.kts' }] });

      await shop.commit({ files: { 'build.gradle': 'groovy' } });
      await expect(read(repository, first.version)).resolves.toMatchObject({
        files: [{ path: 'build.gradle', content: 'groovy' }],
      });
    });

    it('reads the branch that the application names', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'main' },
      });
      await shop.branch('feature/api');
      await shop.commit({ files: { 'build.gradle': 'feature' } });

      await expect(
        read({ ...repository, ref: 'feature/api' }),
      ).resolves.toMatchObject({ files: [{ content: 'feature' }] });
      await expect(read(repository)).resolves.toMatchObject({
        files: [{ content: 'main' }],
      });
    });

    it('asks the repository where a branch ends and a folder begins', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'root', 'services/pay/build.gradle': 'main' },
      });
      await shop.branch('feature/services');
      await shop.commit({ files: { 'services/pay/build.gradle': 'feature' } });

      for (const [refAndPath, content] of [
        ['main/services/pay', 'main'],
        ['feature/services/services/pay', 'feature'],
        ['feature/services', 'root'],
      ]) {
        const address = { ...repository, refAndPath };
        const first = await read(address);
        expect(first).toMatchObject({ files: [{ content }] });
        github.server.requests.length = 0;
        await expect(read(address, first.version)).resolves.toEqual({
          status: 'unchanged',
        });
        expect(statuses()).toEqual([unchanged]);
      }

      await expect(
        read({ ...repository, refAndPath: 'main/services' }),
      ).resolves.toMatchObject({ files: [] });
      await expect(
        findingOf(read({ ...repository, refAndPath: 'main/nowhere' })),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message: 'There is no main/nowhere in acme/shop on ghe.example.com',
      });
    });

    describe('of a repository with several projects', () => {
      const FILES = {
        'settings.gradle': "include 'pay', 'libs:util', 'docs'",
        'pay/build.gradle.kts': 'pay',
        'libs/util/build.gradle': 'util',
        'docs/README.md': 'No build file',
        'other/build.gradle': 'other',
      };

      it('reads the folder that the application names, and no other', async () => {
        await github.server.createRepository('acme/shop', { files: FILES });
        await expect(
          read({ ...repository, path: 'other' }),
        ).resolves.toMatchObject({
          files: [{ path: 'other/build.gradle', content: 'other' }],
        });
        await expect(
          read({ ...repository, path: 'docs' }),
        ).resolves.toMatchObject({ files: [] });
        await expect(
          findingOf(read({ ...repository, path: 'gone' })),
        ).resolves.toMatchObject({
          code: 'NOT_FOUND',
          message: 'There is no folder gone in acme/shop on ghe.example.com',
        });
      });

      it('reads the projects that the settings include, each as far as it has changed', async () => {
        const shop = await github.server.createRepository('acme/shop', {
          files: FILES,
        });
        const first = await read(repository);
        expect(first).toMatchObject({
          status: 'read',
          files: [
            { path: 'pay/build.gradle.kts', content: 'pay' },
            { path: 'libs/util/build.gradle', content: 'util' },
          ],
        });
        github.server.requests.length = 0;
        await expect(read(repository, first.version)).resolves.toEqual({
          status: 'unchanged',
        });
        expect(statuses()).toEqual([unchanged]);

        await shop.commit({ files: { 'other/README.md': 'Other' } });
        github.server.requests.length = 0;
        const second = await read(repository, first.version);
        expect(second).toEqual({
          status: 'unchanged',
          version: expect.any(String),
        });
        // The root has changed; the folders of projects have not.
        expect(
          isRest ? statuses().filter(status => status === 200) : statuses(),
        ).toHaveLength(isRest ? 1 : 3);

        await shop.commit({
          files: { 'build.gradle': 'root', 'pay/build.gradle.kts': 'new' },
        });
        const third = await read(repository, second.version);
        expect(third).toMatchObject({
          files: [
            { path: 'build.gradle', content: 'root' },
            { path: 'pay/build.gradle.kts', content: 'new' },
            { path: 'libs/util/build.gradle' },
          ],
        });

        await shop.commit({ files: { 'settings.gradle': "include 'pay'" } });
        await expect(read(repository, third.version)).resolves.toMatchObject({
          files: [{ path: 'build.gradle' }, { path: 'pay/build.gradle.kts' }],
        });
      });

      it('notices changes in projects that are elsewhere', async () => {
        const shop = await github.server.createRepository('acme/shop', {
          files: {
            'apps/settings.gradle': "includeFlat 'libs'",
            'apps/build.gradle': 'apps',
            'libs/build.gradle': 'libs',
          },
        });
        const address = { ...repository, path: 'apps' };
        const first = await read(address);
        expect(first).toMatchObject({
          files: [{ content: 'apps' }, { content: 'libs' }],
        });
        await shop.commit({ files: { 'libs/build.gradle': 'changed' } });
        await expect(read(address, first.version)).resolves.toMatchObject({
          files: [{ content: 'apps' }, { content: 'changed' }],
        });
      });

      it('reads the build file that the settings name, also where they alone have changed', async () => {
        const named =
          "rootProject.children.each { it.buildFileName = 'x.gradle' }";
        const shop = await github.server.createRepository('acme/shop', {
          files: {
            'settings.gradle': "include 'pay'",
            'pay/build.gradle': 'usual',
            'pay/x.gradle': 'named',
          },
        });
        const first = await read(repository);
        expect(first).toMatchObject({ files: [{ content: 'usual' }] });

        await shop.commit({
          files: { 'settings.gradle': `include 'pay'\n${named}` },
        });
        const second = await read(repository, first.version);
        expect(second).toMatchObject({
          files: [{ path: 'pay/x.gradle', content: 'named' }],
        });

        await shop.commit({ files: { 'settings.gradle': "include 'pay'" } });
        await expect(read(repository, second.version)).resolves.toMatchObject({
          files: [{ path: 'pay/build.gradle', content: 'usual' }],
        });
      });

      it('reads the scripts that are applied, each as far as it has changed', async () => {
        const shop = await github.server.createRepository('acme/shop', {
          files: {
            'settings.gradle': "include 'pay'",
            'pay/build.gradle': 'apply from: "$rootDir/gradle/apis.gradle"',
            'gradle/apis.gradle': 'apis',
            'gradle/more.gradle': 'more',
          },
        });
        const address = { ...repository, path: 'pay' };
        const first = await read(address);
        expect(first).toMatchObject({
          files: [{ path: 'pay/build.gradle' }, { content: 'apis' }],
          findings: [],
        });
        const reads = () =>
          github.server.requests.filter(({ path }) => path.includes('.gradle?'))
            .length;
        github.server.requests.length = 0;
        await expect(read(address, first.version)).resolves.toEqual({
          status: 'unchanged',
        });
        expect(new Set(statuses())).toEqual(new Set([unchanged]));

        await shop.commit({ files: { 'README.md': 'Shop' } });
        github.server.requests.length = 0;
        const second = await read(address, first.version);
        expect(second).toMatchObject({ status: 'unchanged' });
        expect(reads()).toBe(0);

        await shop.commit({ files: { 'gradle/apis.gradle': 'changed' } });
        const third = await read(address, second.version);
        expect(third).toMatchObject({
          files: [{ path: 'pay/build.gradle' }, { content: 'changed' }],
        });

        await shop.commit({
          files: { 'pay/build.gradle': "apply from: '../gradle/more.gradle'" },
        });
        await expect(read(address, third.version)).resolves.toMatchObject({
          files: [{ path: 'pay/build.gradle' }, { content: 'more' }],
        });
      });

      it('says which projects are outside of the repository', async () => {
        await github.server.createRepository('acme/shop', {
          files: {
            'settings.gradle': "includeFlat 'libs'; include 'pay'",
            'pay/build.gradle': 'pay',
          },
        });
        await expect(read(repository)).resolves.toMatchObject({
          files: [{ content: 'pay' }],
          findings: [
            {
              code: 'MISSING_BUILD_FILE',
              message: expect.stringMatching(/outside.*: \.\.\/libs$/),
            },
          ],
        });
      });

      it('says what it cannot read in the settings', async () => {
        await github.server.createRepository('acme/shop', {
          files: { 'settings.gradle': 'include(modules())' },
        });
        await expect(read(repository)).resolves.toMatchObject({
          files: [],
          findings: [
            { code: 'UNKNOWN_REFERENCE', file: 'settings.gradle', line: 1 },
          ],
        });
      });
    });

    it('tells a build file that is gone from a repository that is gone', async () => {
      const shop = await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'x', 'README.md': 'x' },
      });
      const { version } = await read(repository);
      await shop.commit({ remove: ['build.gradle'] });

      for (const previous of [undefined, version]) {
        await expect(read(repository, previous)).resolves.toMatchObject({
          status: 'read',
          files: [],
        });
      }

      github.server.removeRepository('acme/shop');
      for (const previous of [undefined, version]) {
        await expect(
          findingOf(read(repository, previous)),
        ).resolves.toMatchObject({
          code: 'MISSING_REPOSITORY',
          message:
            'Repository acme/shop on ghe.example.com does not exist, or the credentials may not see it',
        });
      }
    });

    it('finds nothing in a repository without commits', async () => {
      await github.server.createRepository('acme/shop');
      await expect(read(repository)).resolves.toEqual({
        status: 'read',
        files: [],
        findings: [],
      });
    });

    it('says that there is no such branch', async () => {
      await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'x' },
      });
      await expect(
        findingOf(read({ ...repository, ref: 'gone' })),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message:
          'There is no branch, tag or commit gone in acme/shop on ghe.example.com',
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
      github.server.fail(mode, {
        path: isRest ? /build\.gradle\?/ : /graphql/,
      });

      await expect(findingOf(read(repository))).resolves.toMatchObject({
        phase: 'FETCH',
        code,
      });
    });

    it('refuses a build file over the limit, without downloading it', async () => {
      await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': Buffer.alloc(5 * 1024 * 1024 + 1, ' ') },
      });

      await expect(findingOf(read(repository))).resolves.toMatchObject({
        code: 'TOO_LARGE',
        file: 'build.gradle',
      });
      expect(github.server.requests).toHaveLength(1);
    });

    it('stops waiting when aborted', async () => {
      await github.server.createRepository('acme/shop', {
        files: { 'build.gradle': 'x' },
      });
      github.server.fail('hang');
      const controller = new AbortController();
      const work = findingOf(
        github.reader.readBuildFiles(repository, { signal: controller.signal }),
      );
      await waitFor(() => github.server.requests.length > 0);
      controller.abort();

      await expect(work).resolves.toMatchObject({ code: 'TIMEOUT' });
    });
  });
});
