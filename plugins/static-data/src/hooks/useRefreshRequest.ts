import { RefreshRequestState } from '@internal/plugin-static-data-common';
import { LoaderState } from './useLoader';
import { ACTIVE_INTERVAL_MS, IDLE_INTERVAL_MS, usePolling } from './usePolling';

/** Follows a sync from its request to its end, and until none of its changes is pending. */
export function useRefreshRequest(
  syncId: string,
): LoaderState<RefreshRequestState> {
  return usePolling(
    api => api.getRefreshRequest(syncId),
    [syncId],
    loaded => {
      if (loaded?.status !== 'FINISHED') {
        return ACTIVE_INTERVAL_MS;
      }
      return loaded.sync?.confirmation?.pending ? IDLE_INTERVAL_MS : undefined;
    },
  );
}
