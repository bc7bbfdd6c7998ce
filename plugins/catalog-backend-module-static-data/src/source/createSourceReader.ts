import {
  LoggerService,
  RootConfigService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import { SingleInstanceGithubCredentialsProvider } from '@backstage/integration';
import {
  GithubSourceConfig,
  StaticDataConfig,
} from '@internal/plugin-static-data-node';
import { createGithubIntegration } from './createGithubIntegration';
import { createGithubUrlReader } from './createGithubUrlReader';
import { DirectorySourceReader } from './DirectorySourceReader';
import { findSecrets } from './findSecrets';
import { GithubCommitReader } from './GithubCommitReader';
import { GithubSourceReader } from './GithubSourceReader';
import { SourceReader } from './SourceReader';

/**
 * Options of {@link createSourceReader}.
 */
export interface SourceReaderOptions {
  config: Pick<StaticDataConfig, 'source' | 'files'>;
  rootConfig: RootConfigService;
  logger: LoggerService;
  urlReader: UrlReaderService;
}

/**
 * Creates the reader of the configured source.
 */
export function createSourceReader(options: SourceReaderOptions): SourceReader {
  const { config, rootConfig, logger, urlReader } = options;
  if (config.source.type === 'directory') {
    return new DirectorySourceReader({
      source: config.source,
      files: config.files,
      logger,
    });
  }
  const source = normalizeHost(config.source);
  const integration = createGithubIntegration(source, rootConfig);
  const credentialsProvider = SingleInstanceGithubCredentialsProvider.create(
    integration.config,
  );
  const hasOwnAccess =
    source.token !== undefined || source.apiBaseUrl !== undefined;
  return new GithubSourceReader({
    source,
    files: config.files,
    logger,
    reader: hasOwnAccess
      ? createGithubUrlReader({
          integration,
          credentialsProvider,
          rootConfig,
          logger,
        })
      : urlReader,
    commitReader: new GithubCommitReader({ integration, credentialsProvider }),
    otherHostsReader: urlReader,
    secrets: findSecrets(source, rootConfig),
  });
}

/** Hosts are compared with those of parsed addresses. */
function normalizeHost(source: GithubSourceConfig): GithubSourceConfig {
  return { ...source, host: new URL(`https://${source.host}`).host };
}
