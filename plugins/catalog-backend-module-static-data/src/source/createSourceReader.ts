import {
  LoggerService,
  RootConfigService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import { StaticDataConfig } from '@internal/plugin-static-data-node';
import { Redactor } from '../Redactor';
import { DirectorySourceReader } from './directory/DirectorySourceReader';
import { createGithubSourceReader } from './github/createGithubSourceReader';
import { SourceReader } from './SourceReader';

/** Creates the reader of the configured source. */
export function createSourceReader(options: {
  config: Pick<StaticDataConfig, 'source' | 'files'>;
  rootConfig: RootConfigService;
  logger: LoggerService;
  urlReader: UrlReaderService;
  redactor: Redactor;
}): SourceReader {
  const { config, ...services } = options;
  const { source, files } = config;
  return source.type === 'directory'
    ? new DirectorySourceReader({ ...services, source, files })
    : createGithubSourceReader({ ...services, source, files });
}
