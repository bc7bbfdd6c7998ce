import { generateKeyPairSync } from 'node:crypto';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import {
  GithubIntegration,
  SingleInstanceGithubCredentialsProvider,
} from '@backstage/integration';
import { GithubTestServer } from 'test-servers';
import { AnswerTooLargeError } from '../HostClient';
import { RateLimitedError } from '../RateLimit';
import { GithubApi } from './GithubApi';
import { GithubCommits } from './GithubCommits';
import { RestContents } from './GithubContents';
import { GithubRepositoryFiles } from './GithubRepositoryFiles';

const REPOSITORY = { owner: 'acme', name: 'web' };
const MEGABYTE = 1024 * 1024;

describe('GithubApi, of a host that sends no end', () => {
  const signal = new AbortController().signal;
  let server: Server;
  let status: number;
  let hasHungUp: Promise<void>;
  let api: GithubApi;

  beforeEach(async () => {
    server = createServer((_, response) => {
      const chunk = Buffer.alloc(MEGABYTE / 4, 'x');
      response.writeHead(status, { 'content-type': 'text/plain' });
      const send = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', send);
      hasHungUp = new Promise(resolve => response.on('close', resolve));
      send();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const apiBaseUrl = `http://127.0.0.1:${port}`;
    api = new GithubApi(
      new GithubIntegration({ host: 'ghe.example.com', apiBaseUrl }),
      { getCredentials: async () => ({ headers: {}, type: 'token' }) },
    );
  });
  afterEach(async () => {
    await hasHungUp;
    server.close();
  });

  it('reads no more of an error than it needs', async () => {
    status = 500;
    await expect(api.get(REPOSITORY, 'x', { signal })).rejects.toMatchObject({
      status: 500,
    });
  });

  it('reads no more of an answer than is asked for', async () => {
    status = 200;
    await expect(
      api.get(REPOSITORY, 'x', { maxSize: MEGABYTE, signal }),
    ).rejects.toBeInstanceOf(AnswerTooLargeError);
  });

  it('reads no version of a file that is larger than a file may be', async () => {
    status = 200;
    const commits = new GithubCommits(api, REPOSITORY, MEGABYTE);
    expect(await commits.readFileAt('a.json', 'c1', signal)).toBeUndefined();
  });

  it('reads no build file that is larger than one may be', async () => {
    status = 200;
    const files = new GithubRepositoryFiles(
      new RestContents(api, { repository: REPOSITORY, signal }),
      { checkName: () => {}, signal },
    );
    await expect(files.read('build.gradle')).rejects.toMatchObject({
      finding: { code: 'TOO_LARGE' },
    });
  });
});

describe('GithubApi, as a GitHub App', () => {
  const { signal } = new AbortController();
  let server: GithubTestServer;

  const createApp = (privateKey = '') =>
    new GithubIntegration({
      host: 'ghe.example.com',
      apiBaseUrl: server.apiBaseUrl,
      apps: [{ appId: 1, privateKey, clientId: '', clientSecret: '' }],
    });
  const readTwenty = (api: GithubApi) =>
    Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        api.has(
          { owner: 'acme', name: index % 2 ? 'web' : 'shop' },
          '',
          signal,
        ),
      ),
    );
  const tokenRequests = () =>
    server.requests.filter(({ path }) => path.includes('access_tokens'));

  /** With Backstage's own provider, which asks the server. */
  const createInstalled = () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const integration = createApp(privateKey);
    return new GithubApi(
      integration,
      SingleInstanceGithubCredentialsProvider.create(integration.config),
    );
  };

  beforeEach(async () => {
    server = await GithubTestServer.start();
    await server.createRepositories(
      ['acme/web', 'acme/shop', 'labs/web'],
      () => ({
        a: 'a',
      }),
    );
  });
  afterEach(() => server.stop());

  it('obeys the limits of each installation for itself', async () => {
    const api = new GithubApi(createApp(), {
      getCredentials: async () => ({ headers: {}, type: 'app' }),
    });
    const labs = { owner: 'labs', name: 'web' };
    server.answer(/acme/, { status: 429, body: { message: 'Too much' } });
    for (const name of ['web', 'shop']) {
      await expect(
        api.has({ owner: 'acme', name }, '', signal),
      ).rejects.toBeInstanceOf(RateLimitedError);
    }
    await expect(api.has(labs, '', signal)).resolves.toBe(true);
    expect(server.requests).toHaveLength(2);
  });

  it('asks once for the token of an installation, however many need it', async () => {
    const results = await readTwenty(createInstalled());
    expect(results).toEqual(
      results.map(() => ({ status: 'fulfilled', value: true })),
    );
    expect(tokenRequests()).toHaveLength(1);
  });

  it('obeys a limit that a token is refused for', async () => {
    server.answer(/access_tokens/, {
      status: 403,
      headers: { 'retry-after': '3600' },
      body: { message: 'You have exceeded a secondary rate limit.' },
    });
    const api = createInstalled();
    for (const _ of [1, 2]) {
      const results = await readTwenty(api);
      expect(results).toEqual(
        results.map(() => ({
          status: 'rejected',
          reason: expect.any(RateLimitedError),
        })),
      );
    }
    expect(tokenRequests()).toHaveLength(1);
  });
});
