import { createApiRef } from '@backstage/core-plugin-api';
import {
  RefreshResponse,
  SyncHealth,
  SyncHistoryPage,
  SyncHistoryRecord,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';

/**
 * Which page of the history to read.
 *
 * @public
 */
export interface SyncHistoryQuery {
  /** Number of records of the page. */
  limit?: number;
  /** Number of newer records to leave out. */
  offset?: number;
}

/**
 * Reads the state of the synchronisation, and asks for a sync.
 *
 * All methods reject with a `ResponseError` when the backend refuses.
 *
 * @public
 */
export interface StaticDataApi {
  /** Everything the dashboard shows at first sight. */
  getSettings(options?: {
    period?: SyncStatisticsPeriod;
  }): Promise<SyncSettings>;

  /** One page of the history, newest first. */
  getSyncHistory(query?: SyncHistoryQuery): Promise<SyncHistoryPage>;

  /** One finished sync. */
  getSync(syncId: string): Promise<SyncHistoryRecord>;

  /** Statistics of a period back from now. */
  getStatistics(options?: {
    period?: SyncStatisticsPeriod;
  }): Promise<SyncStatistics>;

  /** Whether what the catalog shows can be trusted. */
  getHealth(): Promise<SyncHealth>;

  /** Asks for a sync; resolves as soon as the request is stored. */
  refresh(): Promise<RefreshResponse>;
}

/**
 * Utility API that the page reads from.
 *
 * @public
 */
export const staticDataApiRef = createApiRef<StaticDataApi>({
  id: 'plugin.static-data.service',
});
