import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  DEFAULT_SOURCE_ID,
  isSourceId,
  SOURCE_ID_RULE,
} from '@internal/plugin-static-data-common';
import stableStringify from 'fast-json-stable-stringify';
import { readSource, SourceConfig } from './readSource';
import { readSourceSettings, SourceSettings } from './readSourceSettings';
import type { StaticDataConfig } from './readStaticDataConfig';
import { invalid } from './values';

/**
 * A source that is synchronised, and how.
 *
 * @public
 */
export interface SyncSourceConfig extends SourceSettings {
  /** `default` if the configuration has only one source, without an id. */
  id: string;
  /** The id that it had before; what is known of that source and its entities are taken over. */
  renamedFrom?: string;
  source: SourceConfig;
}

/** What one source has for itself, so that it is no default of others. */
const OWN_KEYS = ['url', 'branch', 'github', 'directory', 'renamedFrom'];

/**
 * Reads the sources: those under `staticData.sources`, of which what stands at the top is the
 * default, or the only one, which stands there itself.
 *
 * @param rootConfig - with the integrations that the URL of a source may be of
 */
export function readSources(
  config: Config,
  rootConfig: Config,
): SyncSourceConfig[] {
  const defaults = readSourceSettings(config);
  const sourcesConfig = config.getOptionalConfig('sources');
  if (!sourcesConfig) {
    return [
      {
        id: DEFAULT_SOURCE_ID,
        renamedFrom: readFormerId(config, DEFAULT_SOURCE_ID, ''),
        source: readSource(config, '', rootConfig),
        ...defaults,
      },
    ];
  }
  const misplaced = OWN_KEYS.filter(key => config.has(key));
  if (misplaced.length > 0) {
    throw new InputError(
      `Invalid configuration: 'staticData.sources' excludes ${misplaced
        .map(key => `'staticData.${key}'`)
        .join(
          ' and ',
        )}, which would be another source: write it below the source that it belongs to, or set it to null if another file has it`,
    );
  }
  const ids = sourcesConfig.keys();
  if (ids.length === 0) {
    throw invalid('sources', 'at least one source by its id', {});
  }
  const sources = ids.map((id): SyncSourceConfig => {
    if (!isSourceId(id)) {
      throw invalid(
        'sources',
        `keyed by the ids of the sources, which are ${SOURCE_ID_RULE}`,
        id,
      );
    }
    const at = `sources.${id}.`;
    const sourceConfig = sourcesConfig.getConfig(id);
    return {
      id,
      renamedFrom: readFormerId(sourceConfig, id, at),
      source: readSource(sourceConfig, at, rootConfig),
      ...readSourceSettings(sourceConfig, at, defaults),
    };
  });
  checkFormerIds(sources);
  checkPlaces(sources);
  return sources;
}

/**
 * The source of an id; without an id the source `default`, or the only one.
 *
 * @returns undefined if there is no such source, or none of several is meant
 * @public
 */
export function findSourceConfig(
  config: Pick<StaticDataConfig, 'sources'>,
  id: string | undefined,
): SyncSourceConfig | undefined {
  const { sources } = config;
  const named = sources.find(source => source.id === (id ?? DEFAULT_SOURCE_ID));
  return (
    named ?? (id === undefined && sources.length === 1 ? sources[0] : undefined)
  );
}

function readFormerId(
  config: Config,
  id: string,
  at: string,
): string | undefined {
  const key = 'renamedFrom';
  const formerId = config.getOptionalString(key);
  if (formerId === undefined) {
    return undefined;
  }
  if (!isSourceId(formerId)) {
    throw invalid(at + key, `the id of a source: ${SOURCE_ID_RULE}`, formerId);
  }
  if (formerId === id) {
    throw invalid(at + key, 'another id than that of the source', formerId);
  }
  return formerId;
}

function checkFormerIds(sources: SyncSourceConfig[]): void {
  const heirs = new Map<string, string>();
  for (const { id, renamedFrom } of sources) {
    if (renamedFrom === undefined) {
      continue;
    }
    const key = `sources.${id}.renamedFrom`;
    if (sources.some(other => other.id === renamedFrom)) {
      throw invalid(
        key,
        `an id that is not used any more, unlike that of 'staticData.sources.${renamedFrom}'`,
        renamedFrom,
      );
    }
    const heir = heirs.get(renamedFrom);
    if (heir) {
      throw invalid(
        key,
        `another id than 'staticData.sources.${heir}.renamedFrom': only one source can take over what another one had`,
        renamedFrom,
      );
    }
    heirs.set(renamedFrom, id);
  }
}

/** Entities belong to one source; two that are the same would take them from each other. */
function checkPlaces(sources: SyncSourceConfig[]): void {
  const ids = new Map<string, string>();
  for (const { id, source, files } of sources) {
    const place = stableStringify([toPlace(source), files]);
    const other = ids.get(place);
    if (other) {
      throw new InputError(
        `Invalid configuration: 'staticData.sources.${other}' and 'staticData.sources.${id}' are the same place with the same files: ${toPlace(
          source,
        ).join('/')}`,
      );
    }
    ids.set(place, id);
  }
}

function toPlace(source: SourceConfig): string[] {
  return source.type === 'directory'
    ? [source.path]
    : [
        // The hosts do not tell names by their case, but branches.
        ...[source.host, source.owner, source.name].map(part =>
          part.toLowerCase(),
        ),
        source.branch,
      ];
}
