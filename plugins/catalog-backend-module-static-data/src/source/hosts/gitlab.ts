import {
  getGitLabRequestOptions,
  GitLabIntegration,
} from '@backstage/integration';
import { z } from 'zod';
import { BRANCHES_PER_PAGE, toBranchPage } from '../branches';
import { toSyncCommit } from '../commits';
import { HostClient } from '../HostClient';
import { nameOf, RepositoryName } from '../repositoryUrls';
import { badAnswer } from '../sourceFailures';
import { HostAdapter, HostCommit, HostFile } from './HostAdapter';
import { GitlabMergeRequests } from './GitlabMergeRequests';
import { HostRequests } from './HostRequests';

const DEFAULT_BRANCH = 'HEAD';
const PAGE_SIZE = 100;

/** Pages of a folder: one with more files is no folder of a project. */
const MAX_PAGES = 100;

/** A symbolic link, as the mode of an entry in Git. */
const SYMLINK_MODE = '120000';

/** https://docs.gitlab.com/api/projects */
const projectSchema = z.object({
  path_with_namespace: z.string(),
  empty_repo: z.boolean().optional(),
});

/** https://docs.gitlab.com/api/commits */
const commitSchema = z.object({
  id: z.string(),
  message: z.string(),
  author_name: z.string().optional(),
  authored_date: z.string().optional(),
  parent_ids: z.array(z.string()).optional(),
});

/** https://docs.gitlab.com/api/repositories */
const treeSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    mode: z.string(),
  }),
);

/** https://docs.gitlab.com/api/branches */
const branchesSchema = z.array(z.object({ name: z.string() }));

/** Asks a GitLab about the projects on it. */
export function createGitlabAdapter(
  integration: GitLabIntegration,
): HostAdapter {
  const { host, apiBaseUrl } = integration.config;
  // Not through the integration: what `retry` makes a request wait for is within the time for its
  // answer, and hides refusals from the rate limit.
  const client = new HostClient(host);
  const requests = new HostRequests(
    client,
    () => getGitLabRequestOptions(integration.config).headers,
  );
  const urlOf = (repository: RepositoryName, path = '') =>
    `${apiBaseUrl}/projects/${encodeURIComponent(nameOf(repository))}${path}`;
  const look = (repository: RepositoryName, signal: AbortSignal) =>
    requests.read(urlOf(repository), projectSchema, { signal });
  return {
    type: 'gitlab',
    host,
    rateLimitOf: () => client.rateLimit,
    openArchive: (repository, commit, signal) =>
      requests.open(urlOf(repository, '/repository/archive'), {
        query: { sha: commit },
        signal,
      }),
    pullRequestsOf: repository =>
      new GitlabMergeRequests(requests, {
        apiBaseUrl,
        urlOf: path => urlOf(repository, path),
      }),
    async look(repository, signal) {
      const project = await look(repository, signal);
      return project && { isEmpty: project.empty_repo ?? false };
    },
    async readFullName(repository, signal) {
      return (await look(repository, signal))?.path_with_namespace;
    },
    async resolve(repository, ref, signal, onRedirect) {
      const name = encodeURIComponent(ref ?? DEFAULT_BRANCH);
      const commit = await requests.read(
        urlOf(repository, `/repository/commits/${name}`),
        commitSchema,
        { query: { stats: false }, signal, onRedirect },
      );
      return commit && toHostCommit(commit);
    },
    async listCommits(repository, { until, since, path, limit }, signal) {
      const commits = await requests.read(
        urlOf(repository, '/repository/commits'),
        z.array(commitSchema),
        {
          query: {
            ref_name: since === undefined ? until : `${since}..${until}`,
            path,
            per_page: limit,
          },
          signal,
        },
      );
      return commits?.map(toHostCommit);
    },
    async listBranches(repository, search, signal) {
      const branches = await requests.read(
        urlOf(repository, '/repository/branches'),
        branchesSchema,
        {
          query: {
            // There, they would mean the beginning and the end of a name.
            search: search?.replace(/^\^|\$$/g, ''),
            per_page: BRANCHES_PER_PAGE,
          },
          signal,
        },
      );
      return branches && toBranchPage(branches, { search });
    },
    async list(repository, { commit, folder }, signal) {
      const files = new Map<string, HostFile>();
      let size = 0;
      for (let page = 1; page <= MAX_PAGES; page++) {
        const entries = await requests.read(
          urlOf(repository, '/repository/tree'),
          treeSchema,
          {
            query: { ref: commit, path: folder, per_page: PAGE_SIZE, page },
            signal,
          },
        );
        size += entries?.length ?? 0;
        for (const { id, name, type, mode } of entries ?? []) {
          if (type === 'blob') {
            files.set(name, { id, isLink: mode === SYMLINK_MODE });
          }
        }
        if (!entries || entries.length < PAGE_SIZE) {
          // Git has no empty folders, but GitLab may answer so for what is no folder.
          return size > 0 || folder === '' ? files : undefined;
        }
      }
      throw badAnswer(
        `${nameOf(repository)} on ${host} has a folder with more than ${
          MAX_PAGES * PAGE_SIZE
        } files: ${folder}`,
      );
    },
    async read(repository, { commit, path, maxSize }, signal) {
      return requests.download(
        urlOf(repository, `/repository/files/${encodeURIComponent(path)}/raw`),
        { query: { ref: commit }, maxSize, signal },
      );
    },
  };
}

function toHostCommit(commit: z.output<typeof commitSchema>): HostCommit {
  return {
    id: commit.id,
    made: toSyncCommit({
      message: commit.message,
      author: commit.author_name,
      time: commit.authored_date,
    }),
    parents: commit.parent_ids ?? [],
  };
}
