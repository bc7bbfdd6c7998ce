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
} from '@backstage/integration';

/**
 * Creates Backstage's reader of GitHub for one integration.
 *
 * The reader refuses every host but that of the integration, so its token cannot reach
 * another.
 */
export function createGithubUrlReader(options: {
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
