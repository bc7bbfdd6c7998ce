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
  GithubCredentialsProvider,
  GithubIntegration,
  ScmIntegrations,
  SingleInstanceGithubCredentialsProvider,
} from '@backstage/integration';
import {
  GithubSourceConfig,
  StaticDataConfig,
} from '@internal/plugin-static-data-node';
import { Redactor } from '../../Redactor';
import { GithubSourceReader } from './GithubSourceReader';
import { readGithubCommit } from './readGithubCommit';

/** Creates the reader of a repository on GitHub, with the configured credentials. */
export function createGithubSourceReader(options: {
  source: GithubSourceConfig;
  files: StaticDataConfig['files'];
  rootConfig: RootConfigService;
  logger: LoggerService;
  urlReader: UrlReaderService;
  redactor: Redactor;
}): GithubSourceReader {
  const { files, rootConfig, logger, urlReader, redactor } = options;
  const source = normalizeHost(options.source);
  const integration = createGithubIntegration(source, rootConfig);
  const credentialsProvider = SingleInstanceGithubCredentialsProvider.create(
    integration.config,
  );
  const hasOwnAccess =
    source.token !== undefined || source.apiBaseUrl !== undefined;
  return new GithubSourceReader({
    source,
    files,
    logger,
    reader: hasOwnAccess
      ? createGithubUrlReader({
          integration,
          credentialsProvider,
          rootConfig,
          logger,
        })
      : urlReader,
    readCommit: (revision, signal) =>
      readGithubCommit(source, revision, {
        integration,
        credentialsProvider,
        signal,
      }),
    otherHostsReader: urlReader,
    redactor,
  });
}

/** Hosts are compared with those of parsed addresses. */
function normalizeHost(source: GithubSourceConfig): GithubSourceConfig {
  return { ...source, host: new URL(`https://${source.host}`).host };
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

/**
 * Creates Backstage's reader of GitHub for one integration. It refuses every other host, so the
 * token cannot reach another one.
 */
function createGithubUrlReader(options: {
  integration: GithubIntegration;
  credentialsProvider: GithubCredentialsProvider;
  rootConfig: RootConfigService;
  logger: LoggerService;
}): UrlReaderService {
  const { integration, credentialsProvider, rootConfig, logger } = options;
  return UrlReaders.create({
    config: rootConfig,
    logger,
    factories: [
      ({ treeResponseFactory }) => [
        {
          predicate: url => url.host === integration.config.host,
          reader: new GithubUrlReader(integration, {
            treeResponseFactory,
            credentialsProvider,
          }),
        },
      ],
    ],
  });
}
