import { GitTestRepository } from './GitTestRepository';
import { GitTestAnswer } from './GitTestServer';

/** A request below the address of a repository. */
export interface RepositoryRequest {
  repository: GitTestRepository;
  /** Name by which it was asked for. */
  fullName: string;
  /** First segment after the repository's name, undefined for the repository itself. */
  resource: string | undefined;
  /** Decoded segments after the resource. */
  rest: string;
  query: URLSearchParams;
  ifNoneMatch?: string;
  apiBaseUrl: string;
}

export const NOT_FOUND: GitTestAnswer = {
  status: 404,
  body: { message: 'Not Found' },
};

export const BAD_CREDENTIALS: GitTestAnswer = {
  status: 401,
  body: { message: 'Bad credentials' },
};

/** What GitHub answers where an organisation asks for a sign-in of its own. */
export const FORBIDDEN = {
  status: 403,
  body: { message: 'Resource protected by organization SAML enforcement' },
};

const EMPTY_REPOSITORY: GitTestAnswer = {
  status: 409,
  body: { message: 'Git Repository is empty.' },
};

export const RATE_LIMITED: GitTestAnswer = {
  status: 403,
  headers: { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0' },
  body: { message: 'API rate limit exceeded for 127.0.0.1.' },
};

/** What GitHub answers when too much was asked in too short a time; it may leave out for how long. */
export function secondaryLimit(retryAfterSeconds?: number) {
  return {
    status: 403,
    headers:
      retryAfterSeconds === undefined
        ? undefined
        : { 'retry-after': String(retryAfterSeconds) },
    body: {
      message: 'You have exceeded a secondary rate limit. Please wait.',
      documentation_url:
        'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
    },
  };
}

export const SERVER_ERROR: GitTestAnswer = {
  status: 500,
  body: { message: 'Server Error' },
};

/** What GitHub answers for the old name of a repository. */
export function movedTo(location: string): GitTestAnswer {
  return {
    status: 301,
    headers: { location },
    body: { message: 'Moved Permanently', url: location },
  };
}

/** What the path of a search for branches begins with. */
const MATCHING = 'matching-refs/heads/';

/** Answers like GitHub's REST API, as far as Backstage's reader uses it. */
export async function answerForRepository(
  request: RepositoryRequest,
): Promise<GitTestAnswer> {
  switch (request.resource) {
    case undefined:
      return { status: 200, body: describe(request) };
    case 'branches':
      return answerBranches(request);
    case 'commits':
      return request.rest ? answerStatus(request) : answerCommits(request);
    case 'compare':
      return answerComparison(request);
    case 'git':
      return request.rest.startsWith(MATCHING)
        ? answerMatchingRefs(request)
        : answerCommit(request);
    case 'tarball':
      return answerTarball(request);
    case 'contents':
      return answerContents(request);
    default:
      return NOT_FOUND;
  }
}

/** It does not look for any text. */
async function answerBranches({
  repository,
  query,
}: RepositoryRequest): Promise<GitTestAnswer> {
  const { names } = await repository.findBranches(null, {
    size: Math.min(100, Number(query.get('per_page') ?? 30)),
  });
  return { status: 200, body: names.map(name => ({ name })) };
}

/** The branches whose names begin with a text, which is taken literally. */
async function answerMatchingRefs({
  repository,
  rest,
}: RepositoryRequest): Promise<GitTestAnswer> {
  const start = rest.slice(MATCHING.length);
  const branches = await repository.listBranches();
  return {
    status: 200,
    body: branches
      .filter(({ name }) => name.startsWith(start))
      .map(({ name, commit }) => ({
        ref: `refs/heads/${name}`,
        object: { type: 'commit', sha: commit },
      })),
  };
}

function describe(request: RepositoryRequest): object {
  const { repository, fullName, apiBaseUrl } = request;
  const { defaultBranch } = repository;
  const url = `${apiBaseUrl}/repos/${fullName}`;
  return {
    name: fullName.split('/')[1],
    full_name: fullName,
    default_branch: defaultBranch,
    url,
    archive_url: `${url}/{archive_format}{/ref}`,
    trees_url: `${url}/git/trees{/sha}`,
  };
}

async function answerStatus(
  request: RepositoryRequest,
): Promise<GitTestAnswer> {
  const { repository, rest } = request;
  const ref = /^(.+)\/status$/.exec(rest)?.[1];
  const sha = ref && (await repository.resolve(ref));
  if (sha) {
    return {
      status: 200,
      body: {
        state: 'pending',
        statuses: [],
        total_count: 0,
        sha,
        repository: describe(request),
      },
    };
  }
  return (await repository.resolve('HEAD')) ? NOT_FOUND : EMPTY_REPOSITORY;
}

async function answerCommit(
  request: RepositoryRequest,
): Promise<GitTestAnswer> {
  const { repository, rest } = request;
  const sha = /^commits\/([0-9a-f]{40})$/.exec(rest)?.[1];
  const commit = sha && (await repository.readCommit(sha));
  return commit ? { status: 200, body: { sha, ...commit } } : NOT_FOUND;
}

/** The page of commits that the query asks for, which GitHub makes no longer than 100. */
async function answerCommits({
  repository,
  query,
}: RepositoryRequest): Promise<GitTestAnswer> {
  const sha = await repository.resolve(query.get('sha') ?? 'HEAD');
  if (!sha) {
    return NOT_FOUND;
  }
  const ids = await repository.listCommits(sha, {
    path: query.get('path') ?? undefined,
  });
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  const page = ids.slice(start, start + size);
  return {
    status: 200,
    body: await Promise.all(page.map(id => describeCommit(repository, id))),
  };
}

/** The first page: by default 250 commits in the order of time, and the first 300 files. */
async function answerComparison({
  repository,
  rest,
  query,
}: RepositoryRequest): Promise<GitTestAnswer> {
  const [base, head] = await Promise.all(
    rest.split('...').map(ref => repository.resolve(ref)),
  );
  if (!base || !head) {
    return NOT_FOUND;
  }
  const ahead = await repository.listCommits(head, { without: base });
  const behind = await repository.listCommits(base, { without: head });
  const files = await repository.listChangedFiles(base, head);
  const size = Number(query.get('per_page') ?? 250);
  const shown = ahead.reverse().slice(0, size);
  return {
    status: 200,
    body: {
      status: describeDistance(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      merge_base_commit: { sha: await repository.findMergeBase(base, head) },
      commits: await Promise.all(
        shown.map(id => describeCommit(repository, id)),
      ),
      files: files.slice(0, 300).map(({ path, previousPath }) => ({
        filename: path,
        ...(previousPath && { previous_filename: previousPath }),
      })),
    },
  };
}

function describeDistance(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) {
    return 'diverged';
  }
  if (behind > 0) {
    return 'behind';
  }
  return ahead > 0 ? 'ahead' : 'identical';
}

async function describeCommit(
  repository: RepositoryRequest['repository'],
  sha: string,
): Promise<object> {
  const parents = await repository.listParents(sha);
  return {
    sha,
    commit: await repository.readCommit(sha),
    parents: parents.map(id => ({ sha: id })),
  };
}

async function answerTarball({
  repository,
  rest,
}: RepositoryRequest): Promise<GitTestAnswer> {
  const sha = await repository.resolve(rest);
  return sha
    ? {
        status: 200,
        headers: { 'content-type': 'application/x-gzip' },
        body: await repository.archive(sha, {
          prefix: `${repository.fullName.replace('/', '-')}-${sha.slice(
            0,
            7,
          )}/`,
        }),
      }
    : NOT_FOUND;
}

async function answerContents({
  repository,
  rest,
  query,
  ifNoneMatch,
}: RepositoryRequest): Promise<GitTestAnswer> {
  const ref = query.get('ref') ?? 'HEAD';
  const folder = await repository.readFolder(ref, rest);
  if (folder) {
    const etag = `W/"${folder.id}"`;
    return ifNoneMatch === etag
      ? { status: 304, headers: { etag }, body: undefined }
      : {
          status: 200,
          headers: { etag },
          body: folder.entries.map(({ mode, ...entry }) => entry),
        };
  }
  const file = await repository.readFile(ref, rest);
  if (!file) {
    return NOT_FOUND;
  }
  const etag = `W/"${file.id}"`;
  return ifNoneMatch === etag
    ? { status: 304, headers: { etag }, body: undefined }
    : {
        status: 200,
        headers: { etag, 'content-type': 'application/vnd.github.v3.raw' },
        body: file.content,
      };
}
