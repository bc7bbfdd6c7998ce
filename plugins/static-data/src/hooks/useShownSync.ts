import { useApi } from '@backstage/core-plugin-api';
import {
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { useCallback, useEffect } from 'react';
import { staticDataApiRef } from '../api';
import { useLoader } from './useLoader';

/** The sync that brought what the catalog shows: the latest one that was applied. */
export function useShownSync({
  latestSync,
  health,
}: Pick<SyncSettings, 'latestSync' | 'health'>): SyncHistoryRecord | undefined {
  const { dataAsOf } = health;
  const isLatest = latestSync !== null && latestSync.startTime === dataAsOf;
  const api = useApi(staticDataApiRef);
  const load = useCallback(async () => {
    if (isLatest || !dataAsOf) {
      return undefined;
    }
    const { history } = await api.getSyncHistory({
      status: ['SUCCESS', 'PARTIAL_SUCCESS'],
      dryRun: false,
      limit: 1,
    });
    return history[0];
  }, [api, isLatest, dataAsOf]);
  const { value, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload]);

  return isLatest ? latestSync : value;
}
