import {
  answerForRepository,
  BAD_CREDENTIALS,
  FORBIDDEN,
  movedTo,
  NOT_FOUND,
  RATE_LIMITED,
  secondaryLimit,
  SERVER_ERROR,
} from './githubApi';
import { answerGraphql } from './githubGraphql';
import {
  GitTestAnswer,
  GitTestHostRequest,
  GitTestServer,
} from './GitTestServer';

/**
 * Speaks GitHub's APIs. As on GitHub, GraphQL needs credentials.
 *
 * @public
 */
export class GithubTestServer extends GitTestServer {
  protected readonly failures = {
    unauthorized: BAD_CREDENTIALS,
    rateLimit: RATE_LIMITED,
    notFound: NOT_FOUND,
    serverError: SERVER_ERROR,
  };

  /** @param options - with a token, requests without it get 401 */
  static async start(options?: { token?: string }): Promise<GithubTestServer> {
    return new GithubTestServer(options).listen();
  }

  /** What to configure as `apiBaseUrl`. */
  get apiBaseUrl(): string {
    return this.baseUrl;
  }

  protected limit(retryAfterSeconds: number): GitTestAnswer {
    return secondaryLimit(retryAfterSeconds);
  }

  protected async respond(request: GitTestHostRequest): Promise<GitTestAnswer> {
    const { method, url, path, query, headers, body } = request;
    if (this.token && headers.authorization !== `Bearer ${this.token}`) {
      return BAD_CREDENTIALS;
    }
    if (method === 'POST' && url === '/graphql') {
      return headers.authorization === undefined
        ? BAD_CREDENTIALS
        : answerGraphql(body, asked => {
            const fullName = this.renamed.get(asked) ?? asked;
            if (this.forbidden.has(fullName)) {
              return 'forbidden';
            }
            const repository = this.repositories.get(fullName);
            return repository && { repository, fullName };
          });
    }
    const [repos, owner, name, resource, ...rest] = path;
    const fullName = `${owner}/${name}`;
    const repository = this.repositories.get(fullName);
    const newName = this.renamed.get(fullName);
    if (!repository && newName) {
      const location = url.replace(`/${fullName}`, `/${newName}`);
      return movedTo(`${this.apiBaseUrl}${location}`);
    }
    if (this.forbidden.has(fullName)) {
      return FORBIDDEN;
    }
    return method === 'GET' && repos === 'repos' && repository
      ? await answerForRepository({
          repository,
          fullName,
          resource,
          rest: rest.join('/'),
          query,
          ifNoneMatch: headers['if-none-match'],
          apiBaseUrl: this.apiBaseUrl,
        })
      : NOT_FOUND;
  }
}
