import {
  GithubCredentialsProvider,
  GithubIntegration,
} from '@backstage/integration';
import {
  SyncFindingError,
  untilAborted,
} from '@internal/plugin-static-data-model';
import trimEnd from 'lodash/trimEnd';
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

/** What GitHub answered. */
export interface GithubAnswer {
  status: number;
  etag?: string;
  content: Buffer;
}

/**
 * Asks GitHub's REST API about the repositories of one host: Backstage's URL readers read neither
 * commits nor folders.
 */
export class GithubApi {
  readonly host: string;
  readonly rateLimit: RateLimit;
  readonly #baseUrl: string;
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
    const signal = AbortSignal.any([
      options.signal,
      AbortSignal.timeout(TIMEOUT_MS),
    ]);
    // For a GitHub App, this is a request as well, which does not observe the signal.
    const { headers } = await untilAborted(signal, () =>
      this.#credentialsProvider.getCredentials({
        url: repositoryUrl({ ...repository, host: this.host }),
      }),
    );
    const segments = [repository.owner, repository.name, path].filter(Boolean);
    const url = `${this.#baseUrl}/repos/${encodePath(segments.join('/'))}${
      query ? `?${new URLSearchParams(query)}` : ''
    }`;
    this.rateLimit.check();
    const response = await fetch(url, {
      headers: {
        ...headers,
        accept: `application/vnd.github.${mediaType}`,
        ...(etag && { 'if-none-match': etag }),
      },
      signal,
    });
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
