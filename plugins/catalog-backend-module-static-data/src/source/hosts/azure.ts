import {
  AzureDevOpsCredentialsProvider,
  AzureIntegration,
  getAzureCommitsUrl,
} from '@backstage/integration';
import { repositoryPage } from '@internal/plugin-static-data-common';
import memoize from 'lodash/memoize';
import { posix } from 'node:path';
import { z } from 'zod';
import { BRANCHES_PER_PAGE, toBranchPage } from '../branches';
import { toSyncCommit } from '../commits';
import { HostClient } from '../HostClient';
import { RepositoryName } from '../repositoryUrls';
import { HostAdapter, HostCommit } from './HostAdapter';
import { HostRequests } from './HostRequests';

const API_VERSION = '6.0';

const COMMIT = /^[0-9a-f]{40}$/;

/** https://learn.microsoft.com/rest/api/azure/devops/git/repositories */
const repositorySchema = z.object({
  name: z.string(),
  project: z.object({ name: z.string() }),
  defaultBranch: z.string().optional(),
});

/** https://learn.microsoft.com/rest/api/azure/devops/git/commits */
const commitsSchema = z.object({
  value: z.array(
    z.object({
      commitId: z.string(),
      comment: z.string().optional(),
      author: z
        .object({ name: z.string().optional(), date: z.string().optional() })
        .nullish(),
    }),
  ),
});

/** https://learn.microsoft.com/rest/api/azure/devops/git/items */
const itemsSchema = z.object({
  value: z.array(
    z.object({
      objectId: z.string(),
      path: z.string(),
      gitObjectType: z.string().optional(),
      isFolder: z.boolean().optional(),
      isSymLink: z.boolean().optional(),
    }),
  ),
});

/** https://learn.microsoft.com/rest/api/azure/devops/git/refs */
const refsSchema = z.object({ value: z.array(z.object({ name: z.string() })) });

/** A host of one organisation, whose name no owner has in it. */
const ORGANISATION_HOST = /\.visualstudio\.com$/;

/** Asks Azure DevOps about repositories. */
export function createAzureAdapter(
  integration: AzureIntegration,
  credentialsProvider: AzureDevOpsCredentialsProvider,
): HostAdapter {
  const { host } = integration.config;
  // Azure DevOps limits each organisation for itself, for which there may be other credentials.
  const requestsOf = memoize(
    (_organisation: string) =>
      new HostRequests(
        new HostClient(host),
        async url =>
          (await credentialsProvider.getCredentials({ url }))?.headers,
      ),
  );
  const requestsFor = ({ owner }: RepositoryName) =>
    requestsOf(ORGANISATION_HOST.test(host) ? '' : organisationOf(owner));
  const pageOf = (repository: RepositoryName) =>
    repositoryPage('azure', { ...repository, host });
  // Where the API is depends on how the host is called, which Backstage knows.
  const urlOf = (repository: RepositoryName, path = '') => {
    const url = new URL(getAzureCommitsUrl(pageOf(repository)));
    url.search = '';
    return url.href.replace(/\/commits$/, path);
  };
  const query = { 'api-version': API_VERSION };
  const atCommit = (commit: string) => ({
    ...query,
    'versionDescriptor.version': commit,
    'versionDescriptor.versionType': 'commit',
  });
  const look = (repository: RepositoryName, signal: AbortSignal) =>
    requestsFor(repository).read(urlOf(repository), repositorySchema, {
      query,
      signal,
    });

  async function find(
    repository: RepositoryName,
    version: { name: string; type: string } | undefined,
    signal: AbortSignal,
  ): Promise<HostCommit | undefined> {
    const commits = await requestsFor(repository).read(
      urlOf(repository, '/commits'),
      commitsSchema,
      {
        query: {
          ...query,
          'searchCriteria.$top': 1,
          'searchCriteria.itemVersion.version': version?.name,
          'searchCriteria.itemVersion.versionType': version?.type,
        },
        signal,
      },
    );
    const [latest] = commits?.value ?? [];
    return (
      latest && {
        id: latest.commitId,
        made: toSyncCommit({
          message: latest.comment ?? '',
          author: latest.author?.name,
          time: latest.author?.date,
        }),
        parents: [],
      }
    );
  }

  return {
    type: 'azure',
    host,
    rateLimitOf: repository => requestsFor(repository).client.rateLimit,
    openArchive: (repository, commit, signal) =>
      requestsFor(repository).open(urlOf(repository, '/items'), {
        query: {
          ...atCommit(commit),
          recursionLevel: 'full',
          download: true,
          $format: 'zip',
        },
        signal,
      }),
    async look(repository, signal) {
      const found = await look(repository, signal);
      return found && { isEmpty: found.defaultBranch === undefined };
    },
    async readFullName(repository, signal) {
      const found = await look(repository, signal);
      return found && toFullName(repository, found);
    },
    async resolve(repository, ref, signal) {
      if (ref === undefined) {
        return find(repository, undefined, signal);
      }
      for (const type of COMMIT.test(ref) ? ['commit'] : ['branch', 'tag']) {
        const commit = await find(repository, { name: ref, type }, signal);
        if (commit) {
          return commit;
        }
      }
      return undefined;
    },
    async listBranches(repository, search, signal) {
      const refs = await requestsFor(repository).read(
        urlOf(repository, '/refs'),
        refsSchema,
        {
          query: {
            ...query,
            filter: 'heads/',
            filterContains: search,
            $top: BRANCHES_PER_PAGE,
          },
          signal,
        },
      );
      return (
        refs &&
        toBranchPage(
          refs.value.map(({ name }) => ({
            name: name.replace(/^refs\/heads\//, ''),
          })),
          { search },
        )
      );
    },
    async list(repository, { commit, folder }, signal) {
      const scopePath = `/${folder}`;
      const items = await requestsFor(repository).read(
        urlOf(repository, '/items'),
        itemsSchema,
        {
          query: {
            ...atCommit(commit),
            scopePath,
            recursionLevel: 'OneLevel',
          },
          signal,
        },
      );
      // Of a file, the file itself.
      const isFile = items?.value.some(
        ({ path, isFolder }) => path === scopePath && !isFolder,
      );
      return items && !isFile
        ? new Map(
            items.value
              .filter(({ gitObjectType }) => gitObjectType === 'blob')
              .map(({ path, objectId, isSymLink = false }) => [
                posix.basename(path),
                { id: objectId, isLink: isSymLink },
              ]),
          )
        : undefined;
    },
    async read(repository, { commit, path, maxSize }, signal) {
      return requestsFor(repository).download(urlOf(repository, '/items'), {
        query: {
          ...atCommit(commit),
          path: `/${path}`,
          $format: 'octetStream',
        },
        headers: { accept: 'application/octet-stream' },
        maxSize,
        signal,
      });
    },
  };
}

function organisationOf(owner: string): string {
  return owner.split('/')[0].toLowerCase();
}

/** The name with the organisation, which is not told, as it is in the address. */
function toFullName(
  { owner }: RepositoryName,
  { name, project }: { name: string; project: { name: string } },
): string {
  const organisation = owner.split('/').slice(0, -1);
  return [...organisation, project.name, name].join('/');
}
