import { hash } from 'node:crypto';
import stableStringify from 'fast-json-stable-stringify';
import { StaticDataConfig } from './readStaticDataConfig';

/**
 * A digest of the configuration that decides what is read: where the source is, where its data is,
 * and how much of it is taken.
 *
 * @public
 */
export function toSourceFingerprint({
  source,
  files,
  limits,
}: Pick<StaticDataConfig, 'source' | 'files' | 'limits'>): string {
  const place =
    source.type === 'github'
      ? [source.host, source.owner, source.name, source.branch]
      : [source.path];
  return hash('sha256', stableStringify({ place, files, limits }));
}

/**
 * Whether what the catalog shows was read with this configuration. True as well while nothing was
 * applied, or it is not known with which configuration.
 *
 * @public
 */
export function isSyncedConfiguration(
  config: Pick<StaticDataConfig, 'source' | 'files' | 'limits'>,
  { fingerprint }: { fingerprint?: string },
): boolean {
  return fingerprint?.startsWith(toSourceFingerprint(config)) ?? true;
}
