import { setTimeout as sleep } from 'node:timers/promises';
import {
  GithubCredentialsProvider,
  GithubIntegration,
} from '@backstage/integration';
import { untilAborted } from '@internal/plugin-static-data-model';
import { graphql, GraphqlResponseError } from '@octokit/graphql';
import memoize from 'lodash/memoize';
import omit from 'lodash/omit';
import trimEnd from 'lodash/trimEnd';
import pLimit from 'p-limit';
import { z } from 'zod';
import {
  HostAnswer,
  HostClient,
  HostRequest,
  parseAnswer,
} from '../HostClient';
import { RateLimit } from '../RateLimit';
import { encodePath, RepositoryName, repositoryUrl } from '../repositoryUrls';
import { isNotFound } from '../toHostFailure';

/** What GitHub answers with: a description of what was asked for, or the bytes of a file. */
type MediaType = 'v3+json' | 'v3.raw';

/**
 * Between requests that write, for which GitHub asks; an Enterprise Server has no limits of its own:
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
const WRITE_INTERVAL_MS = 1_000;

/** Headers that say who asks; undefined for nobody. */
export type GithubCredentials = Record<string, string> | undefined;

/** Types and codes of errors for a limit: the first is documented, GitHub answers with the others too. */
const LIMITS = ['RATE_LIMITED', 'RATE_LIMIT', 'graphql_rate_limit'];

/** The text of a secondary limit. No name of a repository, which other texts quote, has a space in it. */
const LIMIT_TEXT = /rate limit|abuse detection/i;

/** Why GitHub has no answer to a part of a query. See https://docs.github.com/graphql */
export interface GraphqlError {
  type?: string;
  code?: string;
  /** Names of the fields that lead to the part. */
  path?: (string | number)[];
  message: string;
}

/**
 * The error of Octokit, through which Backstage asks for the token of an App. The limit that it tells of is for
 * all requests, as none can be sent without a token.
 */
const refusedTokenSchema = z
  .object({
    status: z.number(),
    response: z.object({
      headers: z
        .record(z.string(), z.coerce.string())
        .transform(headers => omit(headers, 'x-ratelimit-resource')),
      data: z.unknown(),
    }),
  })
  .transform(({ status, response: { headers, data } }) => ({
    answer: { status, headers: new Headers(headers) },
    body: JSON.stringify(data),
  }));

/** Asks GitHub's APIs about the repositories of one host. */
export class GithubApi {
  readonly host: string;
  /** By the owner whose installation of a GitHub App is asked as: GitHub limits each. */
  readonly #clients = memoize((_owner: string) => new HostClient(this.host));
  /** By owner as well: Backstage's provider asks for a token as often as it is called before it has one. */
  readonly #credentialsTurns = memoize((_owner: string) => pLimit(1));
  readonly #hasApps: boolean;
  readonly #baseUrl: string;
  readonly #credentialsProvider: GithubCredentialsProvider;
  /** Milliseconds since the epoch. */
  #nextWriteAt = 0;

  constructor(
    integration: GithubIntegration,
    credentialsProvider: GithubCredentialsProvider,
  ) {
    const { host, apiBaseUrl, apps = [] } = integration.config;
    this.host = host;
    this.#hasApps = apps.length > 0;
    this.#baseUrl = trimEnd(apiBaseUrl ?? `https://${host}/api/v3`, '/');
    this.#credentialsProvider = credentialsProvider;
  }

  /** The limits of the credentials for a repository. */
  rateLimitOf(repository: RepositoryName): RateLimit {
    return this.#clientOf(repository).rateLimit;
  }

