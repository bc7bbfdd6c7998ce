import { SyncSource } from '@internal/plugin-static-data-common';
import { createHealth, createSettings } from './settings';
import { createSync } from './syncs';

export function createSource(overrides: Partial<SyncSource> = {}): SyncSource {
  const { id = 'default', isConfigured = true } = overrides;
  const latestSync = createSync({
    id: `0193a000-0000-7000-8000-${id}`,
    source: id,
  });
  return {
    id,
    isConfigured,
    configuration: createSettings().configuration,
    health: isConfigured ? createHealth() : null,
    dataAsOf: overrides.health?.dataAsOf ?? latestSync.startTime,
    steering: { pause: null, pin: null },
    entityCount: 62,
    latestSync,
    runningSync: null,
    recentSyncs: [latestSync],
    ...overrides,
  };
}
