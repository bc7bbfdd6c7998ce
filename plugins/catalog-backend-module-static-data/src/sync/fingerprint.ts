import { createHash } from 'node:crypto';
import stableStringify from 'fast-json-stable-stringify';
import { StaticDataConfig } from '@internal/plugin-static-data-node';

/** To be raised whenever the same source would become other entities or findings than before. */
const MAPPING_VERSION = 2;

/**
 * Fingerprint of everything but the source's content that shapes entities: while it and
 * the revision stay the same, so do the entities.
 */
export function toFingerprint(config: StaticDataConfig): string {
  const { source, files } = config;
  const place =
    source.type === 'github'
      ? [source.host, source.owner, source.name, source.branch]
      : [source.path];
  return createHash('sha256')
    .update(stableStringify({ version: MAPPING_VERSION, place, files }))
    .digest('hex');
}
