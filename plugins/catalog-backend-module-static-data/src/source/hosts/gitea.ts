import {
  getGiteaRequestOptions,
  GiteaIntegration,
} from '@backstage/integration';
import { z } from 'zod';
import { toBranchPage } from '../branches';
import { toSyncCommit } from '../commits';
import { HostClient } from '../HostClient';
import { encodePath, nameOf, RepositoryName } from '../repositoryUrls';
import { statusOf } from '../toHostFailure';
import { CommitQuery, HostAdapter, HostCommit } from './HostAdapter';
import { HostRequests } from './HostRequests';

/** Items that it answers with at most, by default (`MAX_RESPONSE_ITEMS`). It looks for no text in them. */
const BRANCHES_PER_PAGE = 50;

/** https://docs.gitea.com/api, also of Forgejo */
const repositorySchema = z.object({
  full_name: z.string(),
  empty: z.boolean().optional(),
});

const commitsSchema = z.array(
  z.object({
    sha: z.string(),
    commit: z.object({
      message: z.string(),
      author: z
        .object({ name: z.string().optional(), date: z.string().optional() })
        .nullish(),
    }),
    parents: z.array(z.object({ sha: z.string() })).optional(),
  }),
);

const contentsSchema = z.union([
  z.array(z.object({ name: z.string(), sha: z.string(), type: z.string() })),
  // A file.
  z.object({ sha: z.string() }),
]);

const branchesSchema = z.array(z.object({ name: z.string() }));

/** Asks a Gitea or Forgejo about the repositories on it. */
export function createGiteaAdapter(integration: GiteaIntegration): HostAdapter {
  const { host, baseUrl = `https://${host}` } = integration.config;
  const client = new HostClient(host);
  const requests = new HostRequests(
    client,
    () => getGiteaRequestOptions(integration.config).headers as {},
  );
  const urlOf = (repository: RepositoryName, path = '') =>
    `${baseUrl}/api/v1/repos/${encodePath(nameOf(repository))}${path}`;

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
      {
        query: {
          sha: query.until,
          not: query.since,
          path: query.path,
          limit: query.limit,
          stat: false,
          verification: false,
          files: false,
        },
        signal,
        onRedirect,
      },
    );
    return commits?.map(({ sha, commit, parents = [] }) => ({
      id: sha,
      made: toSyncCommit({
        message: commit.message,
        author: commit.author?.name,
        time: commit.author?.date,
      }),
      parents: parents.map(parent => parent.sha),
    }));
  }

  return {
    type: 'gitea',
    host,
    rateLimitOf: () => client.rateLimit,
    openArchive: (repository, commit, signal) =>
      requests.open(urlOf(repository, `/archive/${commit}.tar.gz`), { signal }),
    async look(repository, signal) {
      const found = await look(repository, signal);
      return found && { isEmpty: found.empty ?? false };
    },
    async readFullName(repository, signal) {
      return (await look(repository, signal))?.full_name;
    },
    async resolve(repository, ref, signal, onRedirect) {
      try {
        const commits = await listCommits(
          repository,
          { until: ref, limit: 1 },
          signal,
          onRedirect,
        );
        return commits?.[0];
      } catch (error) {
        // Of an empty repository.
        if (statusOf(error) === 409) {
          return undefined;
        }
        throw error;
      }
    },
    listCommits,
    async listBranches(repository, search, signal) {
      const branches = await requests.read(
        urlOf(repository, '/branches'),
        branchesSchema,
        { query: { limit: BRANCHES_PER_PAGE }, signal },
      );
      return (
        branches &&
        toBranchPage(branches, {
          search,
          isComplete: branches.length < BRANCHES_PER_PAGE,
        })
      );
    },
    async list(repository, { commit, folder }, signal) {
      const contents = await requests.read(
        urlOf(repository, `/contents/${encodePath(folder)}`),
        contentsSchema,
        { query: { ref: commit }, signal },
      );
      return Array.isArray(contents)
        ? new Map(
            contents
              .filter(({ type }) => type === 'file' || type === 'symlink')
              .map(({ name, sha, type }) => [
                name,
                { id: sha, isLink: type === 'symlink' },
              ]),
          )
        : undefined;
    },
    async read(repository, { commit, path, maxSize }, signal) {
      return requests.download(urlOf(repository, `/raw/${encodePath(path)}`), {
        query: { ref: commit },
        maxSize,
        signal,
      });
    },
  };
}
