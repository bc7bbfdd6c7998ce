import { Config, ConfigReader } from '@backstage/config';
import {
  readStaticDataConfig,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node/config';
import { CommandError } from '../CommandError';
import { readConfigFiles } from './readConfigFiles';

/** The configuration of the source that a directory has. */
export interface LoadedConfig {
  source: SyncSourceConfig;
  rootConfig: Config;
  /** Whether it is that of a backend, and not what holds without any. */
  isConfigured: boolean;
}

/**
 * Reads the configuration of a source as the backend does.
 *
 * @param options.files - configuration files, of which a later one goes before an earlier one; the
 * defaults without any
 * @param options.sourceId - the source, where the files have several
 */
export async function loadConfig(
  directory: string,
  options: { files: string[]; sourceId: string | undefined },
): Promise<LoadedConfig> {
  const { files, sourceId } = options;
  const isConfigured = files.length > 0;
  if (!isConfigured && sourceId !== undefined) {
    throw new CommandError('--source needs --config, which has the sources');
  }
  const unset = new Set<string>();
  try {
    const rootConfig = isConfigured
      ? await readConfigFiles({ files, onUnset: name => unset.add(name) })
      : new ConfigReader({ staticData: { directory } });
    const { sources } = readStaticDataConfig(rootConfig) ?? { sources: [] };
    return { source: pick(sources, sourceId), rootConfig, isConfigured };
  } catch (error) {
    if (error instanceof CommandError) {
      throw error;
    }
    const { message } = error as Error;
    throw new CommandError(
      unset.size === 0
        ? message
        : `${message}; not set in the environment: ${[...unset].join(', ')}`,
      { cause: error },
    );
  }
}

function pick(
  sources: SyncSourceConfig[],
  sourceId: string | undefined,
): SyncSourceConfig {
  const found =
    sourceId === undefined && sources.length === 1
      ? sources[0]
      : sources.find(({ id }) => id === sourceId);
  if (found) {
    return found;
  }
  const ids = sources.map(({ id }) => id).join(', ');
  throw new CommandError(
    sources.length === 0
      ? `The configuration has no key 'staticData'`
      : `${
          sourceId === undefined
            ? 'The configuration has several sources'
            : `The configuration has no source '${sourceId}'`
        }: name one with --source (${ids})`,
  );
}
