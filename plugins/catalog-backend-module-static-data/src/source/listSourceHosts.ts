import type { ScmIntegrations } from '@backstage/integration';
import { REPOSITORY_HOST_TYPES } from '@internal/plugin-static-data-common';
import { ANY_HOST, RepositoryHost } from '@internal/plugin-static-data-model';
import { findBaseUrl } from '@internal/plugin-static-data-node/config';
import type {
  RepositorySourceConfig,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node';

/** Integrations with storage that has no repositories. */
const NOT_FOR_REPOSITORIES = ['awsS3', 'azureBlobStorage', 'googleGcs'];

const READABLE_TYPES: readonly string[] = REPOSITORY_HOST_TYPES;

/** The hosts that addresses of repositories in a source can name, and which repositories on them. */
export function listSourceHosts(
  config: Pick<SyncSourceConfig, 'source' | 'repositories'>,
  integrations: ScmIntegrations,
): RepositoryHost[] {
  const { source, repositories } = config;
  if (source.type === 'directory') {
    // A directory holds the repositories of all hosts, also of those that are not configured.
    return [
      ...listHosts(integrations, () => 'own'),
      { host: ANY_HOST, type: 'any', access: 'own' },
    ];
  }
  const known = listHosts(integrations, ({ type }) =>
    READABLE_TYPES.includes(type) ? 'other' : 'none',
  );
  const { host, baseUrl, type } = source;
  return [
    { host, ...(baseUrl && { baseUrl }), type, access: 'own' } as const,
    ...known.filter(other => other.host !== host),
  ].map(each => ({
    ...each,
    repositories: listAllowed(repositories.allow, each.host, source, known),
  }));
}

/**
 * Which repositories on a host an application may name: those of the source's owner, and those that
 * the configuration adds. The credentials may see more than who writes the source may.
 */
function listAllowed(
  patterns: string[],
  host: string,
  source: RepositorySourceConfig,
  known: RepositoryHost[],
): string[] {
  const isOwn = host === source.host;
  return [
    ...(isOwn ? [`${source.owner}/*`] : []),
    ...patterns.flatMap(pattern => {
      // An owner may have several names, so only who knows the hosts can tell them apart.
      const [first, ...rest] = pattern.split('/');
      const namesHost = known.some(each => each.host === first);
      const isOfHost = namesHost ? first === host : isOwn;
      return isOfHost ? [namesHost ? rest.join('/') : pattern] : [];
    }),
  ];
}

/** The same hosts, where the source may also name the repositories of an owner on its own one. */
export function withOwner(
  hosts: RepositoryHost[],
  owner: string,
): RepositoryHost[] {
  return hosts.map(each =>
    each.access === 'own'
      ? { ...each, repositories: each.repositories?.concat(`${owner}/*`) }
      : each,
  );
}

/** The hosts of all integrations, those among them that Backstage knows by itself. */
function listHosts(
  integrations: ScmIntegrations,
  accessTo: (host: { type: string }) => RepositoryHost['access'],
): RepositoryHost[] {
  return integrations
    .list()
    .filter(({ type }) => !NOT_FOR_REPOSITORIES.includes(type))
    .map(({ title, type }) => {
      const host = title.toLowerCase();
      const baseUrl = findBaseUrl(integrations, host);
      return {
        host,
        ...(baseUrl && { baseUrl }),
        type,
        access: accessTo({ type }),
      };
    });
}
