import { z } from 'zod';
import {
  HostAnswer,
  HostClient,
  HostRequest,
  parseAnswer,
} from '../HostClient';
import { badAnswer } from '../sourceFailures';
import { isNotFound } from '../toHostFailure';

/** Headers that say who asks. */
type Credentials = Record<string, string> | undefined;

type Query = Record<string, string | number | boolean | undefined>;

interface RequestOptions {
  query?: Query;
  headers?: Record<string, string>;
  signal: AbortSignal;
  /** Called if the host leads from the address to another one. */
  onRedirect?: () => void;
}

/** Asks the API of a host, with the credentials of its integration. */
export class HostRequests {
  constructor(
    readonly client: HostClient,
    private readonly getCredentials: (
      url: string,
    ) => Promise<Credentials> | Credentials,
  ) {}

  /**
   * Reads a description.
   *
   * @returns undefined if the host does not find it
   */
  async read<Schema extends z.ZodType>(
    url: string,
    schema: Schema,
    options: RequestOptions,
  ): Promise<z.output<Schema> | undefined> {
    const answer = await this.#get(url, {
      ...options,
      headers: { accept: 'application/json', ...options.headers },
    });
    if (!answer) {
      return undefined;
    }
    return this.#parse(answer, schema);
  }

  /**
   * Writes something.
   *
   * @returns what the host has made of it
   * @throws as `HostClient.send`
   */
  async write<Schema extends z.ZodType>(
    url: string,
    method: 'POST' | 'PUT',
    body: object,
    { schema, signal }: { schema: Schema; signal: AbortSignal },
  ): Promise<z.output<Schema>> {
    const answer = await this.#send(url, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      signal,
    });
    return this.#parse(answer, schema);
  }

  /**
   * Reads a file.
   *
   * @returns undefined if the host does not find it
   * @throws AnswerTooLargeError
   */
  async download(
    url: string,
    options: RequestOptions & { maxSize: number },
  ): Promise<Buffer | undefined> {
    return (await this.#get(url, options))?.content;
  }

  /**
   * Opens an archive.
   *
   * @throws as `HostClient.open`
   */
  async open(
    address: string,
    { query, signal }: Pick<RequestOptions, 'query' | 'signal'>,
  ): Promise<NodeJS.ReadableStream> {
    const url = withQuery(address, query);
    this.client.rateLimit.check();
    const headers = await this.getCredentials(url);
    return this.client.open(url, { headers, signal });
  }

  #parse<Schema extends z.ZodType>(
    answer: HostAnswer,
    schema: Schema,
  ): z.output<Schema> {
    const parsed = schema.safeParse(parseAnswer(answer));
    if (!parsed.success) {
      throw badAnswer(
        `${this.client.host} answered something else than was asked for`,
        parsed.error,
      );
    }
    return parsed.data;
  }

  async #get(
    address: string,
    options: RequestOptions & { maxSize?: number },
  ): Promise<HostAnswer | undefined> {
    const { query, onRedirect, ...request } = options;
    try {
      const answer = await this.#send(withQuery(address, query), request);
      if (answer.isRedirected) {
        onRedirect?.();
      }
      return answer;
    } catch (error) {
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    }
  }

  async #send(url: string, request: HostRequest): Promise<HostAnswer> {
    return this.client.sendInTurn(
      url,
      async () => this.getCredentials(url),
      request,
    );
  }
}

function withQuery(address: string, query: Query = {}): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      url.searchParams.set(name, String(value));
    }
  }
  return url.href;
}
