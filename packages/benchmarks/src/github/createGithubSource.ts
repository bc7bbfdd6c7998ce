import { createGithubPushPayload, GithubTestServer } from 'test-servers';
import { ORGANISATION } from '../source/records';

const TOKEN = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';

/** Before every answer, as between a data centre and GitHub. */
const LATENCY_MS = 60;

/** Requests a minute by GitHub's secondary limit: each counts as one of 900 points. */
export const GITHUB_LIMIT = { requests: 900, seconds: 60 };

/** The files of the architecture, but for the applications. */
const FILES = {
  'data/squads.json': '[{ "id": "shop-squad", "name": "Shop squad" }]',
  'data/bounded-contexts.json':
    '[{ "id": "shop", "name": "Shop", "ownerSquadId": "shop-squad" }]',
  'contracts/shop/openapi/cart-api/v1.yaml':
    'openapi: 3.0.3\ninfo: { title: Cart, version: 1.0.0 }\npaths: {}\n',
};

/** A build file; a revised one consumes an API as well. */
function createBuildFile(isRevised: boolean): string {
  const consumer = isRevised
    ? '    consumer { java("shop:cart-api:1.0.0") }\n'
    : '';
  return `openapi {
    producer { java("shop:cart-api:1.0.0") }
${consumer}}
`;
}

/** An architecture on a server that speaks GitHub's API, and the repositories of its applications. */
export interface GithubSource {
  server: GithubTestServer;
  /** Under the key `staticData.github`. */
  config: { repo: string; branch: string; token?: string; apiBaseUrl: string };
  /**
   * Changes the build file of one application.
   *
   * @param index - which application it is
   * @returns what GitHub tells of the push
   */
  change(index: number): Promise<object>;
}

/**
 * @param applications - number of applications, each with a repository and a build file
 * @param options.isPublic - whether everybody may read them: then nobody says who they are, and is answered by
 * GitHub's REST API alone
 */
export async function createGithubSource(
  applications: number,
  { isPublic }: { isPublic: boolean },
): Promise<GithubSource> {
  const token = isPublic ? undefined : TOKEN;
  const server = await GithubTestServer.start({ token });
  const ids = Array.from(
    { length: applications },
    (_, index) => `app-${index}`,
  );
  const repositories = await server.createRepositories(
    ids.map(id => `${ORGANISATION}/${id}`),
    () => ({
      'README.md': '# Application\n',
      'build.gradle': createBuildFile(false),
    }),
  );
  await server.createRepository(`${ORGANISATION}/architecture`, {
    files: {
      ...FILES,
      'data/applications.json': JSON.stringify(
        ids.map(id => ({
          id,
          name: id,
          inContextOfBoundedContextId: 'shop',
          supportedBySquadsIds: ['shop-squad'],
          repository: `${ORGANISATION}/${id}`,
        })),
      ),
    },
  });
  server.latencyMs = LATENCY_MS;
  return {
    server,
    config: {
      repo: `${ORGANISATION}/architecture`,
      branch: 'main',
      token,
      apiBaseUrl: server.apiBaseUrl,
    },
    change: async index => {
      const repository = repositories[index];
      const { defaultBranch, fullName } = repository;
      await repository.branch(defaultBranch);
      const commit = await repository.commit({
        files: { 'build.gradle': createBuildFile(true) },
      });
      return createGithubPushPayload({
        repository: fullName,
        branch: defaultBranch,
        defaultBranch,
        commit,
        pusher: 'octocat',
        files: ['build.gradle'],
      });
    },
  };
}
