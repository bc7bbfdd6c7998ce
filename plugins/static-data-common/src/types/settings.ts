import { SyncHealth } from './health';
import { SyncStatistics } from './statistics';
import {
  RunningSync,
  SyncConfigSnapshot,
  SyncHistoryRecord,
} from './syncHistoryRecord';

/**
 * The configuration in force.
 *
 * @public
 */
export interface SyncConfiguration extends SyncConfigSnapshot {
  scheduleFrequency: string;
  /** When this configuration was first seen; ISO 8601, UTC. */
  lastConfigUpdate: string;
}

/**
 * Everything that the dashboard shows at first sight.
 *
 * @public
 */
export interface SyncSettings {
  configuration: SyncConfiguration;
  /** The latest sync that is not a dry run. */
  latestSync: SyncHistoryRecord | null;
  runningSync: RunningSync | null;
  statistics: SyncStatistics;
  health: SyncHealth;
}

/**
 * Where a page of the history stands in the whole.
 *
 * @public
 */
export interface Pagination {
  limit: number;
  offset: number;
  hasMore: boolean;
  /** Opaque; asks for the page after this one. */
  nextCursor?: string;
  /** Number of records that match. */
  total: number;
}

/**
 * One page of the history, newest first.
 *
 * @public
 */
export interface SyncHistoryPage {
  history: SyncHistoryRecord[];
  pagination: Pagination;
}
