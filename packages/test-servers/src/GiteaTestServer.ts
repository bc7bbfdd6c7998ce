import { GitTestRepository } from './GitTestRepository';
import {
  GitTestAnswer,
  GitTestHostRequest,
  GitTestServer,
  json,
} from './GitTestServer';

const UNAUTHORIZED = { status: 401, body: { message: 'invalid token' } };

/** Also for what may not be seen. */
const NOT_FOUND = {
  status: 404,
  body: { message: "The target couldn't be found." },
};

const EMPTY = { status: 409, body: { message: 'Git Repository is empty.' } };

/**
 * Speaks the REST API of Gitea and Forgejo: https://docs.gitea.com/api
 *
 * @public
 */
export class GiteaTestServer extends GitTestServer {
  protected readonly failures = {
    unauthorized: UNAUTHORIZED,
    rateLimit: this.limit(3600),
    notFound: NOT_FOUND,
    serverError: { status: 500, body: { message: 'Internal Server Error' } },
  };

  /** @param options - with a token, nothing is found without it */
  static async start(options?: { token?: string }): Promise<GiteaTestServer> {
    return new GiteaTestServer(options).listen();
  }

  /** Gitea itself has no limits; what is in front of it may have. */
  protected limit(retryAfterSeconds: number): GitTestAnswer {
    return {
      status: 429,
      headers: { 'retry-after': String(retryAfterSeconds) },
      body: { message: 'Too Many Requests' },
    };
  }

  protected async respond(request: GitTestHostRequest): Promise<GitTestAnswer> {
    const { url, path, query, headers } = request;
    const [, , repos, owner, name, resource, ...rest] = path;
    const { authorization } = headers;
    if (
      this.token &&
      authorization &&
      authorization !== `token ${this.token}`
    ) {
      return UNAUTHORIZED;
    }
    const moved = this.redirect(url, `${owner}/${name}`);
    if (moved) {
      return moved;
    }
    const repository =
      this.token && !authorization
        ? undefined
        : this.repositories.get(`${owner}/${name}`);
    if (repos !== 'repos' || !repository) {
      return NOT_FOUND;
    }
    const isEmpty = !(await repository.resolve('HEAD'));
    if (resource === undefined) {
      return json({
        full_name: `${owner}/${name}`,
        empty: isEmpty,
        default_branch: repository.defaultBranch,
      });
    }
    return isEmpty && resource !== 'branches'
      ? EMPTY
      : answerForRepository(repository, resource, rest, query);
  }
}

async function answerForRepository(
  repository: GitTestRepository,
  resource: string,
  rest: string[],
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const ref = query.get('ref') || 'HEAD';
  switch (resource) {
    case 'commits': {
      const sha = await repository.resolve(query.get('sha') || 'HEAD');
      if (!sha) {
        return NOT_FOUND;
      }
      const ids = await repository.listCommits(sha, {
        path: query.get('path') ?? undefined,
        without: query.get('not') ?? undefined,
      });
      const page = ids.slice(0, Number(query.get('limit') ?? 50));
      return json(
        await Promise.all(page.map(id => describeCommit(repository, id))),
      );
    }
    case 'branches': {
      // It does not look for any text, and gives no more at once than this by default.
      const { names } = await repository.findBranches(null, {
        size: Math.min(50, Number(query.get('limit') ?? 30)),
      });
      return json(names.map(branch => ({ name: branch })));
    }
    case 'git': {
      const sha = await repository.resolve(rest.slice(1).join('/'));
      return sha ? json(await describeCommit(repository, sha)) : NOT_FOUND;
    }
    case 'archive': {
      const sha = await repository.resolve(
        rest.join('/').replace(/\.tar\.gz$/, ''),
      );
      return sha
        ? {
            status: 200,
            headers: { 'content-type': 'application/octet-stream' },
            body: await repository.archive(sha, {
              prefix: `${repository.fullName.split('/')[1]}/`,
            }),
          }
        : NOT_FOUND;
    }
    case 'contents': {
      const path = rest.filter(Boolean).join('/');
      const folder = await repository.readFolder(ref, path);
      const file = folder ? undefined : await repository.readFile(ref, path);
      if (!folder && !file) {
        return NOT_FOUND;
      }
      return json(
        folder?.entries.map(({ mode, ...entry }) => ({
          ...entry,
          path: path ? `${path}/${entry.name}` : entry.name,
        })) ?? {
          type: 'file',
          sha: file!.id,
          encoding: 'base64',
          content: file!.content.toString('base64'),
        },
      );
    }
    case 'raw': {
      const file = await repository.readFile(ref, rest.join('/'));
      return file
        ? {
            status: 200,
            headers: { 'content-type': 'text/plain; charset=utf-8' },
            body: file.content,
          }
        : NOT_FOUND;
    }
    default:
      return NOT_FOUND;
  }
}

async function describeCommit(
  repository: GitTestRepository,
  sha: string,
): Promise<object> {
  const parents = await repository.listParents(sha);
  return {
    sha,
    commit: await repository.readCommit(sha),
    parents: parents.map(id => ({ sha: id })),
  };
}
