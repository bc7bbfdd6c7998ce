import {
  GithubUrlReader,
  UrlReaders,
} from '@backstage/backend-defaults/urlReader';
import {
  LoggerService,
  RootConfigService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import {
  GithubIntegration,
  ScmIntegrations,
  SingleInstanceGithubCredentialsProvider,
} from '@backstage/integration';
import {
  ANY_HOST,
  RepositoryHost,
  SourceLimits,
} from '@internal/plugin-static-data-model';
import {
  GithubSourceConfig,
  StaticDataConfig,
} from '@internal/plugin-static-data-node';
import { Redactor } from '../Redactor';
import { DirectorySourceReader } from './directory/DirectorySourceReader';
import { GithubApi } from './github/GithubApi';
import { GithubCommits } from './github/GithubCommits';
import { GithubObjects } from './github/GithubObjects';
import { GithubSourceReader } from './github/GithubSourceReader';
import { SourceReader } from './SourceReader';

/** Integrations with storage that has no repositories. */
const NOT_FOR_REPOSITORIES = ['awsS3', 'azureBlobStorage', 'googleGcs'];

/** Creates the reader of the configured source; of a repository, with the configured credentials. */
export function createSourceReader(options: {
  config: Pick<StaticDataConfig, 'source' | 'files' | 'repositories'> & {
    limits: SourceLimits;
  };
  rootConfig: RootConfigService;
  logger: LoggerService;
  urlReader: UrlReaderService;
  redactor: Redactor;
}): SourceReader {
  const { config, rootConfig, logger, urlReader, redactor } = options;
  const { files, limits } = config;
  const integrations = ScmIntegrations.fromConfig(rootConfig);
  if (config.source.type === 'directory') {
    // A directory holds the repositories of all hosts, also of those that are not configured.
    const hosts = [
      ...listHosts(integrations, () => 'own'),
      { host: ANY_HOST, type: 'any', access: 'own' as const },
    ];
    return new DirectorySourceReader({
      source: config.source,
      files,
      hosts,
      limits,
    });
  }
  // Hosts are compared with those of parsed addresses.
  const { host } = new URL(`https://${config.source.host}`);
  const source = { ...config.source, host };
  const hasOwnAccess =
    source.token !== undefined || source.apiBaseUrl !== undefined;
  const integration = createGithubIntegration(source, integrations);
  const credentialsProvider = SingleInstanceGithubCredentialsProvider.create(
    integration.config,
  );
  // It refuses every other host, so the token cannot reach another one.
  const ownReader = UrlReaders.create({
    config: rootConfig,
    logger,
    factories: [
      ({ treeResponseFactory }) => [
        {
          predicate: url => url.host === host,
          reader: new GithubUrlReader(integration, {
            treeResponseFactory,
            credentialsProvider,
          }),
        },
      ],
    ],
  });
  const apis = integrations.github
    .list()
    .filter(other => other.config.host !== host)
    .map(
      other =>
        new GithubApi(
          other,
          SingleInstanceGithubCredentialsProvider.create(other.config),
        ),
    );
  const api = new GithubApi(integration, credentialsProvider);
  const hostApis = new Map(
    [api, ...apis].map(each => [
      each.host,
      { api: each, objects: new GithubObjects(each) },
    ]),
  );
  return new GithubSourceReader({
    source,
    files,
    limits,
    reader: hasOwnAccess ? ownReader : urlReader,
    githubCommits: new GithubCommits(api, source, limits.maxFileSize),
    hosts: [
      { host, type: 'github', access: 'own' } as const,
      ...listHosts(integrations, type =>
        type === 'github' ? 'other' : 'none',
      ).filter(other => other.host !== host),
    ].map(known => ({
      ...known,
      repositories: listAllowed(config.repositories.allow, known.host, source),
    })),
    hostApis,
    redactor,
  });
}

/**
 * Which repositories on a host an application may name: those of the source's owner, and those that
 * the configuration adds. The credentials may see more than who writes the source may.
 */
function listAllowed(
  patterns: string[],
  host: string,
  source: GithubSourceConfig,
): string[] {
  const isOwn = host === source.host;
  return [
    ...(isOwn ? [`${source.owner}/*`] : []),
    ...patterns.flatMap(pattern => {
      const [name, owner, patternHost] = pattern.split('/').reverse();
      const isOfHost = patternHost ? patternHost === host : isOwn;
      return isOfHost ? [`${owner}/${name}`] : [];
    }),
  ];
}

/** The hosts of all integrations, those among them that Backstage knows by itself. */
function listHosts(
  integrations: ScmIntegrations,
  accessTo: (type: string) => RepositoryHost['access'],
): RepositoryHost[] {
  return integrations
    .list()
    .filter(({ type }) => !NOT_FOR_REPOSITORIES.includes(type))
    .map(({ title, type }) => ({
      host: title.toLowerCase(),
      type,
      access: accessTo(type),
    }));
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
  // Without 'rawBaseUrl', so that the reader asks the API for everything.
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
