import { parseRepositoryAddress } from '@internal/plugin-static-data-model';
import { GitTestServer } from 'test-servers';
import { findingOf } from '../__testUtils__/findingOf';
import {
  createReader,
  routeRequests,
  TEST_HOSTS,
  TOKEN,
} from './__testUtils__/testHosts';

// Every test runs Git many times.
jest.setTimeout(60_000);

const BUILD = 'openapi { producer { java("a:b:1.0.0") } }';

describe('a source whose applications are on other hosts', () => {
  const signal = new AbortController().signal;
  const servers = new Map<string, GitTestServer>();

  beforeEach(async () => {
    for (const [type, host] of Object.entries(TEST_HOSTS)) {
      const server = await host.start({ token: `${TOKEN}-${type}` });
      await server.createRepository(`${host.owner}/pay`, {
        files: { 'build.gradle': `// ${type}\n${BUILD}` },
      });
      servers.set(type, server);
    }
    routeRequests(
      Object.entries(TEST_HOSTS).map(([type, host]) => [
        host,
        servers.get(type)!,
      ]),
    );
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all([...servers.values()].map(server => server.stop()));
  });

  function readerOn(type: string, allow?: string[]) {
    const integrations = Object.entries(TEST_HOSTS).map(([other, host]) =>
      host.integrate(servers.get(other)!, `${TOKEN}-${other}`),
    );
    return createReader(
      {
        url: TEST_HOSTS[type].urlOf('architecture'),
        ...(allow && { repositories: { allow } }),
      },
      Object.assign({}, ...integrations),
    );
  }

  it.each(Object.keys(TEST_HOSTS))(
    'reads them all from one on %s, each with the token of its host',
    async type => {
      const hosts = Object.values(TEST_HOSTS);
      const reader = readerOn(
        type,
        hosts.map(({ host, owner }) => `${host}/${owner}/p*`),
      );
      for (const [other, host] of Object.entries(TEST_HOSTS)) {
        const parsed = parseRepositoryAddress(host.urlOf('pay'), reader.hosts);
        expect(parsed).toMatchObject({ address: { owner: host.owner } });
        await expect(
          reader.readBuildFiles(
            'address' in parsed ? parsed.address : never(),
            {
              signal,
            },
          ),
        ).resolves.toMatchObject({
          files: [{ content: expect.stringContaining(`// ${other}`) }],
        });
      }
    },
  );

  it('lets applications name repositories of the owner of the source alone, unless others are allowed', () => {
    const { hosts } = readerOn('gitlab');
    const problemOf = (address: string) => {
      const result = parseRepositoryAddress(address, hosts);
      return 'problem' in result ? result.problem : undefined;
    };
    expect(problemOf('acme/core/pay')).toBeUndefined();
    expect(problemOf('https://gitlab.example.com/acme/core/pay')).toBe(
      undefined,
    );
    for (const address of [
      'https://gitlab.example.com/acme/pay',
      'https://gitlab.example.com/acme/core/sub/pay',
      'https://gitlab.com/acme/core/pay',
      'https://ghe.example.com/acme/pay',
      'https://bitbucket.org/acme/pay',
    ]) {
      expect(problemOf(address)).toBe(
        'names a repository that the source may not name',
      );
    }
  });

  it.each([
    ['gitlab.example.com/acme/core/sub/*', 'gitlab', 'acme/core/sub/pay'],
    ['acme/core/sub/*', 'gitlab', 'acme/core/sub/pay'],
    ['gitlab.example.com/acme/core/*', 'github', 'acme/core/pay'],
    ['azure.example.com/acme/my shop/*', 'gitea', 'acme/My Shop/_git/pay'],
  ])('allows %s to one on %s', (pattern, type, path) => {
    const { hosts } = readerOn(type, [pattern]);
    const host = pattern.startsWith('acme')
      ? 'gitlab.example.com'
      : pattern.split('/')[0];
    expect(
      parseRepositoryAddress(`https://${host}/${path}`, hosts),
    ).toHaveProperty('address');
  });

  it('tells one host from another when one takes no more requests', async () => {
    servers.get('gitlab')!.limitRequests({ requests: 0, seconds: 3600 });
    const reader = readerOn('github');
    const read = (type: string) =>
      reader.readBuildFiles(
        {
          host: TEST_HOSTS[type].host,
          owner: TEST_HOSTS[type].owner,
          name: 'pay',
        },
        { signal },
      );
    await expect(findingOf(read('gitlab'))).resolves.toMatchObject({
      code: 'RATE_LIMIT',
      hint: expect.stringContaining('integrations.gitlab'),
    });
    await expect(read('gitea')).resolves.toMatchObject({ status: 'read' });
  });
});

function never(): never {
  throw new Error('There is no address');
}
