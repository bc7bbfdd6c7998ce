import { GitTestRepository } from './GitTestRepository';
import {
  GitTestAnswer,
  GitTestHostRequest,
  GitTestServer,
  json,
} from './GitTestServer';

const UNAUTHORIZED = {
  status: 401,
  body: { type: 'error', error: { message: 'Token is invalid or expired' } },
};

/** Also for what may not be seen. */
const NOT_FOUND = {
  status: 404,
  body: { type: 'error', error: { message: 'Repository not found' } },
};

/**
 * Speaks the REST API of Bitbucket Cloud (https://developer.atlassian.com/cloud/bitbucket/rest/), and
 * gives the archives that its website does.
 *
 * @public
 */
export class BitbucketCloudTestServer extends GitTestServer {
  protected readonly failures = {
    unauthorized: UNAUTHORIZED,
    rateLimit: this.limit(3600),
    notFound: NOT_FOUND,
    serverError: { status: 500, body: { type: 'error' } },
  };

  /** @param options - with a token, nothing is found without it, whoever the user is */
  static async start(options?: {
    token?: string;
  }): Promise<BitbucketCloudTestServer> {
    return new BitbucketCloudTestServer(options).listen();
  }

  protected limit(retryAfterSeconds: number): GitTestAnswer {
    return {
      status: 429,
      headers: { 'retry-after': String(retryAfterSeconds) },
      body: {
        type: 'error',
        error: { message: 'Rate limit for this resource has been exceeded' },
      },
    };
  }

  protected async respond(request: GitTestHostRequest): Promise<GitTestAnswer> {
    const { url, path, query, headers } = request;
    const isApi = path[0] === '2.0';
    const [owner, name, resource, ...rest] = isApi ? path.slice(2) : path;
    const [, credentials] = headers.authorization?.split(' ') ?? [];
    const [, password] =
      credentials === undefined
        ? []
        : Buffer.from(credentials, 'base64').toString().split(':');
    if (this.token && credentials && password !== this.token) {
      return UNAUTHORIZED;
    }
    const moved = this.redirect(url, `${owner}/${name}`);
    if (moved) {
      return moved;
    }
    const repository =
      this.token && !credentials
        ? undefined
        : this.repositories.get(`${owner}/${name}`);
    if (!repository) {
      return NOT_FOUND;
    }
    const isEmpty = !(await repository.resolve('HEAD'));
    if (!isApi) {
      return answerArchive(repository, rest.join('/'));
    }
    switch (resource) {
      case undefined:
        return json({
          full_name: `${owner}/${name}`,
          mainbranch: isEmpty
            ? null
            : { type: 'branch', name: repository.defaultBranch },
        });
      case 'commits':
        return answerCommits(repository, rest.join('/'), query);
      case 'refs':
        return answerBranches(repository, query);
      case 'src':
        return answerSource(repository, rest, {
          url: `https://api.bitbucket.org/${path.join('/')}`,
          query,
        });
      default:
        return NOT_FOUND;
    }
  }
}

async function answerArchive(
  repository: GitTestRepository,
  file: string,
): Promise<GitTestAnswer> {
  const sha = await repository.resolve(file.replace(/\.tar\.gz$/, ''));
  return sha
    ? {
        status: 200,
        headers: { 'content-type': 'application/x-tar-gz' },
        body: await repository.archive(sha, {
          prefix: `${repository.fullName.replace('/', '-')}-${sha.slice(
            0,
            12,
          )}/`,
        }),
      }
    : NOT_FOUND;
}

async function answerCommits(
  repository: GitTestRepository,
  revision: string,
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const sha = await repository.resolve(revision || query.get('include') || '-');
  if (!sha) {
    return NOT_FOUND;
  }
  const ids = await repository.listCommits(sha, {
    path: query.get('path') ?? undefined,
    without: query.get('exclude') ?? undefined,
  });
  const page = ids.slice(0, Number(query.get('pagelen') ?? 30));
  return json({
    values: await Promise.all(
      page.map(async hash => {
        const commit = await repository.readCommit(hash);
        return {
          type: 'commit',
          hash,
          message: commit?.message,
          date: commit?.author.date,
          author: { raw: `${commit?.author.name} <${commit?.author.email}>` },
          parents: (await repository.listParents(hash)).map(parent => ({
            hash: parent,
          })),
        };
      }),
    ),
  });
}

/** The first page of the branches that a query asks for: it is the name, `~` and a quoted text. */
async function answerBranches(
  repository: GitTestRepository,
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const q = query.get('q');
  const quoted = /^name ~ (".*")$/.exec(q ?? '')?.[1];
  if (q !== null && quoted === undefined) {
    return { status: 400, body: { type: 'error' } };
  }
  const { names, isLastPage } = await repository.findBranches(
    quoted === undefined ? null : JSON.parse(quoted),
    { size: Number(query.get('pagelen') ?? 10) },
  );
  return json({
    values: names.map(name => ({ type: 'branch', name })),
    ...(!isLastPage && { next: 'https://api.bitbucket.org/2.0/?page=2' }),
  });
}

/** A page of a folder, or the bytes of a file. */
async function answerSource(
  repository: GitTestRepository,
  [commit, ...segments]: string[],
  { url, query }: { url: string; query: URLSearchParams },
): Promise<GitTestAnswer> {
  const path = segments.filter(Boolean).join('/');
  const isListed = segments.length === 0 || segments.at(-1) === '';
  const file = isListed ? undefined : await repository.readFile(commit, path);
  if (file) {
    return { status: 200, body: file.content };
  }
  const folder = await repository.readFolder(commit, path);
  if (!folder) {
    return NOT_FOUND;
  }
  const size = Number(query.get('pagelen') ?? 10);
  const start = Number(query.get('page') ?? 0) * size;
  const hasMore = folder.entries.length > start + size;
  return json({
    values: folder.entries.slice(start, start + size).map(entry => ({
      type: entry.type === 'dir' ? 'commit_directory' : 'commit_file',
      path: path ? `${path}/${entry.name}` : entry.name,
      ...(entry.type !== 'dir' && {
        attributes: entry.type === 'symlink' ? ['link'] : [],
        size: entry.size,
      }),
    })),
    ...(hasMore && {
      next: `${url}?page=${start / size + 1}&pagelen=${size}`,
    }),
  });
}
