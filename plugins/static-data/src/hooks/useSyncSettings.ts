import { SyncStatisticsPeriod } from '@internal/plugin-static-data-common';
import { intervalWhile, usePolling } from './usePolling';
import { useSource } from './useSources';

/** Polls the state of the synchronisation, faster while a sync is running or awaited. */
export function useSyncSettings(options: {
  period: SyncStatisticsPeriod;
  /** Whether the reader asked for a sync that has not ended yet. */
  refreshPending: boolean;
}) {
  const { period, refreshPending } = options;
  const source = useSource();
  return usePolling(
    api => api.getSettings({ source, period }),
    [source, period],
    (loaded, isSignalled) =>
      intervalWhile(
        refreshPending || Boolean(loaded?.runningSync),
        isSignalled,
      ),
  );
}
