import { mkdtemp, rm } from 'node:fs/promises';
import {
  createServer,
  IncomingHttpHeaders,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { GitTestFiles, GitTestRepository } from './GitTestRepository';

/**
 * What a host answers: JSON, or the bytes of an archive or a file.
 *
 * @public
 */
export interface GitTestAnswer {
  status: number;
  headers?: Record<string, string>;
  body: object | Buffer | undefined;
}

/**
 * Ways in which the server can fail.
 *
 * - `unauthorized`: 401, as for a bad token
 * - `forbidden`: 403, as for a token that may not do it
 * - `rateLimit`: 403 or 429, as when the rate limit is used up
 * - `notFound`: 404
 * - `serverError`: 500
 * - `cutBody`: archives and files end in the middle, the connection breaks
 * - `hang`: no answer, the connection stays open
 * - `hangInBody`: archives and files stop in the middle, the connection stays open
 *
 * @public
 */
export type GitTestFailure =
  | 'unauthorized'
  | 'forbidden'
  | 'rateLimit'
  | 'notFound'
  | 'serverError'
  | 'cutBody'
  | 'hang'
  | 'hangInBody';

/**
 * A request that the server got.
 *
 * @public
 */
export interface GitTestRequest {
  method: string;
  /** With the query. */
  path: string;
  authorization?: string;
  /** Undefined while there is no answer. */
  status?: number;
}

/** A request for a host to answer. */
export interface GitTestHostRequest {
  method: string;
  /** Path and query, as they were sent. */
  url: string;
  /** Decoded segments of the path. */
  path: string[];
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

/**
 * A loopback server that speaks the part of the API of a host which Backstage and the product read
 * repositories with, over real Git repositories in a temporary directory.
 *
 * @public
 */
export abstract class GitTestServer {
  /** Everything that was asked, in order. */
  readonly requests: GitTestRequest[] = [];
  /** Before every answer, as over a network. */
  latencyMs = 0;
  readonly #server: Server;
  #directory = '';
  protected readonly token: string | undefined;
  protected readonly repositories = new Map<string, GitTestRepository>();
  /** New names by old ones. */
  protected readonly renamed = new Map<string, string>();
  protected readonly forbidden = new Set<string>();
  /** Also those that were removed since. */
  readonly #opened: GitTestRepository[] = [];
  #created = 0;
  #failure: { mode: GitTestFailure; path: RegExp } | undefined;
  #answers: {
    path: RegExp;
    answer: GitTestAnswer;
    isFor: (body: string) => boolean;
  }[] = [];
  #limit: { requests: number; seconds: number; left: number } | undefined;
  /** When requests are taken again; milliseconds since the epoch. */
  #limitedUntil = 0;
  #hold: { path: RegExp; released: Promise<void> } | undefined;

  /** @param options - with a token, only requests with it are answered */
  constructor(options: { token?: string } = {}) {
    this.token = options.token;
    this.#server = createServer((request, response) => {
      // A defect of this server shows as a broken connection.
      this.#handle(request, response).catch(error => response.destroy(error));
    });
  }

  /** Answers that stand for failures. */
  protected abstract readonly failures: Partial<
    Record<GitTestFailure, GitTestAnswer>
  >;

  /** What the host answers to one request too many. */
  protected abstract limit(retryAfterSeconds: number): GitTestAnswer;

  protected abstract respond(
    request: GitTestHostRequest,
  ): Promise<GitTestAnswer>;

  /** Begins to listen on the loopback interface. */
  protected async listen(): Promise<this> {
    this.#directory = await mkdtemp(join(tmpdir(), 'git-test-server-'));
    await new Promise<void>(resolve =>
      this.#server.listen(0, '127.0.0.1', resolve),
    );
    return this;
  }

  /** Address of the server. */
  get baseUrl(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Closes all connections, those that hang included, and deletes the repositories. */
  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    this.#opened.forEach(repository => repository.close());
    await rm(this.#directory, { recursive: true, force: true });
  }

  /**
   * Creates a repository, in place of an earlier one of that name.
   *
   * @param fullName - `owner/name`
   * @param options - without files the repository has no commit
   */
  async createRepository(
    fullName: string,
    options?: { files?: GitTestFiles; branch?: string },
  ): Promise<GitTestRepository> {
    const repository = await GitTestRepository.create({
      fullName,
      defaultBranch: options?.branch ?? 'main',
      directory: join(this.#directory, String(this.#created++)),
    });
    this.repositories.set(fullName, repository);
    this.#opened.push(repository);
    if (options?.files) {
      await repository.commit({ files: options.files });
    }
    return repository;
  }

  /**
   * Creates repositories with one commit each.
   *
   * @param fullNames - `owner/name`
   */
  async createRepositories(
    fullNames: string[],
    filesOf: (fullName: string) => Record<string, string>,
  ): Promise<GitTestRepository[]> {
    const repositories = await GitTestRepository.createMany({
      fullNames,
      filesOf,
      directory: join(this.#directory, String(this.#created++)),
    });
    for (const repository of repositories) {
      this.repositories.set(repository.fullName, repository);
    }
    this.#opened.push(...repositories);
    return repositories;
  }

  /** Makes a repository unknown, as when it was deleted or access to it was taken away. */
  removeRepository(fullName: string): void {
    this.repositories.delete(fullName);
  }

  /** Forbids a repository to everybody, as an organisation does that asks for a sign-in of its own. */
  forbidRepository(fullName: string): void {
    this.forbidden.add(fullName);
  }

  /** Renames a repository: what asks for its old name is redirected. */
  renameRepository(fullName: string, newName: string): void {
    const repository = this.repositories.get(fullName);
    if (!repository) {
      throw new Error(`There is no repository ${fullName}`);
    }
    this.repositories.delete(fullName);
    this.repositories.set(newName, repository);
    this.renamed.set(fullName, newName);
  }

  /**
   * Fails from now on.
   *
   * @param mode - undefined ends it
   * @param options - `path` limits it to requests whose path matches
   */
  fail(mode: GitTestFailure | undefined, options?: { path?: RegExp }): void {
    this.#failure = mode && { mode, path: options?.path ?? /^/ };
  }

  /**
   * Answers requests whose path matches with this from now on, whatever they ask for.
   *
   * @param isFor - limits it to requests with such a body
   */
  answer(
    path: RegExp,
    answer: GitTestAnswer,
    isFor: (body: string) => boolean = () => true,
  ): void {
    this.#answers.push({ path, answer, isFor });
  }

  /**
   * Takes a number of requests, and then refuses all until a time is over, again and again.
   *
   * @param limit - undefined ends it
   */
  limitRequests(
    limit: { requests: number; seconds: number } | undefined,
  ): void {
    this.#limit = limit && { ...limit, left: limit.requests };
    this.#limitedUntil = 0;
  }

  /**
   * Answers no request whose path matches, until the returned function is called.
   */
  hold(path: RegExp): () => void {
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    this.#hold = { path, released };
    return () => {
      this.#hold = undefined;
      release();
    };
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const entry: GitTestRequest = {
      method,
      path,
      authorization: headers.authorization,
    };
    this.requests.push(entry);
    if (this.latencyMs > 0) {
      await sleep(this.latencyMs);
    }
    if (this.#hold?.path.test(path)) {
      await this.#hold.released;
    }

    const failure = this.#failure?.path.test(path)
      ? this.#failure.mode
      : undefined;
    if (failure === 'hang') {
      return;
    }
    const answer =
      (failure && this.failures[failure]) ?? (await this.#answer(request));
    entry.status = answer.status;
    response.writeHead(answer.status, answer.headers);
    if (!Buffer.isBuffer(answer.body)) {
      response.end(answer.body && JSON.stringify(answer.body));
    } else if (failure === 'cutBody' || failure === 'hangInBody') {
      const half = answer.body.subarray(0, answer.body.length / 2);
      response.write(half, () => {
        if (failure === 'cutBody') {
          response.socket?.destroy();
        }
      });
    } else {
      response.write(answer.body);
      response.end();
    }
  }

  /**
   * Leads from the name that a repository had to where it is now.
   *
   * @param write - how a name is written in the address
   */
  protected redirect(
    url: string,
    fullName: string,
    write: (name: string) => string = name => name,
  ): GitTestAnswer | undefined {
    const newName = this.repositories.has(fullName)
      ? undefined
      : this.renamed.get(fullName);
    return newName === undefined
      ? undefined
      : {
          status: 301,
          headers: { location: url.replace(write(fullName), write(newName)) },
          body: { message: 'Moved Permanently' },
        };
  }

  #refuse(): GitTestAnswer | undefined {
    if (!this.#limit) {
      return undefined;
    }
    const { requests, seconds, left } = this.#limit;
    if (this.#limitedUntil <= Date.now() && left > 0) {
      this.#limit.left -= 1;
      return undefined;
    }
    if (left === 0) {
      this.#limit.left = requests;
      this.#limitedUntil = Date.now() + seconds * 1_000;
    }
    return this.limit(seconds);
  }

  async #answer(request: IncomingMessage): Promise<GitTestAnswer> {
    const { headers, method = '', url = '' } = request;
    const refusal = this.#refuse();
    if (refusal) {
      return refusal;
    }
    const body = await text(request);
    const fixed = this.#answers.find(
      ({ path, isFor }) => path.test(url) && isFor(body),
    );
    if (fixed) {
      return fixed.answer;
    }
    const { pathname, searchParams: query } = new URL(url, this.baseUrl);
    return this.respond({
      method,
      url,
      path: pathname.split('/').slice(1).map(decodeURIComponent),
      query,
      headers,
      body,
    });
  }
}

/** What answers with JSON. */
export function json(body: object): GitTestAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body,
  };
}
