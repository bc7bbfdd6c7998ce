import { SyncStatisticsPeriod } from '@internal/plugin-static-data-common';
import {
  ACTIVE_INTERVAL_MS,
  IDLE_INTERVAL_MS,
  SIGNALLED_INTERVAL_MS,
  usePolling,
} from './usePolling';

/** Polls the state of the synchronisation, faster while a sync is running or awaited. */
export function useSyncSettings(options: {
  period: SyncStatisticsPeriod;
  /** Whether the reader asked for a sync that has not ended yet. */
  refreshPending: boolean;
}) {
  const { period, refreshPending } = options;
  return usePolling(
    api => api.getSettings({ period }),
    [period],
    (loaded, isSignalled) => {
      if (!refreshPending && !loaded?.runningSync) {
        return IDLE_INTERVAL_MS;
      }
      return isSignalled ? SIGNALLED_INTERVAL_MS : ACTIVE_INTERVAL_MS;
    },
  );
}
