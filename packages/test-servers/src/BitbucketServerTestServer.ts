import { GitTestRepository } from './GitTestRepository';
import {
  GitTestAnswer,
  GitTestHostRequest,
  GitTestServer,
  json,
} from './GitTestServer';

function failure(status: number, message: string): GitTestAnswer {
  return { status, body: { errors: [{ context: null, message }] } };
}

const UNAUTHORIZED = failure(401, 'You are not permitted to access this');
const NOT_FOUND = failure(404, 'Repository does not exist.');
const NO_SUCH_COMMIT = failure(404, 'Commit does not exist in repository.');

/**
 * Speaks the REST API of Bitbucket Server and Data Center:
 * https://developer.atlassian.com/server/bitbucket/rest/
 *
 * @public
 */
export class BitbucketServerTestServer extends GitTestServer {
  protected readonly failures = {
    unauthorized: UNAUTHORIZED,
    rateLimit: this.limit(3600),
    notFound: NOT_FOUND,
    serverError: failure(500, 'An unexpected error occurred'),
  };

  /** @param options - with a token, requests without it get 401 */
  static async start(options?: {
    token?: string;
  }): Promise<BitbucketServerTestServer> {
    return new BitbucketServerTestServer(options).listen();
  }

  /** What to configure as `apiBaseUrl`. */
  get apiBaseUrl(): string {
    return `${this.baseUrl}/rest/api/1.0`;
  }

  protected limit(retryAfterSeconds: number): GitTestAnswer {
    const { status, body } = failure(429, 'You have been rate limited.');
    return {
      status,
      headers: { 'retry-after': String(retryAfterSeconds) },
      body,
    };
  }

  protected async respond(request: GitTestHostRequest): Promise<GitTestAnswer> {
    const { url, path, query, headers } = request;
    const [, , , projects, owner, , name, resource, ...rest] = path;
    if (this.token && headers.authorization !== `Bearer ${this.token}`) {
      return UNAUTHORIZED;
    }
    const moved = this.redirect(url, `${owner}/${name}`, fullName =>
      fullName.replace('/', '/repos/'),
    );
    if (moved) {
      return moved;
    }
    const repository = this.repositories.get(`${owner}/${name}`);
    if (projects !== 'projects' || !repository) {
      return NOT_FOUND;
    }
    switch (resource) {
      case undefined:
        return json({ slug: name, project: { key: owner } });
      case 'commits':
        return answerCommits(repository, query);
      case 'branches':
        return answerBranches(repository, query);
      case 'archive':
        return answerArchive(repository, query);
      case 'browse':
        return answerFolder(repository, rest.filter(Boolean), query);
      case 'raw': {
        const at = query.get('at') ?? 'HEAD';
        const file = await repository.readFile(at, rest.join('/'));
        return file ? { status: 200, body: file.content } : NOT_FOUND;
      }
      default:
        return NOT_FOUND;
    }
  }
}

async function answerCommits(
  repository: GitTestRepository,
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const sha = await repository.resolve(query.get('until') ?? 'HEAD');
  if (!sha) {
    return NO_SUCH_COMMIT;
  }
  const ids = await repository.listCommits(sha, {
    path: query.get('path') ?? undefined,
    without: query.get('since') ?? undefined,
  });
  const page = ids.slice(0, Number(query.get('limit') ?? 25));
  return json({
    values: await Promise.all(
      page.map(async id => {
        const commit = await repository.readCommit(id);
        return {
          id,
          displayId: id.slice(0, 11),
          message: commit?.message,
          author: {
            name: commit?.author.name,
            emailAddress: commit?.author.email,
          },
          authorTimestamp: Date.parse(commit?.author.date ?? ''),
          parents: (await repository.listParents(id)).map(parent => ({
            id: parent,
          })),
        };
      }),
    ),
    isLastPage: page.length === ids.length,
  });
}

/** The first page of the branches whose names contain a text. */
async function answerBranches(
  repository: GitTestRepository,
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const limit = Number(query.get('limit') ?? 25);
  const { names, isLastPage } = await repository.findBranches(
    query.get('filterText'),
    { size: limit },
  );
  const values = names.map(name => ({
    id: `refs/heads/${name}`,
    displayId: name,
    type: 'BRANCH',
  }));
  return json({ size: values.length, limit, isLastPage, values });
}

async function answerArchive(
  repository: GitTestRepository,
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const sha = await repository.resolve(query.get('at') ?? 'HEAD');
  const prefix = query.get('prefix');
  return sha
    ? {
        status: 200,
        headers: { 'content-type': 'application/octet-stream' },
        body: await repository.archive(sha, {
          // It ends with a slash, whether or not it was sent with one.
          prefix: prefix ? `${prefix.replace(/\/$/, '')}/` : '',
          format: query.get('format') === 'tgz' ? 'tar.gz' : 'zip',
        }),
      }
    : NO_SUCH_COMMIT;
}

async function answerFolder(
  repository: GitTestRepository,
  segments: string[],
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const at = query.get('at') ?? 'HEAD';
  const folder = await repository.readFolder(at, segments.join('/'));
  if (!folder) {
    const file = await repository.readFile(at, segments.join('/'));
    return file ? json({ lines: [] }) : NOT_FOUND;
  }
  const limit = Number(query.get('limit') ?? 500);
  const start = Number(query.get('start') ?? 0);
  const isLastPage = folder.entries.length <= start + limit;
  return json({
    children: {
      values: folder.entries
        .slice(start, start + limit)
        .map(({ name, sha, type, size }) => ({
          type: type === 'dir' ? 'DIRECTORY' : 'FILE',
          path: { name, components: [name] },
          ...(type !== 'dir' && { contentId: sha, size }),
        })),
      isLastPage,
      nextPageStart: isLastPage ? null : start + limit,
    },
  });
}
