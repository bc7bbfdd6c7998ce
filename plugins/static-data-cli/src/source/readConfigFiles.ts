import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Config } from '@backstage/config';
import { JsonObject, JsonValue } from '@backstage/types';
import pick from 'lodash/pick';
import { parse } from 'yaml';

/** What of the configuration of a backend says how a source is read. */
const KEYS = ['staticData', 'integrations'];

/**
 * Reads configuration files as a backend does, as far as they are about sources. What is on the machine
 * of the backend alone need not be here: variables of its environment, and files that `$file` and
 * `$include` name, such as the credentials of a GitHub App. Whatever comes from them is absent.
 *
 * @param options.files - of which a later one goes before an earlier one
 * @param options.onUnset - called with the name of a variable that is not set
 */
export async function readConfigFiles(options: {
  files: string[];
  onUnset: (name: string) => void;
}): Promise<Config> {
  // Only who needs it waits until it is loaded.
  const { ConfigSources, FileConfigSource } = await import(
    '@backstage/config-loader'
  );
  const substitutionFunc = async (name: string) => {
    const value = process.env[name]?.trim();
    if (value === undefined) {
      options.onUnset(name);
    }
    return value;
  };
  return ConfigSources.toConfig(
    ConfigSources.merge(
      options.files.map(file => {
        const path = resolve(file);
        return FileConfigSource.create({
          path,
          watch: false,
          substitutionFunc,
          parser: async ({ contents }) => ({
            result: withoutMissingFiles(
              pick(parse(contents), KEYS),
              dirname(path),
            ) as JsonObject,
          }),
        });
      }),
    ),
  );
}

/** @param directory - that paths in it are relative to */
function withoutMissingFiles(
  value: JsonValue | undefined,
  directory: string,
): JsonValue | undefined {
  if (Array.isArray(value)) {
    return value
      .map(item => withoutMissingFiles(item, directory))
      .filter(item => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const named = value.$file ?? value.$include;
  if (typeof named === 'string' && !isThere(named, directory)) {
    return undefined;
  }
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    withoutMissingFiles(item, directory),
  ]);
  return Object.fromEntries(entries);
}

/** @param named - a path, which may have variables in it, and what is meant in the file after a `#` */
function isThere(named: string, directory: string): boolean {
  const [path] = named
    .replace(/\$\{(\w+)\}/g, (_, name) => process.env[name] ?? '')
    .split('#');
  return existsSync(resolve(directory, path));
}
