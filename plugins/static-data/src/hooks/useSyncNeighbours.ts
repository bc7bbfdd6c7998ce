import { useApi } from '@backstage/core-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { useCallback, useEffect } from 'react';
import { StaticDataApi, staticDataApiRef } from '../api';
import { useLoader } from './useLoader';

const DAY_MS = 24 * 3_600_000;

/** The syncs around another one. */
export interface SyncNeighbours {
  previous?: SyncHistoryRecord;
  next?: SyncHistoryRecord;
  /** The latest sync before it that left a state behind, unlike dry runs. */
  stateBefore?: SyncHistoryRecord;
}

/** Finds the syncs around another one; without them where they cannot be read. */
export function useSyncNeighbours(
  sync: Pick<SyncHistoryRecord, 'id' | 'startTime'>,
): SyncNeighbours {
  const api = useApi(staticDataApiRef);
  const { id, startTime } = sync;
  const load = useCallback(
    async () => ({ of: id, neighbours: await readNeighbours(api, startTime) }),
    [api, id, startTime],
  );
  const { value, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload]);

  return value?.of === id ? value.neighbours : {};
}

async function readNeighbours(
  api: StaticDataApi,
  startTime: string,
): Promise<SyncNeighbours> {
  const before = { to: startTime, limit: 1 };
  const [previous, next, stateBefore] = await Promise.all([
    api.getSyncHistory(before),
    readNext(api, startTime),
    api.getSyncHistory({ ...before, dryRun: false }),
  ]);
  return {
    previous: previous.history[0],
    next,
    stateBefore: stateBefore.history[0],
  };
}

/**
 * The history is read from its newest end. The next sync is counted from there, within a day
 * where there is one, as that does not count the syncs of years.
 */
async function readNext(
  api: StaticDataApi,
  startTime: string,
): Promise<SyncHistoryRecord | undefined> {
  const dayLater = new Date(Date.parse(startTime) + DAY_MS).toISOString();
  for (const to of [dayLater, undefined]) {
    const since = { from: startTime, to, limit: 1 };
    const { pagination } = await api.getSyncHistory(since);
    // the last one is the sync itself
    const offset = pagination.total - 2;
    if (offset >= 0) {
      const { history } = await api.getSyncHistory({ ...since, offset });
      return history[0];
    }
  }
  return undefined;
}
