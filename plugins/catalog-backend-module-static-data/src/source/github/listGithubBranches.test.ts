import { GithubTestServer, GitTestRepository } from 'test-servers';
import { createReader } from '../hosts/__testUtils__/testHosts';

jest.setTimeout(60_000);

const TOKEN = 'the-token-of-the-source-0123456789';

describe('listGithubBranches', () => {
  const signal = new AbortController().signal;
  let server: GithubTestServer;
  let repository: GitTestRepository;

  function createGithubReader(token?: string) {
    const host = 'ghe.example.com';
    return createReader(
      { url: `https://${host}/acme/architecture` },
      { github: [{ host, apiBaseUrl: server.apiBaseUrl, token }] },
    );
  }

  async function list(search: string, token?: string) {
    return createGithubReader(token).listBranches!(search, signal);
  }

  beforeEach(async () => {
    server = await GithubTestServer.start();
    repository = await server.createRepository('acme/architecture', {
      files: { 'data/squads.json': '[]' },
    });
    await repository.createBranches(['fix/basket', 'feature/fix', 'feature/x']);
  });
  afterEach(() => server.stop());

  it('looks for a text anywhere in the names', async () => {
    await expect(list('fix', TOKEN)).resolves.toEqual({
      names: ['feature/fix', 'fix/basket'],
      isComplete: true,
    });
  });

  it('looks for names that begin with it where GraphQL answers nobody', async () => {
    const expected = { names: ['fix/basket'], isComplete: false };
    await expect(list('fix')).resolves.toEqual(expected);

    server.answer(/graphql/, { status: 404, body: { message: 'Not Found' } });
    await expect(list('fix', TOKEN)).resolves.toEqual(expected);
  });

  it('leaves to syncs what little is left of a limit', async () => {
    server.answer(/branches/, {
      status: 200,
      headers: {
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': '1000',
        'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 600),
        'x-ratelimit-resource': 'core',
      },
      body: [{ name: 'main' }],
    });
    const reader = createGithubReader(TOKEN);
    const { names } = await reader.listBranches!(undefined, signal);
    expect(names).toEqual(['main']);
    await expect(reader.listBranches!('x', signal)).rejects.toMatchObject({
      finding: { code: 'RATE_LIMIT' },
    });
    expect(server.requests).toHaveLength(1);
    await expect(reader.read({ signal })).resolves.toMatchObject({
      status: 'read',
    });
  });

  it('does not ask again where GraphQL fails in another way', async () => {
    server.answer(/graphql/, { status: 502, body: {} });
    await expect(list('fix', TOKEN)).rejects.toMatchObject({
      finding: { code: 'NETWORK' },
    });
    expect(server.requests).toHaveLength(1);
  });
});
