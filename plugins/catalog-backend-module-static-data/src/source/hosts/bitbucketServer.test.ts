import { GitTestRepository, GitTestServer } from 'test-servers';
import { findingOf } from '../__testUtils__/findingOf';
import { SourceReader } from '../SourceReader';
import { createReader, TEST_HOSTS, TOKEN } from './__testUtils__/testHosts';

// Every test runs Git many times.
jest.setTimeout(60_000);

describe('a source on Bitbucket Server', () => {
  const signal = new AbortController().signal;
  const host = TEST_HOSTS.bitbucketServer;
  let server: GitTestServer;
  let repository: GitTestRepository;
  let reader: SourceReader;

  beforeEach(async () => {
    server = await host.start({ token: TOKEN });
    repository = await server.createRepository('acme/architecture', {
      files: { 'data/squads.json': '[]' },
    });
    reader = createReader(
      { url: host.urlOf('architecture') },
      host.integrate(server, TOKEN),
    );
  });
  afterEach(async () => {
    await server.stop();
  });

  it('reads a branch whose name is in those of many others', async () => {
    for (let index = 0; index < 25; index++) {
      await repository.branch(`feature/main-${index}`);
    }
    await expect(reader.read({ signal })).resolves.toMatchObject({
      status: 'read',
      revision: await repository.resolve('main'),
      files: [{ path: 'data/squads.json' }],
    });
  });

  it('asks for the archive of the commit, with the credentials of the integration', async () => {
    const { revision } = await reader.read({ signal });
    expect(server.requests.at(-1)).toMatchObject({
      path: `/rest/api/1.0/projects/acme/repos/architecture/archive?at=${revision}&format=tgz&prefix=architecture%2F`,
      authorization: `Bearer ${TOKEN}`,
    });
  });

  it('stops in the middle of an archive when it is aborted', async () => {
    server.fail('hangInBody', { path: host.archive });
    const controller = new AbortController();
    const work = findingOf(reader.read({ signal: controller.signal }));
    while (
      server.requests.at(-1)?.status !== 200 ||
      server.requests.length < 2
    ) {
      await new Promise(resolve => setImmediate(resolve));
    }
    controller.abort(new Error('Timeout'));
    await expect(work).resolves.toMatchObject({ code: 'TIMEOUT' });
  });
});
