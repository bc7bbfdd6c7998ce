import {
  createApiFactory,
  DiscoveryApi,
  discoveryApiRef,
  FetchApi,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { RunningSync } from '@internal/plugin-static-data-common';
import { StaticDataApi, staticDataApiRef } from './StaticDataApi';

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

  /** {@inheritdoc StaticDataApi.getSources} */
  getSources: StaticDataApi['getSources'] = () => this.#get('/sources');

  /** {@inheritdoc StaticDataApi.getSource} */
  getSource: StaticDataApi['getSource'] = sourceId =>
    this.#get(toPath`/sources/${sourceId}`);

  /** {@inheritdoc StaticDataApi.getSourceEntities} */
  getSourceEntities: StaticDataApi['getSourceEntities'] = (sourceId, query) =>
    this.#get(toPath`/sources/${sourceId}/entities`, query);

  /** {@inheritdoc StaticDataApi.releaseSource} */
  releaseSource: StaticDataApi['releaseSource'] = sourceId =>
    this.#post(toPath`/sources/${sourceId}/release`, {});

  /** {@inheritdoc StaticDataApi.pauseSource} */
  pauseSource: StaticDataApi['pauseSource'] = (sourceId, options) =>
    this.#post(toPath`/sources/${sourceId}/pause`, options);

  /** {@inheritdoc StaticDataApi.resumeSource} */
  resumeSource: StaticDataApi['resumeSource'] = (sourceId, options = {}) =>
    this.#post(toPath`/sources/${sourceId}/resume`, options);

  /** {@inheritdoc StaticDataApi.pinSource} */
  pinSource: StaticDataApi['pinSource'] = (sourceId, options) =>
    this.#post(toPath`/sources/${sourceId}/pin`, options);

  /** {@inheritdoc StaticDataApi.unpinSource} */
  unpinSource: StaticDataApi['unpinSource'] = (sourceId, options = {}) =>
    this.#post(toPath`/sources/${sourceId}/unpin`, options);

  /** {@inheritdoc StaticDataApi.getSteeringActs} */
  getSteeringActs: StaticDataApi['getSteeringActs'] = query =>
    this.#get('/steering-acts', query);

  /** {@inheritdoc StaticDataApi.cancelSync} */
  cancelSync: StaticDataApi['cancelSync'] = (syncId, options = {}) =>
    this.#post(toPath`/sync-history/${syncId}/cancel`, options);

  /** {@inheritdoc StaticDataApi.rerunSync} */
  rerunSync: StaticDataApi['rerunSync'] = syncId =>
    this.#post(toPath`/sync-history/${syncId}/rerun`, {});

  /** {@inheritdoc StaticDataApi.getScorecards} */
  getScorecards: StaticDataApi['getScorecards'] = query =>
    this.#get('/scorecards', query);

  /** {@inheritdoc StaticDataApi.getSettings} */
  getSettings: StaticDataApi['getSettings'] = query =>
    this.#get('/settings', query);

  /** {@inheritdoc StaticDataApi.getSyncHistory} */
  getSyncHistory: StaticDataApi['getSyncHistory'] = query =>
    this.#get('/sync-history', query);

  /** {@inheritdoc StaticDataApi.exportSyncHistory} */
  exportSyncHistory: StaticDataApi['exportSyncHistory'] = (format, filters) =>
    this.#getFile('/sync-history/export', { format, ...filters });

  /** {@inheritdoc StaticDataApi.getSync} */
  getSync: StaticDataApi['getSync'] = syncId =>
    this.#get(toPath`/sync-history/${syncId}`);

  /** {@inheritdoc StaticDataApi.getRunningSync} */
  getRunningSync: StaticDataApi['getRunningSync'] = async query => {
    const { running } = await this.#get<{ running: RunningSync | null }>(
      '/sync-history/running',
      query,
    );
    return running ?? undefined;
  };

  /** {@inheritdoc StaticDataApi.getChanges} */
  getChanges: StaticDataApi['getChanges'] = (syncId, query) =>
    this.#get(toPath`/sync-history/${syncId}/changes`, query);

  /** {@inheritdoc StaticDataApi.getFindings} */
  getFindings: StaticDataApi['getFindings'] = (syncId, query) =>
    this.#get(toPath`/sync-history/${syncId}/findings`, query);

  /** {@inheritdoc StaticDataApi.getLogs} */
  getLogs: StaticDataApi['getLogs'] = (syncId, query) =>
    this.#get(toPath`/sync-history/${syncId}/logs`, query);

  /** {@inheritdoc StaticDataApi.downloadLog} */
  downloadLog: StaticDataApi['downloadLog'] = (syncId, options) =>
    this.#getFile(toPath`/sync-history/${syncId}/logs`, options, 'text/plain');

  /** {@inheritdoc StaticDataApi.compareSyncs} */
  compareSyncs: StaticDataApi['compareSyncs'] = (from, to, query) =>
    this.#get('/sync-history/compare', { from, to, ...query });

  /** {@inheritdoc StaticDataApi.getApiConsumers} */
  getApiConsumers: StaticDataApi['getApiConsumers'] = entityRef =>
    this.#get(toPath`/api-consumers/${entityRef}`);

  /** {@inheritdoc StaticDataApi.getEntityHistory} */
  getEntityHistory: StaticDataApi['getEntityHistory'] = (
    { kind, namespace, name },
    query,
  ) => this.#get(toPath`/entities/${kind}/${namespace}/${name}/history`, query);

  /** {@inheritdoc StaticDataApi.getStatistics} */
  getStatistics: StaticDataApi['getStatistics'] = query =>
    this.#get('/sync-statistics', query);

  /** {@inheritdoc StaticDataApi.getHealth} */
  getHealth: StaticDataApi['getHealth'] = query => this.#get('/health', query);

  /** {@inheritdoc StaticDataApi.getHeldRemovals} */
  getHeldRemovals: StaticDataApi['getHeldRemovals'] = query =>
    this.#get('/held-removals', query);

  /** {@inheritdoc StaticDataApi.getPullRequests} */
  getPullRequests: StaticDataApi['getPullRequests'] = query =>
    this.#get('/pull-requests', query);

  /** {@inheritdoc StaticDataApi.approveHeldRemovals} */
  approveHeldRemovals: StaticDataApi['approveHeldRemovals'] = entityRefs =>
    this.#post('/held-removals/approve', { entityRefs });

  /** {@inheritdoc StaticDataApi.refresh} */
  refresh: StaticDataApi['refresh'] = (options = {}) =>
    this.#post('/refresh', options);

  /** {@inheritdoc StaticDataApi.getBranches} */
  getBranches: StaticDataApi['getBranches'] = query =>
    this.#get('/branches', query);

  /** {@inheritdoc StaticDataApi.getRefreshRequest} */
  getRefreshRequest: StaticDataApi['getRefreshRequest'] = syncId =>
    this.#get(toPath`/refresh/${syncId}`);

  async #get<T>(path: string, query?: object): Promise<T> {
    return (await this.#fetch(path + toQueryString(query))).json();
  }

  async #getFile(path: string, query?: object, accept?: string): Promise<Blob> {
    const response = await this.#fetch(
      path + toQueryString(query),
      accept ? { headers: { Accept: accept } } : undefined,
    );
    return response.blob();
  }

  async #post<T>(path: string, body: object): Promise<T> {
    const response = await this.#fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  }

  async #fetch(path: string, init?: RequestInit): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('static-data');
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, init);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

export const staticDataApiFactory = createApiFactory({
  api: staticDataApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: deps => new StaticDataClient(deps),
});

/** Builds a path, encoding the values so that they stay within their segments. */
function toPath(texts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: texts }, ...values.map(encodeURIComponent));
}

/** Builds a query string; lists become comma-separated values. */
function toQueryString(query: object = {}): string {
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
