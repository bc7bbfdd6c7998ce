import {
  GithubCredentialsProvider,
  GithubIntegration,
} from '@backstage/integration';
import { untilAborted } from '@internal/plugin-static-data-model';
import trimEnd from 'lodash/trimEnd';
import { encodePath, RepositoryName, repositoryUrl } from '../repositoryUrls';
import { badAnswer } from '../sourceFailures';
import { isNotFound } from './toGithubFailure';

/** What GitHub answers with: a description of what was asked for, or the bytes of a file. */
type MediaType = 'v3+json' | 'v3.raw';

/** For the whole answer. GitHub gives up by itself after 10 seconds. */
const TIMEOUT_MS = 30_000;

/** Bytes. The largest answers are comparisons, with the differences of 300 files in them. */
const MAX_ANSWER_SIZE = 32 * 1024 * 1024;

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
   * @throws an error with the status, for `toGithubFailure`; SyncFindingError for what GitHub does not
   * answer, such as the page of a login
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
  ): Promise<GithubAnswer> {
    const { mediaType = 'v3+json', query, etag } = options;
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
    if (/html/i.test(response.headers.get('content-type') ?? '')) {
      await response.body?.cancel();
      throw badAnswer(
        `In place of an answer to ${url}, the host sent a web page, such as that of a login`,
      );
    }
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? undefined,
      content: await readBody(url, response),
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
}

/** Parses the description in an answer. */
export function parseAnswer({ content }: GithubAnswer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch (error) {
    throw badAnswer('The host answered with something that is not JSON', error);
  }
}

async function readBody(url: string, { body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_SIZE) {
      throw badAnswer(
        `The answer to ${url} has more than ${MAX_ANSWER_SIZE} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
