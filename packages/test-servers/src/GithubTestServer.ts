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
import { answerGraphql, GraphqlRefusal, refuseQuery } from './githubGraphql';
import {
  answerApp,
  answerForPullRequests,
  answerUser,
} from './githubPullRequests';
import { PullRequestRecords } from './PullRequestRecords';
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

  /** What it was told about pull requests. */
  readonly pullRequests = new PullRequestRecords();

  #queryRefusal: { refusal: GraphqlRefusal; seconds?: number } | undefined;

  /** @param options - with a token, the repositories are private: only requests with it see them */
  static async start(options?: { token?: string }): Promise<GithubTestServer> {
    return new GithubTestServer(options).listen();
  }

  /** What to configure as `apiBaseUrl`. */
  get apiBaseUrl(): string {
    return this.baseUrl;
  }

  /**
   * Refuses queries from now on, and nothing else.
   *
   * @param refusal - undefined ends it
   * @param seconds - for how long, as the answers say; left out, they do not say it, or say an hour
   */
  refuseGraphql(refusal: GraphqlRefusal | undefined, seconds?: number): void {
    this.#queryRefusal = refusal && { refusal, seconds };
  }

  protected limit(retryAfterSeconds: number): GitTestAnswer {
    return secondaryLimit(retryAfterSeconds);
  }

  protected async respond(request: GitTestHostRequest): Promise<GitTestAnswer> {
    const { method, url, path, query, headers, body } = request;
    const { authorization } = headers;
    if (this.token && authorization !== `Bearer ${this.token}`) {
      // What is private does not exist for those who say nothing of who they are.
      return authorization === undefined && path[0] === 'repos'
        ? NOT_FOUND
        : BAD_CREDENTIALS;
    }
    if (method === 'POST' && url === '/graphql') {
      if (this.#queryRefusal) {
        const { refusal, seconds } = this.#queryRefusal;
        return refuseQuery(refusal, seconds);
      }
      return authorization === undefined
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
    if (url === '/user') {
      return answerUser(authorization);
    }
    const owners = [...this.repositories.keys()].map(key => key.split('/')[0]);
    const ofApp = answerApp(path, new Set(owners));
    if (ofApp) {
      return ofApp;
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
    const ofPullRequests =
      repos === 'repos' &&
      repository &&
      (await answerForPullRequests(this.pullRequests, {
        method,
        repository,
        path: path.slice(3),
        query,
        body,
        authorization,
      }));
    if (ofPullRequests) {
      return ofPullRequests;
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
