import {
  GithubCredentialsProvider,
  GithubIntegration,
} from '@backstage/integration';
import {
  SyncFindingError,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { graphql, GraphqlResponseError } from '@octokit/graphql';
import trimEnd from 'lodash/trimEnd';
import pLimit from 'p-limit';
import { encodePath, RepositoryName, repositoryUrl } from '../repositoryUrls';
import { badAnswer } from '../sourceFailures';
import { RateLimit } from './RateLimit';
import { isNotFound } from './toGithubFailure';

/** What GitHub answers with: a description of what was asked for, or the bytes of a file. */
type MediaType = 'v3+json' | 'v3.raw';

/** For the whole answer. GitHub gives up by itself after 10 seconds. */
const TIMEOUT_MS = 30_000;

/** Bytes. The largest answers are comparisons, with the differences of 300 files in them. */
const MAX_ANSWER_SIZE = 32 * 1024 * 1024;

/**
 * Requests to a host at the same time. GitHub asks for few:
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
const MAX_CONCURRENCY = 8;

/** Bytes of an error that are looked at: GitHub says in a sentence what is wrong. */
const MAX_ERROR_SIZE = 64 * 1024;

/** An answer that was not read to its end. */
export class AnswerTooLargeError extends SyncFindingError {
  constructor(url: string, maxSize: number) {
    super(
      badAnswer(`The answer to ${url} has more than ${maxSize} bytes`).finding,
    );
  }
}

/** Headers that say who asks; undefined for nobody. */
export type GithubCredentials = Record<string, string> | undefined;

/** Why GitHub has no answer to a part of a query. See https://docs.github.com/graphql */
export interface GraphqlError {
  type?: string;
  /** Names of the fields that lead to the part. */
  path?: (string | number)[];
  message: string;
}

/** What GitHub answered. */
export interface GithubAnswer {
  status: number;
  etag?: string;
  content: Buffer;
}

/**
 * Asks GitHub's APIs about the repositories of one host: Backstage's URL readers read neither commits
 * nor folders.
 */
export class GithubApi {
  readonly host: string;
  readonly rateLimit: RateLimit;
  readonly #baseUrl: string;
  readonly #limitConcurrency = pLimit(MAX_CONCURRENCY);
  readonly #credentialsProvider: GithubCredentialsProvider;

  constructor(
    integration: GithubIntegration,
    credentialsProvider: GithubCredentialsProvider,
  ) {
    const { host, apiBaseUrl = `https://${host}/api/v3` } = integration.config;
    this.host = host;
    this.rateLimit = new RateLimit(host);
    this.#baseUrl = trimEnd(apiBaseUrl, '/');
    this.#credentialsProvider = credentialsProvider;
  }

  /**
   * Asks for something of a repository.
   *
   * @param path - below the address of the repository; empty for the repository itself
   * @param options - `maxSize`: bytes of the answer
   * @returns with status 304 if it still has the etag
   * @throws AnswerTooLargeError; RateLimitedError; an error with the status, for `toGithubFailure`;
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
  ): Promise<GithubAnswer> {
    const {
      mediaType = 'v3+json',
      query,
      etag,
      maxSize = MAX_ANSWER_SIZE,
    } = options;
    const segments = [repository.owner, repository.name, path].filter(Boolean);
    const url = `${this.#baseUrl}/repos/${encodePath(segments.join('/'))}${
      query ? `?${new URLSearchParams(query)}` : ''
    }`;
    return this.#limitConcurrency(async () => {
      const signal = AbortSignal.any([
        options.signal,
        AbortSignal.timeout(TIMEOUT_MS),
      ]);
      const headers = {
        ...(await this.getCredentials(repository, signal)),
        accept: `application/vnd.github.${mediaType}`,
        ...(etag && { 'if-none-match': etag }),
      };
      return this.#send(url, { headers, signal }, maxSize);
    });
  }

  /**
   * Asks GitHub's GraphQL API, which answers nobody without credentials.
   *
   * @returns what GitHub knows, and what is in the way of the rest
   * @throws as {@link GithubApi.get}
   */
  async query(
    query: string,
    variables: Record<string, string>,
    credentials: GithubCredentials,
  ): Promise<{ data: unknown; errors: GraphqlError[] }> {
    return this.#limitConcurrency(async () => {
      // Octokit puts an error of its own in place of another one.
      let failure: unknown;
      const send: typeof fetch = async (url, init) => {
        try {
          const { status, content } = await this.#send(
            String(url),
            init,
            MAX_ANSWER_SIZE,
          );
          return new Response(new Uint8Array(content), {
            status,
            headers: { 'content-type': 'application/json' },
          });
        } catch (error) {
          failure = error;
          throw error;
        }
      };
      try {
        const data = await graphql(query, {
          ...variables,
          baseUrl: this.#baseUrl,
          headers: credentials,
          request: { fetch: send, signal: AbortSignal.timeout(TIMEOUT_MS) },
        });
        return { data, errors: [] };
      } catch (error) {
        if (!(error instanceof GraphqlResponseError)) {
          throw failure ?? error;
        }
        const errors: GraphqlError[] = error.errors ?? [];
        if (errors.some(({ type }) => type === 'RATE_LIMITED')) {
          this.rateLimit.refuse();
        }
        return { data: error.data, errors };
      }
    });
  }

  /** For a GitHub App, this is a request as well, which does not observe the signal. */
  async getCredentials(
    repository: RepositoryName,
    signal: AbortSignal,
  ): Promise<GithubCredentials> {
    const { headers } = await untilAborted(signal, () =>
      this.#credentialsProvider.getCredentials({
        url: repositoryUrl({ ...repository, host: this.host }),
      }),
    );
    return headers;
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

  async #send(
    url: string,
    init: RequestInit | undefined,
    maxSize: number,
  ): Promise<GithubAnswer> {
    this.rateLimit.check();
    const response = await fetch(url, init);
    if (!response.ok && response.status !== 304) {
      throw await this.#toError(url, response);
    }
    this.rateLimit.note(response);
    if (/html/i.test(response.headers.get('content-type') ?? '')) {
      await response.body?.cancel();
      throw badAnswer(
        `In place of an answer to ${url}, the host sent a web page, such as that of a login`,
      );
    }
    const content = await readBody(response, maxSize);
    if (!content) {
      throw new AnswerTooLargeError(url, maxSize);
    }
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? undefined,
      content,
    };
  }

  /** The error that Backstage's reader of GitHub would throw, as `toGithubFailure` expects it. */
  async #toError(url: string, response: Response): Promise<Error> {
    const { status, statusText } = response;
    const body = await readBody(response, MAX_ERROR_SIZE).catch(
      () => undefined,
    );
    this.rateLimit.note(response, body?.toString('utf8'));
    return Object.assign(
      new Error(`Request failed for ${url}, ${status} ${statusText}`),
      { status },
    );
  }
}

/** Parses the description in an answer. */
export function parseAnswer({ content }: GithubAnswer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch (error) {
    throw badAnswer('The host answered with something that is not JSON', error);
  }
}

/** The body of an answer; undefined if it has more bytes, the rest of which is not read. */
async function readBody(
  { body }: Response,
  maxSize: number,
): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxSize) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
