import { useApi } from '@backstage/core-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { useCallback, useEffect } from 'react';
import { staticDataApiRef } from '../api';
import { useLoader } from './useLoader';

const RECENT_SYNCS = 100;

/** Reads the recent syncs that left a state behind, and those that are asked for by their ids. */
export function useSyncsToCompare(ids: { from: string; to: string }) {
  const { from, to } = ids;
  const api = useApi(staticDataApiRef);
  const load = useCallback(async () => {
    const page = await api.getSyncHistory({
      dryRun: false,
      limit: RECENT_SYNCS,
    });
    const older = [from, to].filter(
      id => id && !page.history.some(sync => sync.id === id),
    );
    const found = await Promise.all(older.map(async id => api.getSync(id)));
    return mergeById([...page.history, ...found]);
  }, [api, from, to]);
  const { value: syncs, error, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload]);

  return { syncs, error, reload };
}

/** Newest first, as the history is. */
function mergeById(syncs: SyncHistoryRecord[]): SyncHistoryRecord[] {
  const byId = new Map(syncs.map(sync => [sync.id, sync]));
  return [...byId.values()].sort((a, b) =>
    b.startTime.localeCompare(a.startTime),
  );
}
