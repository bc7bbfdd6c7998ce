import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  RefreshResponse,
  SyncHealth,
  SyncHistoryPage,
  SyncHistoryRecord,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import { StaticDataApi, SyncHistoryQuery } from './StaticDataApi';

type QueryParameters = Record<string, string | number | undefined>;

/**
 * Talks to the static-data backend over HTTP.
 *
 * @public
 */
export class StaticDataClient implements StaticDataApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  /** {@inheritdoc StaticDataApi.getSettings} */
  async getSettings(options?: {
    period?: SyncStatisticsPeriod;
  }): Promise<SyncSettings> {
    return this.#request('/settings', { query: { period: options?.period } });
  }

  /** {@inheritdoc StaticDataApi.getSyncHistory} */
  async getSyncHistory(query?: SyncHistoryQuery): Promise<SyncHistoryPage> {
    return this.#request('/sync-history', {
      query: { limit: query?.limit, offset: query?.offset },
    });
  }

  /** {@inheritdoc StaticDataApi.getSync} */
  async getSync(syncId: string): Promise<SyncHistoryRecord> {
    return this.#request(`/sync-history/${encodeURIComponent(syncId)}`);
  }

  /** {@inheritdoc StaticDataApi.getStatistics} */
  async getStatistics(options?: {
    period?: SyncStatisticsPeriod;
  }): Promise<SyncStatistics> {
    return this.#request('/sync-statistics', {
      query: { period: options?.period },
    });
  }

  /** {@inheritdoc StaticDataApi.getHealth} */
  async getHealth(): Promise<SyncHealth> {
    return this.#request('/health');
  }

  /** {@inheritdoc StaticDataApi.refresh} */
  async refresh(): Promise<RefreshResponse> {
    return this.#request('/refresh', {
      init: {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({}),
      },
    });
  }

  async #request<T>(
    path: string,
    options: { query?: QueryParameters; init?: RequestInit } = {},
  ): Promise<T> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('static-data');
    const response = await this.#fetchApi.fetch(
      `${baseUrl}${path}${toQueryString(options.query)}`,
      options.init,
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}

function toQueryString(query: QueryParameters = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      parameters.set(name, String(value));
    }
  }
  const queryString = parameters.toString();
  return queryString && `?${queryString}`;
}
