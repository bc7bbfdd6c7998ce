import {
  StatePage,
  SyncHistoryPage,
} from '@internal/plugin-static-data-common';
import { ApiClient } from './ApiClient';
import { ServerProcess } from './ServerProcess';
import { STATE_SIZE, StateMeasurement } from './types';

/** Reads all that a source had after the first of many syncs, page by page. */
export async function measureState(
  server: ServerProcess,
): Promise<StateMeasurement> {
  const api = new ApiClient(server);
  const { history } = await api.get<SyncHistoryPage>(
    `/sync-history?source=${STATE_SIZE.source}&limit=1&offset=${
      STATE_SIZE.syncs - 1
    }`,
  );
  const path = `/sources/${STATE_SIZE.source}/entities?limit=500&at=${history[0].id}`;
  const start = performance.now();
  let entities = 0;
  let cursor: string | undefined;
  do {
    const page: StatePage = await api.get(
      cursor ? `${path}&cursor=${cursor}` : path,
    );
    entities += page.entities.length;
    cursor = page.pagination.nextCursor;
  } while (cursor);
  return { entities, ms: performance.now() - start };
}
