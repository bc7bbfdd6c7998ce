import {
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { useLoader } from '../../hooks/useLoader';
import { useSource } from '../../hooks/useSources';

/** The sync that brought what the catalog shows: the latest one that was applied. */
export function useShownSync({
  latestSync,
  health,
}: Pick<SyncSettings, 'latestSync' | 'health'>): SyncHistoryRecord | undefined {
  const { dataAsOf } = health;
  const source = useSource();
  const isLatest = latestSync !== null && latestSync.startTime === dataAsOf;
  const { value } = useLoader(
    async api => {
      if (isLatest || !dataAsOf) {
        return undefined;
      }
      const { history } = await api.getSyncHistory({
        source,
        status: ['SUCCESS', 'PARTIAL_SUCCESS'],
        dryRun: false,
        limit: 1,
      });
      return history[0];
    },
    [isLatest, dataAsOf, source],
  );
  return isLatest ? latestSync : value;
}
