import { StaticDataConfig } from '@internal/plugin-static-data-node';
import { DirectorySourceReader } from './directory/DirectorySourceReader';
import {
  createGithubSourceReader,
  SourceReaderServices,
} from './github/createGithubSourceReader';
import { SourceReader } from './SourceReader';

/** Creates the reader of the configured source. */
export function createSourceReader(
  options: SourceReaderServices & {
    config: Pick<StaticDataConfig, 'source' | 'files'>;
  },
): SourceReader {
  const { source, files } = options.config;
  return source.type === 'directory'
    ? new DirectorySourceReader({ source, files, logger: options.logger })
    : createGithubSourceReader(source, files, options);
}
