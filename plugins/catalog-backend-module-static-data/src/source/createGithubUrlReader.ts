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
  GithubIntegrationConfig,
  ScmIntegrations,
  SingleInstanceGithubCredentialsProvider,
} from '@backstage/integration';
import { GithubSourceConfig } from '@internal/plugin-static-data-node';

/**
 * Creates Backstage's reader of GitHub with the address and the token of
 * `staticData.github` in place of those of the integration.
 *
 * The reader refuses every host but the configured one, so the token cannot
 * reach another.
 */
export function createGithubUrlReader(options: {
  source: GithubSourceConfig;
  rootConfig: RootConfigService;
  logger: LoggerService;
}): UrlReaderService {
  const { source, rootConfig, logger } = options;
  const integration = new GithubIntegration(
    integrationConfigOf(
      source,
      ScmIntegrations.fromConfig(rootConfig).github.byHost(source.host)?.config,
    ),
  );
  return UrlReaders.create({
    config: rootConfig,
    logger,
    factories: [
      ({ treeResponseFactory }) => [
        {
          predicate: url => url.host === source.host,
          reader: new GithubUrlReader(integration, {
            treeResponseFactory,
            credentialsProvider: SingleInstanceGithubCredentialsProvider.create(
              integration.config,
            ),
          }),
        },
      ],
    ],
  });
}

function integrationConfigOf(
  source: GithubSourceConfig,
  integration: GithubIntegrationConfig | undefined,
): GithubIntegrationConfig {
  const { host, token } = source;
  // Without an address for raw files the reader asks the API for everything.
  return {
    host,
    apiBaseUrl:
      source.apiBaseUrl ??
      integration?.apiBaseUrl ??
      (host === 'github.com'
        ? 'https://api.github.com'
        : `https://${host}/api/v3`),
    token: token ?? integration?.token,
    apps: token ? undefined : integration?.apps,
  };
}
