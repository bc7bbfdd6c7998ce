import { LoggerService } from '@backstage/backend-plugin-api';
import {
  KnownSource,
  SourceList,
  SourceStore,
  SyncSourceConfig,
  toConfigSnapshot,
  toSourceFingerprint,
} from '@internal/plugin-static-data-node';

/**
 * Creates what notes, once a minute, that this process synchronises its source, and warns of processes
 * that synchronise another one on the same database, or have renamed the source since.
 */
export function createSourceWatch(options: {
  config: SyncSourceConfig;
  store: SourceStore;
  known: KnownSource;
  sources: Pick<SourceList, 'list'>;
  logger: LoggerService;
}): () => Promise<void> {
  const { config, store, known, sources, logger } = options;
  const fingerprint = toSourceFingerprint(config);
  const { repository, branch } = toConfigSnapshot(config);
  const name = branch === '-' ? repository : `${repository} at ${branch}`;
  let lastCompeting = '';
  let lastId = known.id;
  return async () => {
    await store.activeSources.see(fingerprint, name);
    const competing = await store.activeSources.listCompeting(fingerprint);
    const text = competing.join(', ');
    if (text && text !== lastCompeting) {
      logger.warn(
        `Backends on the same database synchronise something else as the source '${store.sourceId}' (${text}), so every sync replaces what theirs sent; give each a database of its own, or other ids to their sources`,
      );
    }
    lastCompeting = text;
    const { id = known.id } =
      (await sources.list()).find(
        ({ providerId }) => providerId === known.providerId,
      ) ?? {};
    if (id !== known.id && id !== lastId) {
      logger.warn(
        `Another backend on this database has renamed the source '${known.id}' to '${id}', so this one does not synchronise it any more; give both the same configuration, and restart this one`,
      );
    }
    lastId = id;
  };
}
