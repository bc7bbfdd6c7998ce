import {
  BitbucketCloudIntegration,
  getBitbucketCloudRequestOptions,
} from '@backstage/integration';
import { repositoryPage } from '@internal/plugin-static-data-common';
import { z } from 'zod';
import { BRANCHES_PER_PAGE, toBranchPage } from '../branches';
import { toSyncCommit } from '../commits';
import { HostClient } from '../HostClient';
import { encodePath, nameOf, RepositoryName } from '../repositoryUrls';
import { badAnswer } from '../sourceFailures';
import { CommitQuery, HostAdapter, HostCommit, HostFile } from './HostAdapter';
import { HostRequests } from './HostRequests';

const PAGE_SIZE = 100;

/** Pages of a folder: one with more files is no folder of a project. */
const MAX_PAGES = 100;

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-repositories */
const repositorySchema = z.object({
  full_name: z.string(),
  mainbranch: z.object({ name: z.string() }).nullish(),
});

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commits */
const commitsSchema = z.object({
  values: z.array(
    z.object({
      hash: z.string(),
      message: z.string(),
      date: z.string().optional(),
      author: z.object({ raw: z.string().optional() }).nullish(),
      parents: z.array(z.object({ hash: z.string() })).optional(),
    }),
  ),
});

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-source */
const folderSchema = z.object({
  values: z.array(
    z.object({
      type: z.string(),
      path: z.string(),
      attributes: z.array(z.string()).nullish(),
    }),
  ),
  next: z.string().optional(),
});

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-refs */
const branchesSchema = z.object({
  values: z.array(z.object({ name: z.string() })),
  next: z.string().optional(),
});

/** Asks Bitbucket Cloud about repositories. */
export function createBitbucketCloudAdapter(
  integration: BitbucketCloudIntegration,
): HostAdapter {
  const { config } = integration;
  const { host, apiBaseUrl } = config;
  const client = new HostClient(host);
  const requests = new HostRequests(
    client,
    async () => (await getBitbucketCloudRequestOptions(config)).headers,
  );
  const urlOf = (repository: RepositoryName, path = '') =>
    `${apiBaseUrl}/repositories/${encodePath(nameOf(repository))}${path}`;
  const look = (repository: RepositoryName, signal: AbortSignal) =>
    requests.read(urlOf(repository), repositorySchema, { signal });

  async function listCommits(
    repository: RepositoryName,
    { until, since, path, limit }: CommitQuery,
    signal: AbortSignal,
    onRedirect?: () => void,
  ): Promise<HostCommit[] | undefined> {
    // In the path, a branch could not have a slash.
    const commits = await requests.read(
      urlOf(repository, '/commits'),
      commitsSchema,
      {
        query: { include: until, exclude: since, path, pagelen: limit },
        signal,
        onRedirect,
      },
    );
    return commits?.values.map(
      ({ hash, message, author, date, parents = [] }) => ({
        id: hash,
        made: toSyncCommit({
          message,
          // As Git has it, with an address for mail, which is not for everybody.
          author: author?.raw?.split('<')[0].trim(),
          time: date,
        }),
        parents: parents.map(parent => parent.hash),
      }),
    );
  }

  return {
    type: 'bitbucketCloud',
    host,
    rateLimitOf: () => client.rateLimit,
    // The API has none: they are where people find them.
    openArchive: (repository, commit, signal) =>
      requests.open(
        `${repositoryPage('bitbucketCloud', {
          ...repository,
          host,
        })}/get/${commit}.tar.gz`,
        { signal },
      ),
    async look(repository, signal) {
      const found = await look(repository, signal);
      return found && { isEmpty: !found.mainbranch };
    },
    async readFullName(repository, signal) {
      return (await look(repository, signal))?.full_name;
    },
    async resolve(repository, ref, signal, onRedirect) {
      const name = ref ?? (await look(repository, signal))?.mainbranch?.name;
      const commits =
        name === undefined
          ? undefined
          : await listCommits(
              repository,
              { until: name, limit: 1 },
              signal,
              onRedirect,
            );
      return commits?.[0];
    },
    listCommits,
    async listBranches(repository, search, signal) {
      const branches = await requests.read(
        urlOf(repository, '/refs/branches'),
        branchesSchema,
        {
          query: {
            q:
              search === undefined
                ? undefined
                : `name ~ ${JSON.stringify(search)}`,
            sort: '-target.date',
            pagelen: BRANCHES_PER_PAGE,
          },
          signal,
        },
      );
      return (
        branches &&
        toBranchPage(branches.values, {
          search,
          isComplete: branches.next === undefined,
        })
      );
    },
    async list(repository, { commit, folder }, signal) {
      const files = new Map<string, HostFile>();
      // With a slash at its end, a file is not found.
      let next: string | undefined = urlOf(
        repository,
        `/src/${commit}/${folder === '' ? '' : `${encodePath(folder)}/`}`,
      );
      for (let page = 1; page <= MAX_PAGES; page++) {
        const listed: z.output<typeof folderSchema> | undefined =
          await requests.read(next, folderSchema, {
            query: { pagelen: PAGE_SIZE },
            signal,
          });
        if (!listed) {
          return undefined;
        }
        for (const { type, path, attributes } of listed.values) {
          if (type === 'commit_file') {
            files.set(path.slice(path.lastIndexOf('/') + 1), {
              // The ids of contents are not told.
              id: commit,
              isLink: attributes?.includes('link') ?? false,
            });
          }
        }
        next = listed.next;
        if (next === undefined) {
          return files;
        }
        if (!next.startsWith(`${apiBaseUrl}/`)) {
          break;
        }
      }
      throw badAnswer(
        `${host} does not list all files of a folder of ${nameOf(
          repository,
        )}: ${folder}`,
      );
    },
    async read(repository, { commit, path, maxSize }, signal) {
      return requests.download(
        urlOf(repository, `/src/${commit}/${encodePath(path)}`),
        { maxSize, signal },
      );
    },
  };
}
