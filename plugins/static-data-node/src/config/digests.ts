import { hash } from 'node:crypto';
import stableStringify from 'fast-json-stable-stringify';
import { SyncSourceConfig } from './readSources';
import { StaticDataConfig } from './readStaticDataConfig';

/**
 * Tells the configuration of a source from others by everything in it that matters to what its syncs
 * do and who is told, with what it shares with other sources, and without secrets. Where a path
 * depends on the machine, it is left out: replicas share one configuration. So is the id that the
 * source had before, which is over once it is taken over.
 *
 * @public
 */
export function digestConfig(
  config: StaticDataConfig,
  sourceConfig: SyncSourceConfig,
): string {
  const { sources, webhooks, spoolDirectory, ...shared } = config;
  const { source, schedule, renamedFrom, ...settings } = sourceConfig;
  const { token, path, ...place } = {
    token: undefined,
    path: undefined,
    ...source,
  };
  return hash(
    'sha256',
    // Always read in the same order.
    JSON.stringify({
      shared,
      ...settings,
      place,
      schedule: { ...schedule, frequency: schedule.frequency.toString() },
      webhooks: webhooks.map(({ id, events }) => ({ id, events })),
    }),
  );
}

/**
 * What decides on what is read.
 *
 * @public
 */
export type ReadingConfig = Pick<
  SyncSourceConfig,
  'source' | 'files' | 'limits' | 'repositories' | 'groups'
>;

/**
 * A digest of the configuration that decides what is read: where the source is, where its data is,
 * how much of it is taken, and what it may speak of.
 *
 * @public
 */
export function toSourceFingerprint({
  source,
  files,
  limits,
  repositories,
  groups,
}: ReadingConfig): string {
  const place =
    source.type === 'directory'
      ? [source.path]
      : [source.host, source.owner, source.name, source.branch];
  return hash(
    'sha256',
    stableStringify({ place, files, limits, repositories, groups }),
  );
}

/**
 * Whether what the catalog shows was read with this configuration. True as well while nothing was
 * applied, or it is not known with which configuration.
 *
 * @public
 */
export function isSyncedConfiguration(
  config: ReadingConfig,
  { fingerprint }: { fingerprint?: string },
): boolean {
  return fingerprint?.startsWith(toSourceFingerprint(config)) ?? true;
}
