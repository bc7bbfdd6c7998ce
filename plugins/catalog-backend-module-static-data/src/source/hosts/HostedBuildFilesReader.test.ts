import { setTimeout as sleep } from 'node:timers/promises';
import { GitTestServer } from 'test-servers';
import { findingOf } from '../__testUtils__/findingOf';
import {
  createReaders,
  routeRequests,
  TEST_HOSTS,
  TOKEN,
} from './__testUtils__/testHosts';

// Every test runs Git many times.
jest.setTimeout(60_000);

const host = TEST_HOSTS.gitlab;

describe('build files of two sources on one host', () => {
  const signal = new AbortController().signal;
  let server: GitTestServer;

  beforeEach(async () => {
    server = await host.start({ token: TOKEN });
    for (const name of ['pay', 'search']) {
      await server.createRepository(`${host.owner}/${name}`, {
        files: { 'build.gradle': `// ${name}` },
      });
    }
    routeRequests([[host, server]]);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await server.stop();
  });

  it('are read one repository after the other while requests are few', async () => {
    const readers = createReaders(
      {
        sources: {
          core: { url: host.urlOf('core') },
          edge: { url: host.urlOf('edge') },
        },
      },
      host.integrate(server, TOKEN),
    );
    const read = (index: number, name: string) =>
      readers[index].readBuildFiles(
        { owner: host.owner, name },
        { signal, waitUntil: Date.now() + 30_000 },
      );
    server.limitRequests({ requests: 0, seconds: 1 });
    await expect(
      findingOf(
        readers[0].readBuildFiles(
          { owner: host.owner, name: 'pay' },
          { signal },
        ),
      ),
    ).resolves.toMatchObject({ code: 'RATE_LIMIT' });
    server.limitRequests(undefined);

    const countRequests = (name: string) =>
      server.requests.filter(
        ({ path, status }) => path.includes(name) && status !== 429,
      ).length;
    const release = server.hold(/pay/);
    const first = read(0, 'pay');
    while (countRequests('pay') === 0) {
      await sleep(20);
    }
    const second = read(1, 'search');
    await sleep(500);
    expect(countRequests('search')).toBe(0);

    release();
    await expect(Promise.all([first, second])).resolves.toMatchObject([
      { files: [{ content: '// pay' }] },
      { files: [{ content: '// search' }] },
    ]);
  });
});
