import { mockServices } from '@backstage/backend-test-utils';
import {
  SOURCE_LIMITS,
  SourceLimits,
} from '@internal/plugin-static-data-model';
import { readStaticDataConfig } from '@internal/plugin-static-data-node';
import {
  AzureTestServer,
  BitbucketCloudTestServer,
  BitbucketServerTestServer,
  GiteaTestServer,
  GithubTestServer,
  GitlabTestServer,
  GitTestServer,
} from 'test-servers';
import { Redactor } from '../../../Redactor';
import { createSourceReaders } from '../../createSourceReader';
import { SourceReader } from '../../SourceReader';

export const TOKEN = 'the-token-of-the-source-0123456789';

type Json = Parameters<typeof mockServices.rootConfig>[0] & object;
type Integrations = NonNullable<Json['data']>;

/** A kind of host, and how a source on it is configured. */
export interface TestHost {
  start(options: { token?: string }): Promise<GitTestServer>;
  /** The integration, which has the token if it is given. */
  integrate(server: GitTestServer, token?: string): Integrations;
  /** Names of hosts that requests are sent to, which the server stands for. */
  routes: string[];
  host: string;
  /** The owner of repositories, as applications and the server name it. */
  owner: string;
  /** Address of a repository. */
  urlOf(name: string): string;
  /** Address of the file `data/squads.json` in the repository `architecture` at the branch `main`. */
  fileUrl: string;
  /** What is asked for to get the archive. */
  archive: RegExp;
  /** Requests of a first read, and of one that finds nothing changed. */
  requests: { first: number; unchanged: number };
  /** What is answered to who has no token, and of a repository without commits. */
  codes: { withoutToken: string; empty: string };
  /** What comes of a link to a build file, and of one out of the repository, where it is not followed. */
  links?: object;
  /** Branches that it lists at once, and whether it looks for a text in all of them. */
  branches?: { perPage: number; areSearched: boolean };
  /** Whether it does not tell which commits are between two others. */
  hasNoCommits?: boolean;
}

const NOT_FOLLOWED = {
  linked: { files: [{ content: '../services/web/build.gradle.kts' }] },
  outside: { files: [{ content: '../../../../user' }] },
};

