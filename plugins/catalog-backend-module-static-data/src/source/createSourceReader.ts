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
  GithubSourceConfig,
  StaticDataConfig,
} from '@internal/plugin-static-data-node';
import { Redactor } from '../Redactor';
import { DirectorySourceReader } from './directory/DirectorySourceReader';
import { GithubCommits } from './github/GithubCommits';
import { GithubSourceReader } from './github/GithubSourceReader';
import { SourceReader } from './SourceReader';

/** Creates the reader of the configured source; of a repository, with the configured credentials. */
export function createSourceReader(options: {
  config: Pick<StaticDataConfig, 'source' | 'files' | 'limits'>;
  rootConfig: RootConfigService;
  logger: LoggerService;
  urlReader: UrlReaderService;
  redactor: Redactor;
}): SourceReader {
  const { config, rootConfig, logger, urlReader, redactor } = options;
  const { files, limits } = config;
  if (config.source.type === 'directory') {
    return new DirectorySourceReader({ source: config.source, files, limits });
  }
  // Hosts are compared with those of parsed addresses.
  const { host } = new URL(`https://${config.source.host}`);
  const source = { ...config.source, host };
  const hasOwnAccess =
    source.token !== undefined || source.apiBaseUrl !== undefined;
  const integration = createGithubIntegration(source, rootConfig);
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
  return new GithubSourceReader({
    source,
    files,
    limits,
    reader: hasOwnAccess ? ownReader : urlReader,
    githubCommits: new GithubCommits({
      repository: source,
      integration,
      credentialsProvider,
    }),
    otherHostsReader: urlReader,
    redactor,
  });
}

/**
 * The integration for the host of the source, with the address and the token of
 * `staticData.github` in place of its own.
 */
function createGithubIntegration(
  source: GithubSourceConfig,
  rootConfig: RootConfigService,
): GithubIntegration {
  const { host, token } = source;
  const configured =
    ScmIntegrations.fromConfig(rootConfig).github.byHost(host)?.config;
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
