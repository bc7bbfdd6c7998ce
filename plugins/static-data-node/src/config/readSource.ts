import { resolve } from 'node:path';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import {
  REPOSITORY_HOST_TYPES,
  RepositoryHostType,
} from '@internal/plugin-static-data-common';
import {
  parseRepositoryAddress,
  RepositoryHost,
  toCurrentAddress,
} from '@internal/plugin-static-data-model';
import trimEnd from 'lodash/trimEnd';
import { findBaseUrl } from './findBaseUrl';
import { listIntegratedHosts } from './listIntegratedHosts';
import { invalid, parseHttpUrl, valuesOf } from './values';

/**
 * A repository, and a branch of it.
 *
 * @public
 */
export interface RepositoryConfig {
  host: string;
  /** See `RepositoryHost`. */
  baseUrl?: string;
  /** The group, project, workspace or organisation that it belongs to, with those that this is in. */
  owner: string;
  name: string;
  branch: string;
}

/**
 * A repository on GitHub or GitHub Enterprise.
 *
 * @public
 */
export interface GithubSourceConfig extends RepositoryConfig {
  type: 'github';
  /** Base address of the REST API; undefined means that of the integration. */
  apiBaseUrl?: string;
  /** Secret. Undefined means: the credentials of `integrations.github`. */
  token?: string;
}

/**
 * A repository on another host of Backstage's integrations, which has its addresses and credentials.
 *
 * @public
 */
export interface HostedSourceConfig extends RepositoryConfig {
  type: Exclude<RepositoryHostType, 'github'>;
}

/**
 * A repository, whichever host it is on.
 *
 * @public
 */
export type RepositorySourceConfig = GithubSourceConfig | HostedSourceConfig;

/**
 * A directory on the machine of the backend.
 *
 * @public
 */
export interface DirectorySourceConfig {
  type: 'directory';
  /** As it was configured. */
  directory: string;
  /** Absolute. */
  path: string;
}

/**
 * Where the source is.
 *
 * @public
 */
export type SourceConfig = RepositorySourceConfig | DirectorySourceConfig;

const DEFAULT_BRANCH = 'main';

/**
 * Reads where a source is.
 *
 * @param at - where the configuration is below `staticData`
 * @param rootConfig - with the integrations that the URL of a source may be of
 */
export function readSource(
  config: Config,
  at: string,
  rootConfig: Config,
): SourceConfig {
  const { line } = valuesOf(config, at);
  const github = config.getOptionalConfig('github');
  const url = line('url');
  const directory = line('directory');
  const places = Object.entries({ url, github, directory });
  const given = places.filter(([, value]) => value !== undefined);
  if (given.length !== 1) {
    const keys = places.map(([key]) => `'staticData.${at}${key}'`).join(', ');
    const others = at ? '' : `, or several sources under 'staticData.sources'`;
    throw new InputError(
      `Invalid configuration: expected exactly one of ${keys}${others}, got ${
        given.map(([key]) => key).join(' and ') || 'none'
      }`,
    );
  }
  if (directory !== undefined) {
    return { type: 'directory', directory, path: resolve(directory) };
  }
  return github
    ? readGithubSource(github, at, line('github.branch') ?? DEFAULT_BRANCH)
    : readHostedSource(url!, at, line('branch') ?? DEFAULT_BRANCH, rootConfig);
}

function readGithubSource(
  config: Config,
  at: string,
  branch: string,
): GithubSourceConfig {
  const configuredHost = config.getOptionalString('host');
  if (
    configuredHost !== undefined &&
    !/^[\w.-]+(:\d+)?$/.test(configuredHost)
  ) {
    throw invalid(
      `${at}github.host`,
      'a host name without scheme or path',
      configuredHost,
    );
  }
  const repo = config.getString('repo');
  const { host, owner, name } = readRepository(repo, at, configuredHost);
  const apiBaseUrl = config.getOptionalString('apiBaseUrl');
  if (apiBaseUrl !== undefined && !parseHttpUrl(apiBaseUrl)) {
    throw invalid(`${at}github.apiBaseUrl`, 'an http or https URL', apiBaseUrl);
  }
  return {
    type: 'github',
    host,
    owner,
    name,
    branch,
    apiBaseUrl: apiBaseUrl && trimEnd(apiBaseUrl, '/'),
    token: config.getOptionalString('token'),
  };
}

/** Reads the repository of the source, whose address may name the host. */
function readRepository(
  repo: string,
  at: string,
  configuredHost: string | undefined,
): { host: string; owner: string; name: string } {
  const parse = (host: string) =>
    parseRepositoryAddress(repo, [
      { host: host.toLowerCase(), type: 'github', access: 'own' },
    ]);
  let host = configuredHost ?? 'github.com';
  let result = parse(host);
  if ('problem' in result && result.unknownHost && !configuredHost) {
    host = result.unknownHost;
    result = parse(host);
  }
  if ('problem' in result) {
    throw invalid(
      `${at}github.repo`,
      configuredHost
        ? `'owner/name', or the address of a repository on ${configuredHost}`
        : `'owner/name', or the address of a repository`,
      repo,
    );
  }
  const { owner, name, ref, refAndPath } = result.address;
  if (ref !== undefined || refAndPath !== undefined) {
    throw invalid(
      `${at}github.repo`,
      `a repository without a branch, which belongs into 'staticData.${at}github.branch'`,
      repo,
    );
  }
  return { host, owner, name };
}

/** The host is one of the integrations, which say what kind of host it is. */
function readHostedSource(
  url: string,
  at: string,
  branch: string,
  rootConfig: Config,
): RepositorySourceConfig {
  const known = listIntegratedHosts(rootConfig);
  const { host } = parseHttpUrl(toCurrentAddress(url, known)) ?? {};
  if (!host) {
    throw invalid(`${at}url`, 'the http or https URL of a repository', url);
  }
  const types = known
    .filter(each => each.host === host)
    .map(({ type }) => type);
  const type = REPOSITORY_HOST_TYPES.find(each => types.includes(each));
  if (!type) {
    const kinds = REPOSITORY_HOST_TYPES.join(', ');
    throw invalid(
      `${at}url`,
      types.length > 0
        ? `on a host of one of these kinds: ${kinds}. ${host} is one of ${types}`
        : `on a host that is configured under 'integrations' (${kinds})`,
      url,
    );
  }
  const baseUrl = findBaseUrl(ScmIntegrations.fromConfig(rootConfig), host);
  const hosts: RepositoryHost[] = [{ host, baseUrl, type, access: 'own' }];
  const result = parseRepositoryAddress(url, hosts);
  if ('problem' in result) {
    throw invalid(
      `${at}url`,
      `the URL of a repository${baseUrl ? ` below ${baseUrl}` : ''}`,
      url,
    );
  }
  const { owner, name, ref, path, refAndPath } = result.address;
  if ([ref, path, refAndPath].some(place => place !== undefined)) {
    throw invalid(
      `${at}url`,
      `that of a repository, without a branch, which belongs into 'staticData.${at}branch', and without a folder`,
      url,
    );
  }
  return { type, host, ...(baseUrl && { baseUrl }), owner, name, branch };
}
