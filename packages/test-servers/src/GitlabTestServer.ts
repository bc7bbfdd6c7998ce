import { answerForMergeRequests } from './gitlabMergeRequests';
import { GitTestRepository } from './GitTestRepository';
import {
  GitTestAnswer,
  GitTestHostRequest,
  GitTestServer,
  json,
} from './GitTestServer';
import { PullRequestRecords } from './PullRequestRecords';

const UNAUTHORIZED = { status: 401, body: { message: '401 Unauthorized' } };

/** Also for what may not be seen. */
const NOT_FOUND = { status: 404, body: { message: '404 Not Found' } };

/** What GitLab calls the entries of folders, by their mode in Git. */
const TYPES: Record<string, string> = { '040000': 'tree', '160000': 'commit' };

/**
 * Speaks GitLab's REST API: https://docs.gitlab.com/api/rest/
 *
 * @public
 */
export class GitlabTestServer extends GitTestServer {
  protected readonly failures = {
    unauthorized: UNAUTHORIZED,
    forbidden: { status: 403, body: { message: '403 Forbidden' } },
    rateLimit: this.limit(3600),
    notFound: NOT_FOUND,
    serverError: {
      status: 500,
      body: { message: '500 Internal Server Error' },
    },
  };

  /** What it was told about merge requests. */
  readonly pullRequests = new PullRequestRecords();

  /** @param options - with a token, nothing is found without it */
  static async start(options?: { token?: string }): Promise<GitlabTestServer> {
    return new GitlabTestServer(options).listen();
  }

  /** What to configure as `apiBaseUrl`. */
  get apiBaseUrl(): string {
    return `${this.baseUrl}/api/v4`;
  }

  protected limit(retryAfterSeconds: number): GitTestAnswer {
    return {
      status: 429,
      headers: {
        'retry-after': String(retryAfterSeconds),
        'content-type': 'text/plain',
      },
      body: Buffer.from('Retry later\n'),
    };
  }

  protected async respond(request: GitTestHostRequest): Promise<GitTestAnswer> {
    const { method, url, path, query, headers, body } = request;
    const [, , projects, id, resource, kind, ...rest] = path;
    const { authorization } = headers;
    if (
      this.token &&
      authorization &&
      authorization !== `Bearer ${this.token}`
    ) {
      return UNAUTHORIZED;
    }
    // GitLab itself leads to the number of the project.
    const moved = this.redirect(url, id, encodeURIComponent);
    if (moved) {
      return moved;
    }
    const repository =
      this.token && !authorization ? undefined : this.repositories.get(id);
    if (projects === 'user') {
      return json({ id: 1, username: PullRequestRecords.LOGIN });
    }
    if (projects !== 'projects' || !repository) {
      return NOT_FOUND;
    }
    if (resource === undefined) {
      const head = await repository.resolve('HEAD');
      return json({
        path_with_namespace: id,
        default_branch: repository.defaultBranch,
        empty_repo: !head,
      });
    }
    const ofMergeRequests = await answerForMergeRequests(this.pullRequests, {
      method,
      repository,
      path: path.slice(4),
      query,
      body,
    });
    return (
      ofMergeRequests ?? answerForRepository(repository, kind, rest, query)
    );
  }
}

async function answerForRepository(
  repository: GitTestRepository,
  kind: string,
  rest: string[],
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const ref = query.get('ref') ?? query.get('ref_name') ?? query.get('sha');
  switch (kind) {
    case 'commits': {
      const [without, until] = ref?.includes('..')
        ? ref.split('..')
        : [undefined, ref];
      const sha = await repository.resolve(rest[0] ?? until ?? 'HEAD');
      if (rest[0] !== undefined) {
        return sha ? json(await describeCommit(repository, sha)) : NOT_FOUND;
      }
      const ids = sha
        ? await repository.listCommits(sha, {
            path: query.get('path') ?? undefined,
            without,
          })
        : [];
      const page = ids.slice(0, Number(query.get('per_page') ?? 20));
      return json(
        await Promise.all(page.map(id => describeCommit(repository, id))),
      );
    }
    case 'branches': {
      const { names } = await repository.findBranches(query.get('search'), {
        size: Number(query.get('per_page') ?? 20),
      });
      return json(names.map(name => ({ name })));
    }
    case 'archive': {
      const sha = await repository.resolve(ref ?? 'HEAD');
      const name = repository.fullName.split('/').at(-1);
      return sha
        ? {
            status: 200,
            headers: { 'content-type': 'application/octet-stream' },
            body: await repository.archive(sha, {
              prefix: `${name}-${ref}-${sha}/`,
            }),
          }
        : NOT_FOUND;
    }
    case 'tree':
      return answerFolder(repository, ref ?? 'HEAD', query);
    case 'files': {
      const file = await repository.readFile(ref ?? 'HEAD', rest[0]);
      return file && rest[1] === 'raw'
        ? {
            status: 200,
            headers: { 'content-type': 'text/plain' },
            body: file.content,
          }
        : NOT_FOUND;
    }
    default:
      return NOT_FOUND;
  }
}

/** One page, in which folders come first. */
async function answerFolder(
  repository: GitTestRepository,
  ref: string,
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const path = query.get('path') ?? '';
  const folder = await repository.readFolder(ref, path);
  if (!folder) {
    return NOT_FOUND;
  }
  const entries = folder.entries.map(({ name, sha, mode }) => ({
    id: sha,
    name,
    type: TYPES[mode] ?? 'blob',
    path: path ? `${path}/${name}` : name,
    mode,
  }));
  const isTree = ({ type }: { type: string }) => type === 'tree';
  const sorted = [
    ...entries.filter(isTree),
    ...entries.filter(entry => !isTree(entry)),
  ];
  const size = Number(query.get('per_page') ?? 20);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  return json(sorted.slice(start, start + size));
}

async function describeCommit(
  repository: GitTestRepository,
  id: string,
): Promise<object> {
  const commit = await repository.readCommit(id);
  return {
    id,
    parent_ids: await repository.listParents(id),
    title: commit?.message.split('\n')[0],
    message: commit?.message,
    author_name: commit?.author.name,
    authored_date: commit?.author.date,
  };
}
