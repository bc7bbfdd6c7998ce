import {
  GithubIntegration,
  SingleInstanceGithubCredentialsProvider,
} from '@backstage/integration';
import { GithubTestServer, GRAPHQL_REFUSALS } from 'test-servers';
import { GithubApi } from './GithubApi';
import { GithubObjects, GraphqlRefusedError } from './GithubObjects';
import { RateLimitedError } from '../RateLimit';

// Every test runs Git many times.
jest.setTimeout(60_000);

const TOKEN = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';

const SHOP = { owner: 'acme', name: 'shop' };

describe('GithubObjects', () => {
  let server: GithubTestServer;
  let api: GithubApi;
  let objects: GithubObjects;

  const create = (token: string | undefined) => {
    const integration = new GithubIntegration({
      host: 'ghe.example.com',
      apiBaseUrl: server.apiBaseUrl,
      token,
    });
    api = new GithubApi(
      integration,
      SingleInstanceGithubCredentialsProvider.create(integration.config),
    );
    return new GithubObjects(api);
  };
  const readFile = (path: string, name = 'shop') =>
    objects.read({
      repository: { owner: 'acme', name },
      expression: `HEAD:${path}`,
      select: 'blob',
    });

  beforeEach(async () => {
    server = await GithubTestServer.start({ token: TOKEN });
    objects = create(TOKEN);
    await server.createRepository('acme/shop', {
      files: { a: 'a', b: 'b', c: 'c', d: 'd', e: 'e' },
    });
  });
  afterEach(() => server.stop());

  it('reads what is asked for together in one request', async () => {
    const [a, b, missing] = await Promise.all([
      readFile('a'),
      readFile('b'),
      readFile('nowhere'),
    ]);
    expect(a).toMatchObject({ text: 'a', byteSize: 1, isTruncated: false });
    expect(b).toMatchObject({ text: 'b' });
    expect(missing).toBeUndefined();
    expect(server.requests).toHaveLength(1);
  });

  it('asks for a hundred in one request', async () => {
    const all = Array.from({ length: 101 }, () => readFile('a'));
    await Promise.all(all);
    expect(server.requests).toHaveLength(2);
  });

  it('asks again for what may have changed', async () => {
    await readFile('a');
    await readFile('a');
    expect(server.requests).toHaveLength(2);
  });

  it('says which repositories cannot be read, and reads the others', async () => {
    server.forbidRepository('acme/closed');
    const [a, b, c] = await Promise.allSettled([
      readFile('a'),
      readFile('a', 'gone'),
      readFile('a', 'closed'),
    ]);
    expect(a).toMatchObject({ value: { text: 'a' } });
    expect(b).toMatchObject({ reason: { status: 404 } });
    expect(c).toMatchObject({ reason: { status: 403 } });
  });

  it('takes no part of an answer for the absence of an object', async () => {
    server.answer(/graphql/, {
      status: 200,
      body: {
        data: {
          r0: { nameWithOwner: 'acme/shop', object: null },
          r1: { nameWithOwner: 'acme/shop', object: { oid: '1', text: 'b' } },
        },
        errors: [{ message: 'Something went wrong', path: ['r0', 'object'] }],
      },
    });
    const [a, b] = await Promise.allSettled([readFile('a'), readFile('b')]);
    expect(a).toMatchObject({ reason: { message: 'Something went wrong' } });
    expect(b).toMatchObject({ value: { text: 'b' } });
  });

  it.each([
    ['an error of all', { data: null, errors: [{ message: 'Broken' }] }],
    ['nothing', { data: null }],
    ['something else', { login: 'octocat' }],
    ['only a part', { data: { r1: { object: null } } }],
  ])('fails where the host answers %s', async (_, body) => {
    server.answer(/graphql/, { status: 200, body });
    await expect(readFile('a')).rejects.toThrow(/Broken|answered/);
  });

  it.each([502, 504])(
    'asks for less where the host has no time for an answer (%i)',
    async status => {
      const sizes: number[] = [];
      server.answer(
        /graphql/,
        { status, body: { message: 'We could not respond in time.' } },
        body => {
          const { variables } = JSON.parse(body);
          const size = Object.keys(variables).length / 3;
          sizes.push(size);
          return size > 2;
        },
      );
      const read = await Promise.all(
        ['a', 'b', 'c', 'd', 'e'].map(path => readFile(path)),
      );
      expect(read.map(each => each?.text)).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(sizes).toEqual([5, 3, 2, 1, 2]);
    },
  );

  it.each(GRAPHQL_REFUSALS)(
    'obeys a limit that is told by %s, as long as it says',
    async refusal => {
      server.refuseGraphql(refusal, 300);
      const error = await readFile('a').catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RateLimitedError);
      const seconds =
        ((error as RateLimitedError).until.getTime() - Date.now()) / 1_000;
      expect(seconds).toBeGreaterThan(200);
      expect(seconds).toBeLessThanOrEqual(301);
      await expect(readFile('a')).rejects.toBeInstanceOf(RateLimitedError);
      expect(server.requests).toHaveLength(1);
    },
  );

  it('leaves REST alone when the points of GraphQL are used up', async () => {
    server.refuseGraphql('the type RATE_LIMITED');
    await expect(readFile('a')).rejects.toBeInstanceOf(RateLimitedError);
    const { signal } = new AbortController();
    await expect(api.has(SHOP, '', signal)).resolves.toBe(true);
  });

  it('waits for the minute that GitHub advises where an answer does not say for how long', async () => {
    server.refuseGraphql('a message in place of data');
    const error = await readFile('a').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RateLimitedError);
    const seconds =
      ((error as RateLimitedError).until.getTime() - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('takes no name of a repository for a limit', async () => {
    await expect(readFile('a', 'rate-limit')).rejects.toMatchObject({
      status: 404,
    });
    expect(() => api.rateLimitOf(SHOP).check('graphql')).not.toThrow();
  });

  it('asks in one request again after all have waited for a limit', async () => {
    server.limitRequests({ requests: 1, seconds: 1 });
    await readFile('a');
    const { signal } = new AbortController();
    const time = { signal, waitUntil: Date.now() + 60_000 };
    const read = await Promise.all(
      Array.from({ length: 100 }, () =>
        api.rateLimitOf(SHOP).run(time, () => readFile('b')),
      ),
    );
    expect(read).toHaveLength(100);
    // One that is taken, one that is refused, and those after the wait.
    expect(server.requests.length).toBeLessThan(10);
  });

  it('asks nothing without credentials', async () => {
    objects = create(undefined);
    await expect(readFile('a')).rejects.toBeInstanceOf(GraphqlRefusedError);
    expect(server.requests).toEqual([]);
  });

  it.each([403, 404])(
    'is not asked again where the host has no GraphQL (%i)',
    async status => {
      server.answer(/graphql/, { status, body: { message: 'No' } });
      await expect(readFile('a')).rejects.toBeInstanceOf(GraphqlRefusedError);
      await expect(readFile('b')).rejects.toBeInstanceOf(GraphqlRefusedError);
      expect(server.requests).toHaveLength(1);
    },
  );

  it('is refused to those credentials alone that it was refused to', async () => {
    const { apiBaseUrl } = server;
    const app = { appId: 1, privateKey: '', clientId: '', clientSecret: '' };
    objects = new GithubObjects(
      new GithubApi(
        new GithubIntegration({
          host: 'ghe.example.com',
          apiBaseUrl,
          apps: [app],
        }),
        {
          getCredentials: async ({ url }) => ({
            headers: {
              authorization: `Bearer ${TOKEN}`,
              'x-owner': new URL(url).pathname.split('/')[1],
            },
            type: 'app',
          }),
        },
      ),
    );
    server.answer(/graphql/, { status: 403, body: { message: 'No' } }, body =>
      body.includes('labs'),
    );
    const ofLabs = objects.read({
      repository: { owner: 'labs', name: 'shop' },
      expression: 'HEAD:a',
      select: 'blob',
    });
    await expect(ofLabs).rejects.toBeInstanceOf(GraphqlRefusedError);
    await expect(readFile('a')).resolves.toMatchObject({ text: 'a' });
  });

  it('is not asked again where the host has another schema', async () => {
    server.answer(/graphql/, {
      status: 200,
      body: {
        errors: [
          {
            path: ['query', 'r0', 'object', 'entries', 'size'],
            extensions: { code: 'undefinedField' },
            message: "Field 'size' doesn't exist on type 'TreeEntry'",
          },
        ],
      },
    });
    await expect(readFile('a')).rejects.toBeInstanceOf(GraphqlRefusedError);
    await expect(readFile('b')).rejects.toBeInstanceOf(GraphqlRefusedError);
    expect(server.requests).toHaveLength(1);
  });

  it('does not take bad credentials for a host without GraphQL', async () => {
    objects = create('ghp_wrong');
    await expect(readFile('a')).rejects.toMatchObject({ status: 401 });
  });
});
