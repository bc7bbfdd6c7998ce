import { Readable } from 'node:stream';
import pLimit from 'p-limit';
import { RateLimit, RateLimitResource } from './RateLimit';
import { badAnswer } from './sourceFailures';
import { SyncFindingError } from '@internal/plugin-static-data-model';

/** For the whole answer. GitHub gives up by itself after 10 seconds. */
const TIMEOUT_MS = 30_000;

/** Bytes. The largest answers are comparisons, with the differences of 300 files in them. */
export const MAX_ANSWER_SIZE = 32 * 1024 * 1024;

/**
 * Requests to a host at the same time. GitHub asks for few:
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
const MAX_CONCURRENCY = 8;

/** Bytes of an error that are looked at: hosts say in a sentence what is wrong. */
const MAX_ERROR_SIZE = 64 * 1024;

/** What Azure DevOps answers with the page of its sign-in, for who may not see anything. */
const NOT_SIGNED_IN = 203;

/** An answer that was not read to its end. */
export class AnswerTooLargeError extends SyncFindingError {
  constructor(url: string, maxSize: number) {
    super(
      badAnswer(`The answer to ${url} has more than ${maxSize} bytes`).finding,
    );
  }
}

/** What is sent to a host. */
export interface HostRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Bytes of the answer. */
  maxSize?: number;
  signal: AbortSignal;
}

/** What a host answered. */
export interface HostAnswer {
  status: number;
  etag?: string;
  headers: Headers;
  content: Buffer;
  /** Whether the host led from one address to another. */
  isRedirected: boolean;
}

/** Sends requests to a host, within its limits and ours. */
export class HostClient {
  readonly host: string;
  readonly rateLimit: RateLimit;
  readonly #limitConcurrency = pLimit(MAX_CONCURRENCY);

  constructor(host: string) {
    this.host = host;
    this.rateLimit = new RateLimit(host);
  }

  /** Runs what sends a request when there are not too many others. */
  async run<T>(
    send: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#limitConcurrency(async () => {
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      return send(signal ? AbortSignal.any([signal, timeout]) : timeout);
    });
  }

  /**
   * Sends a request.
   *
   * @param options - `maxSize`: bytes of the answer; `resource`: what it counts against
   * @throws AnswerTooLargeError; RateLimitedError; an error with the status and the text of the answer, for
   * `toHostFailure`; SyncFindingError for what is no answer, such as the page of a login
   */
  async send(
    url: string,
    init?: RequestInit,
    options: { maxSize?: number; resource?: RateLimitResource } = {},
  ): Promise<HostAnswer> {
    const { maxSize = MAX_ANSWER_SIZE, resource } = options;
    const response = await this.#request(url, init, resource);
    const content = await readBody(response, maxSize);
    if (!content) {
      throw new AnswerTooLargeError(url, maxSize);
    }
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? undefined,
      headers: response.headers,
      content,
      isRedirected: response.redirected,
    };
  }

  /**
   * Sends a request when there are not too many others.
   *
   * @param getHeaders - asked for when it is its turn: credentials may expire while it waits
   * @throws as {@link HostClient.send}, and what `getHeaders` throws
   */
  async sendInTurn(
    url: string,
    getHeaders: (
      signal: AbortSignal,
    ) => Promise<Record<string, string> | undefined>,
    { maxSize, ...request }: HostRequest,
  ): Promise<HostAnswer> {
    return this.run(async signal => {
      // Credentials may have to be asked for.
      this.rateLimit.check();
      const headers = { ...(await getHeaders(signal)), ...request.headers };
      return this.send(url, { ...request, headers, signal }, { maxSize });
    }, request.signal);
  }

  /**
   * Sends a request for what is too large for memory, and may take longer than other answers.
   *
   * @throws as {@link HostClient.send}; the stream ends with errors of the connection
   */
  async open(url: string, init?: RequestInit): Promise<NodeJS.ReadableStream> {
    const { body } = await this.#request(url, init);
    return Readable.from(body ?? []);
  }

  async #request(
    url: string,
    init?: RequestInit,
    resource?: RateLimitResource,
  ): Promise<Response> {
    this.rateLimit.check(resource);
    const response = await fetch(url, init);
    const { status } = response;
    const isAnswer = response.ok && status !== NOT_SIGNED_IN;
    if (!isAnswer && status !== 304) {
      throw await this.#toError(url, response);
    }
    this.rateLimit.note(response);
    if (/html/i.test(response.headers.get('content-type') ?? '')) {
      await response.body?.cancel();
      throw badAnswer(
        `In place of an answer to ${url}, the host sent a web page, such as that of a login`,
      );
    }
    return response;
  }

  /** An error as `toHostFailure` expects it. */
  async #toError(url: string, response: Response): Promise<Error> {
    const { status, statusText } = response;
    const body = await readBody(response, MAX_ERROR_SIZE).catch(
      () => undefined,
    );
    const answer = body?.toString('utf8') ?? '';
    this.rateLimit.note(response, answer);
    return Object.assign(
      new Error(`Request failed for ${url}, ${status} ${statusText}`),
      { status, answer },
    );
  }
}

/** Parses the description in an answer. */
export function parseAnswer({ content }: HostAnswer): unknown {
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
