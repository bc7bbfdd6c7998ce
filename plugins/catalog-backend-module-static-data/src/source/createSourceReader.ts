import {
  LoggerService,
  RootConfigService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import {
  GithubSourceConfig,
  StaticDataConfig,
} from '@internal/plugin-static-data-node';
import { createGithubUrlReader } from './createGithubUrlReader';
import { DirectorySourceReader } from './DirectorySourceReader';
import { findSecrets } from './findSecrets';
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
  const hasOwnAccess =
    source.token !== undefined || source.apiBaseUrl !== undefined;
  return new GithubSourceReader({
    source,
    files: config.files,
    logger,
    reader: hasOwnAccess
      ? createGithubUrlReader({ source, rootConfig, logger })
      : urlReader,
    otherHostsReader: urlReader,
    secrets: findSecrets(source, rootConfig),
  });
}

/** Hosts are compared with those of parsed addresses. */
function normalizeHost(source: GithubSourceConfig): GithubSourceConfig {
  return { ...source, host: new URL(`https://${source.host}`).host };
}
