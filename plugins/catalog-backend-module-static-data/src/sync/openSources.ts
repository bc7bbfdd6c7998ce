import { LoggerService } from '@backstage/backend-plugin-api';
import { DEFAULT_SOURCE_ID } from '@internal/plugin-static-data-common';
import {
  KnownSource,
  StaticDataStore,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node';

/**
 * Notes which sources are synchronised from now on, and finds those that have been before and whose
 * entities were not released.
 */
export async function openSources(
  sources: StaticDataStore['sources'],
  configs: SyncSourceConfig[],
  logger: LoggerService,
): Promise<{
  configured: Array<{ source: SyncSourceConfig; known: KnownSource }>;
  /** They have left the configuration. */
  left: KnownSource[];
  /** The catalog may have entities from them that a store knew which is lost. */
  lost: KnownSource[];
}> {
  for (const source of configs) {
    const { isTakeoverLate } = await sources.open(source);
    if (isTakeoverLate) {
      logger.warn(
        `The source '${source.id}' cannot take over that of '${source.renamedFrom}': it has entities of its own. Remove 'renamedFrom' from its configuration, and release the entities of '${source.renamedFrom}' when they are not needed any more`,
      );
    }
  }
  const known = await sources.list();
  const configured = configs.map(source => ({
    source,
    known: known.find(({ id }) => id === source.id)!,
  }));
  const ids = new Set(configs.map(({ id }) => id));
  const isDefaultKnown = known.some(
    ({ providerId }) => providerId === DEFAULT_SOURCE_ID,
  );
  return {
    configured,
    left: known.filter(
      ({ id, releasedAt }) => !ids.has(id) && releasedAt === undefined,
    ),
    lost: isDefaultKnown
      ? []
      : [{ id: DEFAULT_SOURCE_ID, providerId: DEFAULT_SOURCE_ID }],
  };
}
