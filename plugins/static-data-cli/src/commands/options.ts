import { CommandError } from '../CommandError';
import { loadConfig, LoadedConfig } from '../source/loadConfig';
import { CommandInput, OptionValue } from './Command';

/** Options of every command that reads a source. */
export const SOURCE_OPTIONS = {
  config: { type: 'string', multiple: true },
  source: { type: 'string' },
  format: { type: 'string' },
} as const;

export const SOURCE_OPTIONS_HELP = {
  '--config <file>':
    'app-config.yaml of the backend, for files, limits and hosts; may be repeated',
  '--source <id>': 'the source, if the configuration has several',
};

export function loadConfigOf(input: CommandInput): Promise<LoadedConfig> {
  const { config = [], source } = input.options;
  return loadConfig(input.directory, {
    files: [config].flat().map(String),
    sourceId: source?.toString(),
  });
}

/** The function of a format; the first one is the default. */
export function pickFormat<Format>(
  formats: Record<string, Format>,
  value: OptionValue,
): Format {
  const names = Object.keys(formats);
  const name = value?.toString() ?? names[0];
  if (!Object.hasOwn(formats, name)) {
    throw new CommandError(
      `Unknown format '${name}': it is one of ${names.join(', ')}`,
    );
  }
  return formats[name];
}
