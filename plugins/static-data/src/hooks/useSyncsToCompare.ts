import { useApi } from '@backstage/core-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { useCallback, useEffect } from 'react';
import { StaticDataApi, staticDataApiRef } from '../api';
import { hasStatus } from '../lib/hasStatus';
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
    const found = await Promise.all(older.map(id => findSync(api, id)));
    return mergeById([...page.history, ...found.flat()]);
  }, [api, from, to]);
  const { value: syncs, error, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload]);

  return { syncs, error, reload };
}

/** None where there is no such sync, or not any more. */
async function findSync(
  api: StaticDataApi,
  id: string,
): Promise<SyncHistoryRecord[]> {
  try {
    return [await api.getSync(id)];
  } catch (error) {
    if (error instanceof Error && hasStatus(error, 404)) {
      return [];
    }
    throw error;
  }
}

/** Newest first, as the history is. */
function mergeById(syncs: SyncHistoryRecord[]): SyncHistoryRecord[] {
  const byId = new Map(syncs.map(sync => [sync.id, sync]));
  return [...byId.values()].sort((a, b) =>
    b.startTime.localeCompare(a.startTime),
  );
}
