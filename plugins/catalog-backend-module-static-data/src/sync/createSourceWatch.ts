import { LoggerService } from '@backstage/backend-plugin-api';
import {
  StaticDataConfig,
  StaticDataStore,
  toConfigSnapshot,
  toSourceFingerprint,
} from '@internal/plugin-static-data-node';

/**
 * Creates what notes, once a minute, that this process synchronises its source, and warns of processes
 * that synchronise another one on the same database.
 */
export function createSourceWatch(options: {
  config: StaticDataConfig;
  store: StaticDataStore;
  logger: LoggerService;
}): () => Promise<void> {
  const { config, store, logger } = options;
  const fingerprint = toSourceFingerprint(config);
  const { repository, branch } = toConfigSnapshot(config);
  const name = branch === '-' ? repository : `${repository} at ${branch}`;
  let lastCompeting = '';
  return async () => {
    await store.activeSources.see(fingerprint, name);
    const competing = await store.activeSources.listCompeting(fingerprint);
    const text = competing.join(', ');
    if (text && text !== lastCompeting) {
      logger.warn(
        `Backends on the same database synchronise other sources (${text}), so every sync replaces what theirs sent; give each a database of its own`,
      );
    }
    lastCompeting = text;
  };
}
