import { GitTestRepository } from './GitTestRepository';
import {
  GitTestAnswer,
  GitTestHostRequest,
  GitTestServer,
  json,
} from './GitTestServer';

const UNAUTHORIZED = { status: 401, body: undefined };

/** What is answered to nobody in particular. */
const SIGN_IN = {
  status: 203,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: Buffer.from('<!DOCTYPE html><title>Azure DevOps | Sign In</title>'),
};

function failure(status: number, message: string): GitTestAnswer {
  return { status, body: { $id: '1', message } };
}

const NOT_FOUND = failure(404, 'TF401019: The repository does not exist.');
const NO_SUCH_VERSION = failure(404, 'TF401175: The version does not exist.');

/** Only these names begin a ref of that type. */
const REFS: Record<string, string> = {
  branch: 'refs/heads/',
  tag: 'refs/tags/',
  commit: '',
};

/**
 * Speaks the REST API of Azure DevOps: https://learn.microsoft.com/rest/api/azure/devops/git/
 *
 * @public
 */
export class AzureTestServer extends GitTestServer {
  protected readonly failures = {
    unauthorized: UNAUTHORIZED,
    rateLimit: this.limit(3600),
    notFound: NOT_FOUND,
    serverError: failure(500, 'An internal error occurred'),
  };

  /** @param options - with a token, who has none is asked to sign in */
  static async start(options?: { token?: string }): Promise<AzureTestServer> {
    return new AzureTestServer(options).listen();
  }

  protected limit(retryAfterSeconds: number): GitTestAnswer {
    const { status, body } = failure(429, 'TF400733: The request was blocked.');
    return {
      status,
      headers: { 'retry-after': String(retryAfterSeconds) },
      body,
    };
  }

  protected async respond(request: GitTestHostRequest): Promise<GitTestAnswer> {
    const { path, query, headers } = request;
    const [organisation, project, apis, git, , name, resource] = path;
    const { authorization } = headers;
    if (this.token) {
      const token = Buffer.from(`:${this.token}`).toString('base64');
      if (!authorization) {
        return SIGN_IN;
      }
      if (authorization !== `Basic ${token}`) {
        return UNAUTHORIZED;
      }
    }
    // It answers to the name that a project had before.
    const asked = `${organisation}/${project}/${name}`;
    const fullName = this.repositories.has(asked)
      ? asked
      : this.renamed.get(asked) ?? asked;
    const repository = this.repositories.get(fullName);
    if (apis !== '_apis' || git !== 'git' || !repository) {
      return NOT_FOUND;
    }
    switch (resource) {
      case undefined:
        return json({
          name: fullName.split('/')[2],
          project: { name: fullName.split('/')[1] },
          ...((await repository.resolve('HEAD')) && {
            defaultBranch: `refs/heads/${repository.defaultBranch}`,
          }),
        });
      case 'commits':
        return answerCommits(repository, query);
      case 'refs':
        return answerBranches(repository, query);
      case 'items':
        return answerItems(repository, query, headers.accept);
      default:
        return NOT_FOUND;
    }
  }
}

/** Without a type, a version is that of a branch. */
async function resolveVersion(
  repository: GitTestRepository,
  query: URLSearchParams,
  prefixes: string[],
): Promise<string | undefined> {
  const read = (name: string) =>
    prefixes.map(prefix => query.get(`${prefix}${name}`)).find(Boolean);
  const version = read('version');
  return repository.resolve(
    version ? `${REFS[read('versionType') ?? 'branch']}${version}` : 'HEAD',
  );
}

async function answerBranches(
  repository: GitTestRepository,
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  if (query.get('filter') !== 'heads/') {
    return NOT_FOUND;
  }
  const { names } = await repository.findBranches(query.get('filterContains'), {
    size: Number(query.get('$top') ?? 1000),
  });
  const value = names.map(name => ({ name: `${REFS.branch}${name}` }));
  return json({ count: value.length, value });
}

async function answerCommits(
  repository: GitTestRepository,
  query: URLSearchParams,
): Promise<GitTestAnswer> {
  const sha = await resolveVersion(repository, query, [
    'searchCriteria.itemVersion.',
  ]);
  if (!sha) {
    return NO_SUCH_VERSION;
  }
  const ids = await repository.listCommits(sha, {
    path: query.get('searchCriteria.itemPath') ?? undefined,
  });
  const page = ids.slice(0, Number(query.get('searchCriteria.$top') ?? 100));
  const value = await Promise.all(
    page.map(async commitId => {
      const commit = await repository.readCommit(commitId);
      return { commitId, author: commit?.author, comment: commit?.message };
    }),
  );
  return json({ count: value.length, value });
}

/** The zip of everything, the list of a folder, or a file. */
async function answerItems(
  repository: GitTestRepository,
  query: URLSearchParams,
  accept: string | undefined,
): Promise<GitTestAnswer> {
  const sha = await resolveVersion(repository, query, [
    'versionDescriptor.',
    '',
  ]);
  if (!sha) {
    return NO_SUCH_VERSION;
  }
  if (query.get('$format') === 'zip' || accept === 'application/zip') {
    return {
      status: 200,
      headers: { 'content-type': 'application/zip' },
      body: await repository.archive(sha, { format: 'zip' }),
    };
  }
  const path = query.get('path');
  if (path !== null) {
    const file = await repository.readFile(sha, path.replace(/^\//, ''));
    return file
      ? {
          status: 200,
          headers: { 'content-type': 'application/octet-stream' },
          body: file.content,
        }
      : NOT_FOUND;
  }
  const scopePath = query.get('scopePath') ?? '/';
  const inGit = scopePath.replace(/^\//, '');
  const folder = await repository.readFolder(sha, inGit);
  const file = folder ? undefined : await repository.readFile(sha, inGit);
  if (!folder && !file) {
    return NOT_FOUND;
  }
  const own = {
    objectId: folder?.id ?? file!.id,
    gitObjectType: folder ? 'tree' : 'blob',
    path: scopePath,
    ...(folder && { isFolder: true }),
  };
  const children = folder?.entries.map(({ name, sha: objectId, type }) => ({
    objectId,
    gitObjectType: type === 'dir' ? 'tree' : 'blob',
    path: `${scopePath.replace(/\/$/, '')}/${name}`,
    ...(type === 'dir' && { isFolder: true }),
    ...(type === 'symlink' && { isSymLink: true }),
  }));
  const value = [own, ...(children ?? [])];
  return json({ count: value.length, value });
}
