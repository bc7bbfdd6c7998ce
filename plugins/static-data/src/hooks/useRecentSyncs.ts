import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { LoaderState, useLoader } from './useLoader';
import { useSource } from './useSources';

/** As many as can be told apart on an axis of time. */
const RECENT_SYNCS = 100;

/**
 * The latest syncs, newest first, without dry runs.
 *
 * @param refreshKey - changes whenever there may be a new sync; nothing is loaded without it
 */
export function useRecentSyncs(
  refreshKey: string | undefined,
): LoaderState<SyncHistoryRecord[]> {
  const source = useSource();
  return useLoader(
    async api => {
      const { history } = await api.getSyncHistory({
        source,
        dryRun: false,
        limit: RECENT_SYNCS,
      });
      return history;
    },
    [source],
    { paused: refreshKey === undefined, refreshKey },
  );
}