  /**
   * Asks for something of a repository.
   *
   * @param path - below the address of the repository; empty for the repository itself
   * @param options - `maxSize`: bytes of the answer
   * @returns with status 304 if it still has the etag
   * @throws AnswerTooLargeError; RateLimitedError; an error with the status, for `toHostFailure`;
   * SyncFindingError for what GitHub does not answer, such as the page of a login
   */
  async get(
    repository: RepositoryName,
    path: string,
    options: {
      mediaType?: MediaType;
      query?: Record<string, string>;
      etag?: string;
      maxSize?: number;
      signal: AbortSignal;
    },
  ): Promise<HostAnswer> {
    const { mediaType = 'v3+json', query, etag, maxSize } = options;
    const url = `${this.#urlOf(repository, path)}${
      query ? `?${new URLSearchParams(query)}` : ''
    }`;
    return this.#send(repository, url, {
      headers: {
        accept: `application/vnd.github.${mediaType}`,
        ...(etag && { 'if-none-match': etag }),
      },
      maxSize,
      signal: options.signal,
    });
  }

  /**
   * Writes something to a repository, or to what belongs to it.
   *
   * @param path - below the address of the repository
   * @returns what GitHub has made of it
   * @throws as {@link GithubApi.get}
   */
  async write(
    repository: RepositoryName,
    method: 'POST' | 'PATCH',
    path: string,
    body: object,
    signal: AbortSignal,
  ): Promise<HostAnswer> {
    await this.#pace(signal);
    return this.#send(repository, this.#urlOf(repository, path), {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
  }

  /**
   * Opens the archive of a repository at a commit.
   *
   * @throws as {@link GithubApi.get}; the stream ends with errors of the connection
   */
  async openArchive(
    repository: RepositoryName,
    commit: string,
    signal: AbortSignal,
  ): Promise<NodeJS.ReadableStream> {
    const client = this.#clientOf(repository);
    client.rateLimit.check();
    const headers = await this.getCredentials(repository, signal);
    const url = this.#urlOf(repository, `tarball/${commit}`);
    return client.open(url, { headers, signal });
  }

  /** The user whose token is in use; GitHub refuses it to apps, which are none. */
  async readUser(
    repository: RepositoryName,
    signal: AbortSignal,
  ): Promise<unknown> {
    const url = `${this.#baseUrl}/user`;
    return parseAnswer(await this.#send(repository, url, { signal }));
  }

  /** Whether requests are sent as a GitHub App. */
  async isApp(
    repository: RepositoryName,
    signal: AbortSignal,
  ): Promise<boolean> {
    return (await this.#readCredentials(repository, signal)).type === 'app';
  }

  /**
   * Asks GitHub's GraphQL API, which answers nobody without credentials.
   *
   * @param asked - the credentials, and one of the repositories that they are for
   * @returns what GitHub knows, and what is in the way of the rest
   * @throws as {@link GithubApi.get}
   */
  async query(
    query: string,
    variables: Record<string, string>,
    asked: { credentials: GithubCredentials; repository: RepositoryName },
  ): Promise<{ data: unknown; errors: GraphqlError[] }> {
    const client = this.#clientOf(asked.repository);
    return client.run(async signal => {
      // Octokit puts an error of its own in place of another one.
      let failure: unknown;
      let answer: HostAnswer | undefined;
      const send: typeof fetch = async (url, init) => {
        try {
          answer = await client.send(String(url), init, {
            resource: 'graphql',
          });
          return new Response(new Uint8Array(answer.content), {
            status: answer.status,
            headers: { 'content-type': 'application/json' },
          });
        } catch (error) {
          failure = error;
          throw error;
        }
      };
      let data: unknown;
      let errors: GraphqlError[] = [];
      try {
        data = await graphql(query, {
          ...variables,
          baseUrl: this.#baseUrl,
          headers: asked.credentials,
          request: { fetch: send, signal },
        });
      } catch (error) {
        if (!(error instanceof GraphqlResponseError)) {
          throw failure ?? error;
        }
        data = error.data;
        errors = error.errors ?? [];
      }
      if (answer && isRefusal(answer, data, errors)) {
        client.rateLimit.refuse(answer.headers);
      }
      return { data, errors };
    });
  }

  /** For a GitHub App, this is a request as well, which does not observe the signal. */
  async getCredentials(
    repository: RepositoryName,
    signal: AbortSignal,
  ): Promise<GithubCredentials> {
    return (await this.#readCredentials(repository, signal)).headers;
  }

  #clientOf(repository: RepositoryName): HostClient {
    return this.#clients(this.#accountOf(repository));
  }

  /** The owner, as far as the credentials depend on it. */
  #accountOf({ owner }: RepositoryName): string {
    return this.#hasApps ? owner.toLowerCase() : '';
  }

  #urlOf(repository: RepositoryName, path: string): string {
    const segments = [repository.owner, repository.name, path].filter(Boolean);
    return `${this.#baseUrl}/repos/${encodePath(segments.join('/'))}`;
  }

  /** Sends a request with the credentials for a repository. */
  async #send(
    repository: RepositoryName,
    url: string,
    request: HostRequest,
  ): Promise<HostAnswer> {
    const getHeaders = async (signal: AbortSignal) => ({
      ...(await this.getCredentials(repository, signal)),
      accept: 'application/vnd.github+json',
    });
    return this.#clientOf(repository).sendInTurn(url, getHeaders, request);
  }

  /** Waits for the turn of a request that writes. */
  async #pace(signal: AbortSignal): Promise<void> {
    const isLimited = /(^|\.)(github|ghe)\.com$/.test(this.host);
    const now = Date.now();
    const at = Math.max(now, this.#nextWriteAt);
    this.#nextWriteAt = at + (isLimited ? WRITE_INTERVAL_MS : 0);
    if (at > now) {
      await sleep(at - now, undefined, { signal });
    }
  }

  async #readCredentials(repository: RepositoryName, signal: AbortSignal) {
    const { rateLimit } = this.#clientOf(repository);
    const inTurn = this.#credentialsTurns(this.#accountOf(repository));
    const read = async () => {
      rateLimit.check('any');
      try {
        return await this.#credentialsProvider.getCredentials({
          url: repositoryUrl({ ...repository, host: this.host }),
        });
      } catch (error) {
        const { data } = refusedTokenSchema.safeParse(error);
        if (data) {
          rateLimit.note(data.answer, data.body);
        }
        throw error;
      }
    };
    return untilAborted(signal, () => inTurn(() => untilAborted(signal, read)));
  }

  /** Whether GitHub finds something of a repository. See {@link GithubApi.get}. */
  async has(
    repository: RepositoryName,
    path: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      await this.get(repository, path, { signal });
      return true;
    } catch (error) {
      if (isNotFound(error)) {
        return false;
      }
      throw error;
    }
  }
}

/** Whether an answer to a query, which has the status 200, is that a limit is used up. */
function isRefusal(
  answer: HostAnswer,
  data: unknown,
  errors: GraphqlError[],
): boolean {
  const isLimit = ({ type = '', code = '', message }: Partial<GraphqlError>) =>
    LIMITS.includes(type) ||
    LIMITS.includes(code) ||
    LIMIT_TEXT.test(message ?? '');
  return errors.length === 0 && data === undefined
    ? isLimit(Object(parseAnswer(answer)))
    : errors.some(isLimit);
}
