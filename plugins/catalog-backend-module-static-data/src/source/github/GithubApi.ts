import {
  GithubCredentialsProvider,
  GithubIntegration,
} from '@backstage/integration';
import trimEnd from 'lodash/trimEnd';
import { encodePath, RepositoryName, repositoryUrl } from '../repositoryUrls';

/** What GitHub answers with: a description of what was asked for, or the bytes of a file. */
type MediaType = 'v3+json' | 'v3.raw';

/**
 * Asks GitHub's REST API about the repositories of one host: Backstage's URL readers read neither
 * commits nor folders.
 */
export class GithubApi {
  readonly host: string;
  readonly #baseUrl: string;
  readonly #credentialsProvider: GithubCredentialsProvider;

  constructor(
    integration: GithubIntegration,
    credentialsProvider: GithubCredentialsProvider,
  ) {
    const { host, apiBaseUrl = `https://${host}/api/v3` } = integration.config;
    this.host = host;
    this.#baseUrl = trimEnd(apiBaseUrl, '/');
    this.#credentialsProvider = credentialsProvider;
  }

  /**
   * Asks for something of a repository.
   *
   * @param path - below the address of the repository; empty for the repository itself
   * @returns with status 304 if it still has the etag
   * @throws an error with the status, for `toGithubFailure`
   */
  async get(
    repository: RepositoryName,
    path: string,
    options: {
      mediaType?: MediaType;
      query?: Record<string, string>;
      etag?: string;
      signal: AbortSignal;
    },
  ): Promise<Response> {
    const { mediaType = 'v3+json', query, etag, signal } = options;
    const { headers } = await this.#credentialsProvider.getCredentials({
      url: repositoryUrl({ ...repository, host: this.host }),
    });
    const segments = [repository.owner, repository.name, path].filter(Boolean);
    const url = `${this.#baseUrl}/repos/${encodePath(segments.join('/'))}${
      query ? `?${new URLSearchParams(query)}` : ''
    }`;
    const response = await fetch(url, {
      headers: {
        ...headers,
        accept: `application/vnd.github.${mediaType}`,
        ...(etag && { 'if-none-match': etag }),
      },
      signal,
    });
    if (!response.ok && response.status !== 304) {
      throw await toError(url, response);
    }
    return response;
  }
}

/** The error that Backstage's reader of GitHub would throw, as `toGithubFailure` expects it. */
async function toError(url: string, response: Response): Promise<Error> {
  const { status, statusText, headers } = response;
  const body = await response.text().catch(() => '');
  const isLimited =
    headers.get('x-ratelimit-remaining') === '0' || /rate limit/i.test(body);
  const limit = isLimited && status !== 404 ? ' (rate limit exceeded)' : '';
  return Object.assign(
    new Error(`Request failed for ${url}, ${status} ${statusText}${limit}`),
    { status },
  );
}
