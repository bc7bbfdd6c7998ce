import {
  BitbucketServerIntegration,
  getBitbucketServerRequestOptions,
} from '@backstage/integration';
import { z } from 'zod';
import { BRANCHES_PER_PAGE, toBranchPage } from '../branches';
import { toSyncCommit } from '../commits';
import { HostClient } from '../HostClient';
import { encodePath, RepositoryName } from '../repositoryUrls';
import { badAnswer } from '../sourceFailures';
import { CommitQuery, HostAdapter, HostCommit, HostFile } from './HostAdapter';
import { HostRequests } from './HostRequests';

const PAGE_SIZE = 500;

/** Pages of a folder: one with more files is no folder of a project. */
const MAX_PAGES = 20;

/** https://developer.atlassian.com/server/bitbucket/rest/latest/api-group-repository */
const repositorySchema = z.object({
  slug: z.string(),
  project: z.object({ key: z.string() }),
});

const commitsSchema = z.object({
  values: z.array(
    z.object({
      id: z.string(),
      message: z.string(),
      author: z.object({ name: z.string().optional() }).nullish(),
      authorTimestamp: z.number().optional(),
      parents: z.array(z.object({ id: z.string() })).optional(),
    }),
  ),
});

const browseSchema = z.object({
  // A file has lines in place of them.
  children: z
    .object({
      values: z.array(
        z.object({
          type: z.string(),
          path: z.object({ name: z.string() }),
          contentId: z.string().optional(),
        }),
      ),
      isLastPage: z.boolean(),
      nextPageStart: z.number().nullish(),
    })
    .optional(),
});

const branchesSchema = z.object({
  values: z.array(z.object({ displayId: z.string() })),
  isLastPage: z.boolean(),
});

/** Asks a Bitbucket Server or Data Center about the repositories on it. */
export function createBitbucketServerAdapter(
  integration: BitbucketServerIntegration,
): HostAdapter {
  const { config } = integration;
  const { host, apiBaseUrl } = config;
  const client = new HostClient(host);
  const requests = new HostRequests(
    client,
    () =>
      getBitbucketServerRequestOptions(config).headers as Record<
        string,
        string
      >,
  );
  const urlOf = ({ owner, name }: RepositoryName, path = '') =>
    `${apiBaseUrl}/projects/${encodePath(owner)}/repos/${encodePath(
      name,
    )}${path}`;
  const look = (repository: RepositoryName, signal: AbortSignal) =>
    requests.read(urlOf(repository), repositorySchema, { signal });

  async function listCommits(
    repository: RepositoryName,
    query: Omit<CommitQuery, 'until'> & { until: string | undefined },
    signal: AbortSignal,
    onRedirect?: () => void,
  ): Promise<HostCommit[] | undefined> {
    const commits = await requests.read(
      urlOf(repository, '/commits'),
      commitsSchema,
      { query, signal, onRedirect },
    );
    return commits?.values.map(
      ({ id, message, author, authorTimestamp, parents = [] }) => ({
        id,
        made: toSyncCommit({
          message,
          author: author?.name,
          time:
            authorTimestamp === undefined
              ? undefined
              : new Date(authorTimestamp).toISOString(),
        }),
        parents: parents.map(parent => parent.id),
      }),
    );
  }

  return {
    type: 'bitbucketServer',
    host,
    rateLimitOf: () => client.rateLimit,
    openArchive: (repository, commit, signal) =>
      requests.open(urlOf(repository, '/archive'), {
        query: { at: commit, format: 'tgz', prefix: `${repository.name}/` },
        signal,
      }),
    async look(repository, signal) {
      const found = await look(repository, signal);
      // An empty one is not told from others.
      return found && { isEmpty: false };
    },
    async readFullName(repository, signal) {
      const found = await look(repository, signal);
      return found && `${found.project.key}/${found.slug}`;
    },
    async resolve(repository, ref, signal, onRedirect) {
      const commits = await listCommits(
        repository,
        { until: ref, limit: 1 },
        signal,
        onRedirect,
      );
      return commits?.[0];
    },
    listCommits,
    async listBranches(repository, search, signal) {
      const branches = await requests.read(
        urlOf(repository, '/branches'),
        branchesSchema,
        {
          query: {
            filterText: search,
            orderBy: 'MODIFICATION',
            limit: BRANCHES_PER_PAGE,
          },
          signal,
        },
      );
      return (
        branches &&
        toBranchPage(
          branches.values.map(({ displayId: name }) => ({ name })),
          { search, isComplete: branches.isLastPage },
        )
      );
    },
    async list(repository, { commit, folder }, signal) {
      const files = new Map<string, HostFile>();
      let start = 0;
      for (let page = 1; page <= MAX_PAGES; page++) {
        const listed: z.output<typeof browseSchema> | undefined =
          await requests.read(
            urlOf(repository, `/browse/${encodePath(folder)}`),
            browseSchema,
            { query: { at: commit, limit: PAGE_SIZE, start }, signal },
          );
        if (!listed?.children) {
          return undefined;
        }
        const { values, isLastPage, nextPageStart } = listed.children;
        for (const { type, path, contentId = commit } of values) {
          if (type === 'FILE') {
            files.set(path.name, { id: contentId, isLink: false });
          }
        }
        if (isLastPage) {
          return files;
        }
        start = nextPageStart ?? start + values.length;
      }
      throw badAnswer(
        `${host} does not list all files of a folder of ${repository.owner}/${repository.name}: ${folder}`,
      );
    },
    async read(repository, { commit, path, maxSize }, signal) {
      return requests.download(urlOf(repository, `/raw/${encodePath(path)}`), {
        query: { at: commit },
        maxSize,
        signal,
      });
    },
  };
}
