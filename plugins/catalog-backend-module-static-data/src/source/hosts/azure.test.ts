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

describe('a repository on Azure DevOps whose project is renamed', () => {
  const signal = new AbortController().signal;
  const host = TEST_HOSTS.azure;
  const files = { 'build.gradle': '' };
  let server: GitTestServer;

  const read = (path: string) =>
    createReader(
      { url: `https://azure.example.com/acme/${path}` },
      host.integrate(server, TOKEN),
    );

  beforeEach(async () => {
    server = await host.start({ token: TOKEN });
    routeRequests([[host, server]]);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await server.stop();
  });

  it('is limited with its organisation, and not with others', async () => {
    await server.createRepository('acme/shop/pay', { files });
    await server.createRepository('labs/shop/pay', { files });
    server.answer(/^\/acme\//, {
      status: 429,
      headers: { 'retry-after': '3600' },
      body: {},
    });
    const reader = read('shop/_git/architecture');
    const readOf = (owner: string) =>
      reader.readBuildFiles({ owner, name: 'pay' }, { signal });
    for (const owner of ['acme/shop', 'acme/other']) {
      await expect(findingOf(readOf(owner))).resolves.toMatchObject({
        code: 'RATE_LIMIT',
      });
    }
    expect(server.requests).toHaveLength(1);
    await expect(readOf('labs/shop')).resolves.toMatchObject({
      status: 'read',
    });
  });

  it('keeps the organisation in its name, where the address has no project', async () => {
    await server.createRepository('acme/shop/shop', { files });
    const reader = read('_git/shop');
    await expect(reader.readNewName?.(signal)).resolves.toBeUndefined();

    server.renameRepository('acme/shop/shop', 'acme/store/shop');
    await expect(reader.readNewName?.(signal)).resolves.toEqual({
      owner: 'acme/store',
      name: 'shop',
    });
  });

  it('is not read if the project has its name now, and is not allowed', async () => {
    await server.createRepository('acme/shop/pay', { files });
    server.renameRepository('acme/shop/pay', 'acme/pay/pay');

    const pay = { owner: 'acme/shop', name: 'pay' };
    await expect(
      findingOf(read('shop/_git/architecture').readBuildFiles(pay, { signal })),
    ).resolves.toMatchObject({ code: 'REPOSITORY_NOT_ALLOWED' });
  });
});
