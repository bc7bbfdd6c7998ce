import { mockServices } from '@backstage/backend-test-utils';
import {
  SOURCE_LIMITS,
  SourceLimits,
} from '@internal/plugin-static-data-model';
import { GithubTestServer } from 'test-servers';
import { Redactor } from '../../../Redactor';
import { createSourceReaders } from '../../createSourceReader';
import { SourceReader } from '../../SourceReader';

export const TOKEN = 'ghp_TheTokenOfTheSource0123456789';

export const PATHS = {
  applications: 'data/applications.json',
  squads: 'data/squads.json',
  boundedContexts: 'data/bounded-contexts.json',
  domains: 'data/domains.json',
  contracts: 'contracts',
};

export const FILES = {
  'README.md': '# Architecture',
  'data/applications.json': '[]',
  'data/unused.json': '[]',
  'contracts/payment/openapi/gateway/v1.yaml': 'openapi: 3.0.0',
  'contracts-old/payment/openapi/gateway/v1.yaml': 'openapi: 3.0.0',
};

/** A server that speaks GitHub's API, new for each test, and readers of a source on it. */
export class GithubSource {
  server!: GithubTestServer;
  /** Reads the source with the token that the server asks for, if it does. */
  reader!: SourceReader;

  /**
   * Has it start before each test, and stop afterwards.
   *
   * @param token - null for a server that anybody may ask
   */
  static forEachTest(token: string | null = TOKEN): GithubSource {
    const github = new GithubSource();
    beforeEach(async () => {
      jest.clearAllMocks();
      github.server = await GithubTestServer.start({
        token: token ?? undefined,
      });
      github.reader = github.createReader({
        token: token ?? undefined,
        apiBaseUrl: github.server.apiBaseUrl,
      });
    });
    afterEach(async () => {
      await github.server.stop();
    });
    return github;
  }

  createReader(
    source: {
      token?: string;
      apiBaseUrl?: string;
      branch?: string;
      host?: string;
    },
    rootConfigData: Parameters<typeof mockServices.rootConfig>[0] = {},
    limits: Partial<SourceLimits> = {},
  ): SourceReader {
    const rootConfig = mockServices.rootConfig(rootConfigData);
    const config = {
      source: {
        type: 'github' as const,
        host: 'ghe.example.com',
        owner: 'acme',
        name: 'architecture',
        branch: 'main',
        ...source,
      },
      files: PATHS,
      repositories: { allow: [] },
      limits: { ...SOURCE_LIMITS, ...limits },
    };
    const create = createSourceReaders({
      rootConfig,
      redactor: Redactor.fromConfig([config], rootConfig),
    });
    return create(config);
  }

  /** Paths that the server was asked for. */
  paths(): string[] {
    return this.server.requests.map(({ path }) => path);
  }
}

/** Waits until something has happened in this process. */
export async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
