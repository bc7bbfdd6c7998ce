import { RootConfigService } from '@backstage/backend-plugin-api';
import {
  GithubIntegration,
  ScmIntegrations,
  SingleInstanceGithubCredentialsProvider,
} from '@backstage/integration';
import {
  GithubSourceConfig,
  RepositorySourceConfig,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node';
import memoize from 'lodash/memoize';
import { Redactor } from '../Redactor';
import { DirectorySourceReader } from './directory/DirectorySourceReader';
import { GithubApi } from './github/GithubApi';
import {
  GithubArchitectureReader,
  toCredentialsKey,
} from './github/GithubArchitectureReader';
import { GithubBuildFilesReader } from './github/GithubBuildFilesReader';
import { GithubCommits } from './github/GithubCommits';
import { GithubObjects, OBJECTS_PER_REQUEST } from './github/GithubObjects';
import { GithubPullRequests } from './github/GithubPullRequests';
import { GithubHost } from './github/readGithubBuildFiles';
import { createHostAdapters } from './hosts/createHostAdapters';
import { HostAdapter } from './hosts/HostAdapter';
import { HostedArchitectureReader } from './hosts/HostedArchitectureReader';
import { HostedBuildFilesReader } from './hosts/HostedBuildFilesReader';
import { listSourceHosts } from './listSourceHosts';
import { RepositorySourceReader } from './RepositorySourceReader';
import { RepositoryTurns } from './RepositoryTurns';
import { HostBuildFilesReader, SourceReader } from './SourceReader';

interface SourceReaderOptions {
  rootConfig: RootConfigService;
  redactor: Redactor;
}

/** What the readers of all sources share: what limits one of them at a host is known to the others. */
interface SharedHosts {
  integrations: ScmIntegrations;
  adapters: HostAdapter[];
  turnsOf: (adapter: HostAdapter) => RepositoryTurns;
  getGithub: (integration: GithubIntegration) => GithubHost;
}

type ReaderConfig = Pick<
  SyncSourceConfig,
  'source' | 'files' | 'repositories' | 'limits'
>;

/**
 * Creates what creates the reader of a configured source; of a repository, with the configured
 * credentials.
 */
export function createSourceReaders(
  options: SourceReaderOptions,
): (config: ReaderConfig) => SourceReader {
  const integrations = ScmIntegrations.fromConfig(options.rootConfig);
  const shared: SharedHosts = {
    integrations,
    adapters: createHostAdapters(integrations),
    turnsOf: memoize(() => new RepositoryTurns()),
    getGithub: memoize(createGithub, ({ config }: GithubIntegration) => {
      const { host, apiBaseUrl, token, apps } = config;
      const appIds = apps?.map(({ appId }) => appId);
      return JSON.stringify([host, apiBaseUrl, token, appIds]);
    }),
  };
  return config => createSourceReader(config, { ...options, ...shared });
}

function createSourceReader(
  config: ReaderConfig,
  options: SourceReaderOptions & SharedHosts,
): SourceReader {
  const { integrations, adapters, turnsOf, redactor } = options;
  const { files, limits } = config;
  if (config.source.type === 'directory') {
    return new DirectorySourceReader({
      source: config.source,
      files,
      hosts: listSourceHosts(config, integrations),
      limits,
    });
  }
  // Hosts are compared with those of parsed addresses.
  const { host } = new URL(`https://${config.source.host}`);
  const source = { ...config.source, host };
  const github = listGithubs(source, options);
  const hosts = listSourceHosts({ ...config, source }, integrations);
  const buildFiles = new Map<string, HostBuildFilesReader>();
  // Of two integrations with one host, the first counts, as in Backstage.
  for (const adapter of adapters.toReversed()) {
    buildFiles.set(
      adapter.host,
      new HostedBuildFilesReader(adapter, turnsOf(adapter), redactor),
    );
  }
  for (const each of github.toReversed()) {
    const isOwn = each.api.host === host && source.type === 'github';
    buildFiles.set(
      each.api.host,
      new GithubBuildFilesReader(each, {
        redactor,
        credentialsKey: toCredentialsKey(isOwn ? source : {}),
      }),
    );
  }
  const common = { files, limits, redactor };
  return new RepositorySourceReader({
    architecture:
      source.type === 'github'
        ? new GithubArchitectureReader({
            ...common,
            source,
            api: github[0].api,
            githubCommits: new GithubCommits(
              github[0].api,
              source,
              limits.maxFileSize,
            ),
          })
        : new HostedArchitectureReader({
            ...common,
            source,
            adapter: adapters.find(adapter => adapter.host === host)!,
          }),
    host,
    hosts,
    buildFiles,
    repositoriesPerRequest: OBJECTS_PER_REQUEST,
    pullRequests:
      source.type === 'github'
        ? new GithubPullRequests(github[0].api, source)
        : adapters
            .find(adapter => adapter.host === host)
            ?.pullRequestsOf?.(source),
  });
}

/** What asks the GitHubs that are known, that of the source first. */
function listGithubs(
  source: RepositorySourceConfig,
  { integrations, getGithub }: SharedHosts,
): GithubHost[] {
  const isOther = ({ config }: GithubIntegration) =>
    config.host !== source.host;
  return [
    ...(source.type === 'github'
      ? [createGithubIntegration(source, integrations)]
      : []),
    ...integrations.github.list().filter(isOther),
  ].map(getGithub);
}

function createGithub(integration: GithubIntegration): GithubHost {
  const credentialsProvider = SingleInstanceGithubCredentialsProvider.create(
    integration.config,
  );
  const api = new GithubApi(integration, credentialsProvider);
  return {
    api,
    objects: new GithubObjects(api),
    turns: new RepositoryTurns(),
  };
}

/**
 * The integration for the host of the source, with the address and the token of
 * `staticData.github` in place of its own.
 */
function createGithubIntegration(
  source: GithubSourceConfig,
  integrations: ScmIntegrations,
): GithubIntegration {
  const { host, token } = source;
  const configured = integrations.github.byHost(host)?.config;
  return new GithubIntegration({
    host,
    apiBaseUrl:
      source.apiBaseUrl ??
      configured?.apiBaseUrl ??
      (host === 'github.com'
        ? 'https://api.github.com'
        : `https://${host}/api/v3`),
    token: token ?? configured?.token,
    apps: token ? undefined : configured?.apps,
  });
}
