import { SyncStatisticsPeriod } from '@internal/plugin-static-data-common';
import { usePolling } from './usePolling';

/** Keeps the state of the synchronization fresh; polls faster while a sync runs or is awaited. */
export function useSyncSettings(options: {
  period: SyncStatisticsPeriod;
  /** Whether the reader asked for a sync that has not ended yet. */
  refreshPending: boolean;
}) {
  const { period, refreshPending } = options;
  return usePolling(
    api => api.getSettings({ period }),
    [period],
    loaded => (refreshPending || loaded?.runningSync ? 'active' : 'idle'),
  );
}
