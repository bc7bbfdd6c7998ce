import {
  RefreshResponse,
  SyncHealth,
  SyncHistoryPage,
  SyncHistoryRecord,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import { StaticDataApi, SyncHistoryQuery } from '../api';
import { createSettings, createStatistics } from './settings';

/**
 * Answers from memory. Change `settings`, `history` or `error` to change what
 * the backend would say; `settingsRequests` tells how often it was asked.
 */
export class FakeStaticDataApi implements StaticDataApi {
  settings: SyncSettings = createSettings();
  history: SyncHistoryRecord[] = [];
  error: Error | undefined;
  settingsRequests = 0;
  historyQueries: SyncHistoryQuery[] = [];

  constructor(
    state: { settings?: SyncSettings; history?: SyncHistoryRecord[] } = {},
  ) {
    this.settings = state.settings ?? this.settings;
    const { latestSync } = this.settings;
    this.history = state.history ?? (latestSync ? [latestSync] : []);
  }

  async getSettings(options?: {
    period?: SyncStatisticsPeriod;
  }): Promise<SyncSettings> {
    this.settingsRequests += 1;
    this.#failIfAsked();
    const period = options?.period ?? '24h';
    return period === this.settings.statistics.period
      ? { ...this.settings }
      : { ...this.settings, statistics: await this.getStatistics({ period }) };
  }

  async getSyncHistory(query: SyncHistoryQuery = {}): Promise<SyncHistoryPage> {
    this.historyQueries.push(query);
    this.#failIfAsked();
    const { limit = 50, offset = 0 } = query;
    const total = this.history.length;
    return {
      history: this.history.slice(offset, offset + limit),
      pagination: { limit, offset, total, hasMore: offset + limit < total },
    };
  }

  async getSync(syncId: string): Promise<SyncHistoryRecord> {
    this.#failIfAsked();
    const sync = this.history.find(({ id }) => id === syncId);
    if (!sync) {
      throw new Error(`No sync with id ${syncId}`);
    }
    return sync;
  }

  async getStatistics(options?: {
    period?: SyncStatisticsPeriod;
  }): Promise<SyncStatistics> {
    this.#failIfAsked();
    return createStatistics(
      {},
      { period: options?.period, to: this.settings.statistics.to },
    );
  }

  async getHealth(): Promise<SyncHealth> {
    this.#failIfAsked();
    return this.settings.health;
  }

  async refresh(): Promise<RefreshResponse> {
    this.#failIfAsked();
    return {
      message: 'Sync requested',
      syncId: '0193b000-0000-7000-8000-000000000002',
      triggeredBy: 'user:default/jane.doe',
      timestamp: new Date().toISOString(),
      status: 'QUEUED',
    };
  }

  #failIfAsked() {
    if (this.error) {
      throw this.error;
    }
  }
}