export const TEST_HOSTS: Record<string, TestHost> = {
  github: {
    start: options => GithubTestServer.start(options),
    integrate: (server, token) => ({
      github: [{ host: 'ghe.example.com', apiBaseUrl: server.baseUrl, token }],
    }),
    routes: [],
    host: 'ghe.example.com',
    owner: 'acme',
    urlOf: name => `https://ghe.example.com/acme/${name}`,
    fileUrl:
      'https://ghe.example.com/acme/architecture/blob/main/data/squads.json',
    archive: /\/tarball\//,
    requests: { first: 2, unchanged: 1 },
    codes: { withoutToken: 'NOT_FOUND', empty: 'EMPTY_SOURCE' },
    // GitHub itself follows them, which the test server does not.
    links: NOT_FOLLOWED,
  },
  gitlab: {
    start: options => GitlabTestServer.start(options),
    integrate: (server, token) => ({
      gitlab: [
        {
          host: 'gitlab.example.com',
          apiBaseUrl: `${server.baseUrl}/api/v4`,
          token,
        },
      ],
    }),
    routes: [],
    host: 'gitlab.example.com',
    owner: 'acme/core',
    urlOf: name => `https://gitlab.example.com/acme/core/${name}`,
    fileUrl:
      'https://gitlab.example.com/acme/core/architecture/-/blob/main/data/squads.json',
    archive: /\/repository\/archive/,
    requests: { first: 2, unchanged: 1 },
    codes: { withoutToken: 'NOT_FOUND', empty: 'EMPTY_SOURCE' },
  },
  bitbucketCloud: {
    start: options => BitbucketCloudTestServer.start(options),
    integrate: (_, token) => ({
      bitbucketCloud: token ? [{ username: 'bot', token }] : [],
    }),
    routes: ['bitbucket.org', 'api.bitbucket.org'],
    host: 'bitbucket.org',
    owner: 'acme',
    urlOf: name => `https://bitbucket.org/acme/${name}`,
    fileUrl:
      'https://bitbucket.org/acme/architecture/src/main/data/squads.json',
    archive: /\/get\//,
    requests: { first: 2, unchanged: 1 },
    codes: { withoutToken: 'NOT_FOUND', empty: 'EMPTY_SOURCE' },
  },
  bitbucketServer: {
    start: options => BitbucketServerTestServer.start(options),
    integrate: (server, token) => ({
      bitbucketServer: [
        {
          host: 'bb.example.com',
          apiBaseUrl: `${server.baseUrl}/rest/api/1.0`,
          token,
        },
      ],
    }),
    routes: [],
    host: 'bb.example.com',
    owner: 'acme',
    urlOf: name => `https://bb.example.com/projects/acme/repos/${name}`,
    fileUrl:
      'https://bb.example.com/projects/acme/repos/architecture/browse/data/squads.json?at=main',
    archive: /\/archive/,
    requests: { first: 2, unchanged: 1 },
    codes: { withoutToken: 'AUTH', empty: 'NOT_FOUND' },
    links: NOT_FOLLOWED,
  },
  azure: {
    start: options => AzureTestServer.start(options),
    integrate: (_, token) => ({
      azure: [
        {
          host: 'azure.example.com',
          ...(token && { credentials: [{ personalAccessToken: token }] }),
        },
      ],
    }),
    routes: ['azure.example.com'],
    host: 'azure.example.com',
    owner: 'acme/My Shop',
    urlOf: name => `https://azure.example.com/acme/My%20Shop/_git/${name}`,
    fileUrl:
      'https://azure.example.com/acme/My%20Shop/_git/architecture?path=%2Fdata%2Fsquads.json&version=GBmain',
    archive: /download=true/,
    requests: { first: 2, unchanged: 1 },
    codes: { withoutToken: 'AUTH', empty: 'EMPTY_SOURCE' },
    hasNoCommits: true,
  },
  gitea: {
    start: options => GiteaTestServer.start(options),
    integrate: (_, token) => ({
      gitea: [{ host: 'git.example.com', password: token }],
    }),
    routes: ['git.example.com'],
    host: 'git.example.com',
    owner: 'acme',
    urlOf: name => `https://git.example.com/acme/${name}`,
    fileUrl:
      'https://git.example.com/acme/architecture/src/branch/main/data/squads.json',
    archive: /\/archive\//,
    requests: { first: 2, unchanged: 1 },
    codes: { withoutToken: 'NOT_FOUND', empty: 'EMPTY_SOURCE' },
    branches: { perPage: 50, areSearched: false },
  },
};

/**
 * Sends requests to hosts whose addresses Backstage does not let configure to servers that stand for
 * them, until the mocks are restored.
 */
export function routeRequests(servers: [TestHost, GitTestServer][]): void {
  const routes = new Map(
    servers.flatMap(([{ routes: hosts }, { baseUrl }]) =>
      hosts.map(host => [host, baseUrl] as const),
    ),
  );
  const send = global.fetch;
  jest.spyOn(global, 'fetch').mockImplementation(async (input, init) => {
    const { host, pathname, search } = new URL(String(input));
    const baseUrl = routes.get(host);
    return send(baseUrl ? `${baseUrl}${pathname}${search}` : input, init);
  });
}

/** The reader of a source, configured as users do. */
export function createReader(
  staticData: NonNullable<Json['data']>,
  integrations: Integrations,
  limits: Partial<SourceLimits> = {},
): SourceReader {
  return createReaders(staticData, integrations, limits)[0];
}

/** The readers of all sources of a configuration, in one process. */
export function createReaders(
  staticData: NonNullable<Json['data']>,
  integrations: Integrations,
  limits: Partial<SourceLimits> = {},
): SourceReader[] {
  const rootConfig = mockServices.rootConfig({
    data: { staticData, integrations },
  });
  const { sources } = readStaticDataConfig(rootConfig)!;
  const create = createSourceReaders({
    rootConfig,
    redactor: Redactor.fromConfig(sources, rootConfig),
  });
  return sources.map(config =>
    create({ ...config, limits: { ...SOURCE_LIMITS, ...limits } }),
  );
}
