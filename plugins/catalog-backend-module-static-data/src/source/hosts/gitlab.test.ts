import { parseRepositoryAddress } from '@internal/plugin-static-data-model';
import { GitlabTestServer } from 'test-servers';
import { findingOf } from '../__testUtils__/findingOf';
import { createReader, TEST_HOSTS, TOKEN } from './__testUtils__/testHosts';

// Every test runs Git many times.
jest.setTimeout(60_000);

describe('a source on GitLab', () => {
  const signal = new AbortController().signal;
  const { host, owner, urlOf } = TEST_HOSTS.gitlab;
  let server: GitlabTestServer;

  beforeEach(async () => {
    server = await GitlabTestServer.start({ token: TOKEN });
  });
  afterEach(async () => {
    await server.stop();
  });

  it('reads a GitLab below a path of its host', async () => {
    await server.createRepository(`${owner}/architecture`, {
      files: { 'data/applications.json': '[]' },
    });
    const baseUrl = `http://${host}/gitlab`;
    const reader = createReader(
      { url: `${baseUrl}/${owner}/architecture` },
      {
        gitlab: [
          { host, baseUrl, apiBaseUrl: server.apiBaseUrl, token: TOKEN },
        ],
      },
    );
    await expect(reader.read({ signal })).resolves.toMatchObject({
      status: 'read',
      files: [{ path: 'data/applications.json' }],
    });
    expect(reader.locationOf('data/applications.json')).toBe(
      `url:${baseUrl}/${owner}/architecture/-/blob/main/data/applications.json`,
    );
    const pay = parseRepositoryAddress(`${baseUrl}/${owner}/pay`, reader.hosts);
    expect(pay).toEqual({
      address: { owner, name: 'pay' },
      webUrl: `${baseUrl}/${owner}/pay`,
    });
  });

  it('reads nothing in a project of which it does not tell the name', async () => {
    await server.createRepository(`${owner}/pay`, {
      files: { 'build.gradle': 'openapi {}' },
    });
    const reader = createReader(
      { url: urlOf('architecture') },
      TEST_HOSTS.gitlab.integrate(server, TOKEN),
    );
    server.fail('notFound', { path: /\/projects\/[^/]+$/ });
    await expect(
      findingOf(reader.readBuildFiles({ owner, name: 'pay' }, { signal })),
    ).resolves.toMatchObject({ code: 'MISSING_REPOSITORY' });
    const paths = server.requests.map(({ path }) => path);
    expect(paths.join()).not.toMatch(/tree|build\.gradle/);
  });

  it('spends no time for an answer on waiting for the requests of a minute', async () => {
    await server.createRepository(`${owner}/pay`, {
      files: { 'build.gradle': 'openapi {}' },
    });
    const reader = createReader(
      { url: urlOf('architecture') },
      {
        gitlab: [
          {
            host,
            apiBaseUrl: server.apiBaseUrl,
            token: TOKEN,
            retry: { maxApiRequestsPerMinute: 1 },
          },
        ],
      },
    );
    await expect(
      reader.readBuildFiles({ owner, name: 'pay' }, { signal }),
    ).resolves.toMatchObject({ status: 'read', files: [{}] });
    expect(server.requests.length).toBeGreaterThan(1);
  });

  it('tells at once that GitLab takes no more requests, where the integration would ask again', async () => {
    server.limitRequests({ requests: 0, seconds: 3600 });
    const reader = createReader(
      { url: urlOf('architecture') },
      {
        gitlab: [
          {
            host,
            apiBaseUrl: server.apiBaseUrl,
            token: TOKEN,
            retry: { maxRetries: 3, retryStatusCodes: [429] },
          },
        ],
      },
    );
    await expect(reader.read({ signal })).rejects.toMatchObject({
      finding: { code: 'RATE_LIMIT' },
    });
    expect(server.requests).toHaveLength(1);
  });
});
