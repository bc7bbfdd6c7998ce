import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  EntityHistoryPage,
  HeldRemovalApproval,
  HeldRemovalList,
  RefreshRequestState,
  RefreshResponse,
  RunningSync,
  SyncChangePage,
  SyncChangeType,
  SyncComparison,
  SyncFindingPage,
  SyncHealth,
  SyncHistoryPage,
  SyncHistoryRecord,
  SyncLogLevel,
  SyncLogPage,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import {
  PageQuery,
  StaticDataApi,
  SyncChangesQuery,
  SyncFindingsQuery,
  SyncHistoryFilters,
  SyncHistoryQuery,
} from './StaticDataApi';

/** Lists are sent as one parameter, with commas. */
type QueryParameters = Record<
  string,
  string | number | boolean | string[] | undefined
>;

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
    return this.#get('/settings', { ...options });
  }

  /** {@inheritdoc StaticDataApi.getSyncHistory} */
  async getSyncHistory(query?: SyncHistoryQuery): Promise<SyncHistoryPage> {
    return this.#get('/sync-history', { ...query });
  }

  /** {@inheritdoc StaticDataApi.exportSyncHistory} */
  async exportSyncHistory(
    format: 'csv' | 'json',
    filters?: SyncHistoryFilters,
  ): Promise<Blob> {
    const response = await this.#fetch('/sync-history/export', {
      query: { format, ...filters },
    });
    return response.blob();
  }

  /** {@inheritdoc StaticDataApi.getSync} */
  async getSync(syncId: string): Promise<SyncHistoryRecord> {
    return this.#get(toPath`/sync-history/${syncId}`);
  }

  /** {@inheritdoc StaticDataApi.getRunningSync} */
  async getRunningSync(): Promise<RunningSync | undefined> {
    const { running } = await this.#get<{ running: RunningSync | null }>(
      '/sync-history/running',
    );
    return running ?? undefined;
  }

  /** {@inheritdoc StaticDataApi.getChanges} */
  async getChanges(
    syncId: string,
    query?: SyncChangesQuery,
  ): Promise<SyncChangePage> {
    return this.#get(toPath`/sync-history/${syncId}/changes`, { ...query });
  }

  /** {@inheritdoc StaticDataApi.getFindings} */
  async getFindings(
    syncId: string,
    query?: SyncFindingsQuery,
  ): Promise<SyncFindingPage> {
    return this.#get(toPath`/sync-history/${syncId}/findings`, { ...query });
  }

  /** {@inheritdoc StaticDataApi.getLogs} */
  async getLogs(
    syncId: string,
    query?: PageQuery & { level?: SyncLogLevel },
  ): Promise<SyncLogPage> {
    return this.#get(toPath`/sync-history/${syncId}/logs`, { ...query });
  }

  /** {@inheritdoc StaticDataApi.downloadLog} */
  async downloadLog(
    syncId: string,
    options?: { level?: SyncLogLevel },
  ): Promise<Blob> {
    const response = await this.#fetch(toPath`/sync-history/${syncId}/logs`, {
      query: { ...options },
      init: { headers: { Accept: 'text/plain' } },
    });
    return response.blob();
  }

  /** {@inheritdoc StaticDataApi.compareSyncs} */
  async compareSyncs(
    fromSyncId: string,
    toSyncId: string,
    query?: PageQuery,
  ): Promise<SyncComparison> {
    return this.#get('/sync-history/compare', {
      from: fromSyncId,
      to: toSyncId,
      ...query,
    });
  }

  /** {@inheritdoc StaticDataApi.getEntityHistory} */
  async getEntityHistory(
    entity: { kind: string; namespace: string; name: string },
    query?: PageQuery & { change?: SyncChangeType[] },
  ): Promise<EntityHistoryPage> {
    const { kind, namespace, name } = entity;
    return this.#get(toPath`/entities/${kind}/${namespace}/${name}/history`, {
      ...query,
    });
  }

  /** {@inheritdoc StaticDataApi.getStatistics} */
  async getStatistics(options?: {
    period?: SyncStatisticsPeriod;
  }): Promise<SyncStatistics> {
    return this.#get('/sync-statistics', { ...options });
  }

  /** {@inheritdoc StaticDataApi.getHealth} */
  async getHealth(): Promise<SyncHealth> {
    return this.#get('/health');
  }

  /** {@inheritdoc StaticDataApi.getHeldRemovals} */
  async getHeldRemovals(): Promise<HeldRemovalList> {
    return this.#get('/held-removals');
  }

  /** {@inheritdoc StaticDataApi.approveHeldRemovals} */
  async approveHeldRemovals(
    entityRefs: string[],
  ): Promise<HeldRemovalApproval> {
    return this.#post('/held-removals/approve', { entityRefs });
  }

  /** {@inheritdoc StaticDataApi.refresh} */
  async refresh(
    options: { dryRun?: boolean; ref?: string } = {},
  ): Promise<RefreshResponse> {
    return this.#post('/refresh', options);
  }

  /** {@inheritdoc StaticDataApi.getRefreshRequest} */
  async getRefreshRequest(syncId: string): Promise<RefreshRequestState> {
    return this.#get(toPath`/refresh/${syncId}`);
  }

  async #get<T>(path: string, query?: QueryParameters): Promise<T> {
    return (await this.#fetch(path, { query })).json();
  }

  async #post<T>(path: string, body: object): Promise<T> {
    const response = await this.#fetch(path, {
      init: {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      },
    });
    return response.json();
  }

  async #fetch(
    path: string,
    options: { query?: QueryParameters; init?: RequestInit },
  ): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('static-data');
    const response = await this.#fetchApi.fetch(
      `${baseUrl}${path}${toQueryString(options.query)}`,
      options.init,
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

/** A path whose values cannot break out of their segments. */
function toPath(texts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: texts }, ...values.map(encodeURIComponent));
}

function toQueryString(query: QueryParameters = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = String(value ?? '');
    if (text) {
      parameters.set(name, text);
    }
  }
  const queryString = parameters.toString();
  return queryString && `?${queryString}`;
}
