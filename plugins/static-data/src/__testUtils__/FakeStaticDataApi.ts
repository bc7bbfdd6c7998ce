import {
  ApiConsumers,
  CursorPagination,
  EntityHistoryEntry,
  EntityHistoryPage,
  HeldRemoval,
  HeldRemovalApproval,
  HeldRemovalList,
  NetChange,
  RecordedFinding,
  RefreshRequestState,
  RefreshResponse,
  RunningSync,
  SYNC_LOG_LEVELS,
  SyncChange,
  SyncChangePage,
  SyncComparison,
  SyncFindingPage,
  SyncHealth,
  SyncHistoryPage,
  SyncHistoryRecord,
  SyncLogLevel,
  SyncLogLine,
  SyncLogPage,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import groupBy from 'lodash/groupBy';
import pick from 'lodash/pick';
import {
  PageQuery,
  StaticDataApi,
  SyncChangesQuery,
  SyncComparisonQuery,
  SyncFindingsQuery,
  SyncHistoryFilters,
  SyncHistoryQuery,
} from '../api/StaticDataApi';
import { createResponseError } from './responseErrors';
import { createSettings, createStatistics } from './settings';

/** Id of the sync that answers every request. */
export const REQUESTED_SYNC_ID = '0193b000-0000-7000-8000-000000000002';

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
  findingQueries: SyncFindingsQuery[] = [];
  exports: Array<{ format: 'csv' | 'json'; filters: SyncHistoryFilters }> = [];
  refreshes: Array<{ dryRun?: boolean; ref?: string }> = [];
  /** Of every sync. */
  changes: SyncChange[] = [];
  findings: RecordedFinding[] = [];
  logs: SyncLogLine[] = [];
  netChanges: NetChange[] = [];
  apiConsumers: ApiConsumers[] = [];
  entityHistory: EntityHistoryEntry[] = [];
  heldRemovals: HeldRemoval[] = [];

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
    const { limit = 50, cursor } = query;
    const offset = cursor ? Number(cursor) : query.offset ?? 0;
    const matching = this.history.filter(sync => matches(sync, query));
    const total = matching.length;
    return {
      history: matching.slice(offset, offset + limit),
      pagination: {
        limit,
        offset,
        total,
        hasMore: offset + limit < total,
        nextCursor: String(offset + limit),
      },
    };
  }

  async getSync(syncId: string): Promise<SyncHistoryRecord> {
    this.#failIfAsked();
    const sync = this.history.find(({ id }) => id === syncId);
    if (!sync) {
      throw await createResponseError(404, `No sync has the id '${syncId}'`);
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

  async exportSyncHistory(
    format: 'csv' | 'json',
    filters: SyncHistoryFilters = {},
  ): Promise<Blob> {
    this.#failIfAsked();
    this.exports.push({ format, filters });
    return new Blob(['exported']);
  }

  async getRunningSync(): Promise<RunningSync | undefined> {
    this.#failIfAsked();
    return this.settings.runningSync ?? undefined;
  }

  async getChanges(
    syncId: string,
    query: SyncChangesQuery = {},
  ): Promise<SyncChangePage> {
    this.#failIfAsked();
    const { change, kind, confirmation, q = '' } = query;
    const matching = this.changes.filter(
      item =>
        (!change || change.includes(item.change)) &&
        (!kind || item.kind === kind) &&
        (!confirmation ||
          (item.confirmation &&
            confirmation.includes(item.confirmation.status))) &&
        item.entityRef.includes(q.toLowerCase()),
    );
    const { items, pagination } = toPage(matching, query);
    return {
      syncId,
      changes: items,
      pagination: { ...pagination, total: matching.length },
    };
  }

  async getFindings(
    syncId: string,
    query: SyncFindingsQuery = {},
  ): Promise<SyncFindingPage> {
    this.#failIfAsked();
    const { severity, code, state } = query;
    this.findingQueries.push(query);
    const matching = this.findings.filter(
      item =>
        (!severity || item.severity === severity) &&
        (!code || code.includes(item.code)) &&
        (!state || state.includes(item.state)),
    );
    const { items, pagination } = toPage(matching, query);
    return {
      syncId,
      findings: items,
      totals: countBy(matching, found =>
        pick(found, ['code', 'severity', 'state']),
      ),
      pagination: { ...pagination, total: matching.length },
    };
  }

  async getLogs(
    syncId: string,
    query: PageQuery & { level?: SyncLogLevel } = {},
  ): Promise<SyncLogPage> {
    this.#failIfAsked();
    const { level = 'debug', cursor = '0' } = query;
    const matching = this.logs
      .map((line, index) => ({ number: index + 1, ...line }))
      .filter(
        line =>
          SYNC_LOG_LEVELS.indexOf(line.level) >= SYNC_LOG_LEVELS.indexOf(level),
      );
    const { items, pagination } = toPage(matching, query);
    // while a sync runs there is more to come
    if (this.settings.runningSync?.id === syncId) {
      pagination.nextCursor ??= String(Number(cursor) + items.length);
    }
    return { syncId, lines: items, pagination };
  }

  async downloadLog(): Promise<Blob> {
    this.#failIfAsked();
    return new Blob(this.logs.map(({ message }) => `${message}\n`));
  }

  async compareSyncs(
    fromSyncId: string,
    toSyncId: string,
    query: SyncComparisonQuery = {},
  ): Promise<SyncComparison> {
    const [from, to] = await Promise.all(
      [fromSyncId, toSyncId].map(async id => {
        const { number, startTime, revision } = await this.getSync(id);
        return { syncId: id, number, startTime, revision };
      }),
    );
    const { change, kind, cursor, q = '' } = query;
    const matching = this.netChanges.filter(
      item =>
        (!change || change.includes(item.change)) &&
        (!kind || item.kind === kind) &&
        item.entityRef.includes(q.toLowerCase()),
    );
    const { items, pagination } = toPage(matching, query);
    const totals = countBy(matching, net => pick(net, ['kind', 'change']));
    return {
      from,
      to,
      changes: items,
      ...(!cursor && { totals }),
      pagination,
    };
  }

  async getApiConsumers(entityRef: string): Promise<ApiConsumers> {
    this.#failIfAsked();
    const found = this.apiConsumers.find(
      ({ api }) => api.entityRef === entityRef,
    );
    if (!found) {
      throw await createResponseError(404, `There is no API '${entityRef}'`);
    }
    return found;
  }

  async getEntityHistory(
    entity: { kind: string; namespace: string; name: string },
    query: PageQuery = {},
  ): Promise<EntityHistoryPage> {
    this.#failIfAsked();
    const { items, pagination } = toPage(this.entityHistory, query);
    const { kind, namespace, name } = entity;
    return {
      entityRef: `${kind}:${namespace}/${name}`.toLowerCase(),
      history: items,
      pagination,
    };
  }

  async getHeldRemovals(): Promise<HeldRemovalList> {
    this.#failIfAsked();
    return { heldRemovals: this.heldRemovals };
  }

  async approveHeldRemovals(
    entityRefs: string[],
  ): Promise<HeldRemovalApproval> {
    this.#failIfAsked();
    const approval = {
      approvedBy: 'user:default/jane.doe',
      approvedAt: new Date().toISOString(),
    };
    this.heldRemovals = this.heldRemovals.map(removal =>
      entityRefs.includes(removal.entityRef)
        ? { ...removal, ...approval }
        : removal,
    );
    return {
      message: 'The next sync removes them',
      approved: entityRefs,
      approvedBy: approval.approvedBy,
      timestamp: approval.approvedAt,
    };
  }

  async refresh(
    options: { dryRun?: boolean; ref?: string } = {},
  ): Promise<RefreshResponse> {
    this.#failIfAsked();
    this.refreshes.push(options);
    return {
      message: 'Sync requested',
      syncId: REQUESTED_SYNC_ID,
      triggeredBy: 'user:default/jane.doe',
      timestamp: new Date().toISOString(),
      status: 'QUEUED',
    };
  }

  async getRefreshRequest(syncId: string): Promise<RefreshRequestState> {
    this.#failIfAsked();
    const { runningSync } = this.settings;
    if (runningSync?.id === syncId) {
      return { syncId, status: 'RUNNING', running: runningSync };
    }
    const sync = this.history.find(({ id }) => id === syncId);
    if (sync) {
      return { syncId, status: 'FINISHED', sync };
    }
    if (syncId === REQUESTED_SYNC_ID && this.refreshes.length > 0) {
      return { syncId, status: 'QUEUED' };
    }
    throw await createResponseError(404, `No request has the id '${syncId}'`);
  }

  #failIfAsked() {
    if (this.error) {
      throw this.error;
    }
  }
}

function matches(sync: SyncHistoryRecord, filters: SyncHistoryFilters) {
  const { status, syncType, dryRun, changed, from, to, q = '' } = filters;
  const { id, number, revision, triggeredBy, errors, stats } = sync;
  const changes =
    stats.entitiesAdded + stats.entitiesUpdated + stats.entitiesRemoved;
  return (
    (!status || status.includes(sync.status)) &&
    (!syncType || syncType === sync.syncType) &&
    (dryRun === undefined || dryRun === sync.dryRun) &&
    (changed === undefined || changed === changes > 0) &&
    (!from || sync.startTime >= from) &&
    (!to || sync.startTime < to) &&
    JSON.stringify([id, `#${number}`, revision, triggeredBy, errors]).includes(
      q,
    )
  );
}

function countBy<T, K extends object>(items: T[], keyOf: (item: T) => K) {
  return Object.values(groupBy(items, item => JSON.stringify(keyOf(item)))).map(
    group => ({ ...keyOf(group[0]), count: group.length }),
  );
}

/** Cursors are positions. */
function toPage<T>(
  all: T[],
  { limit = 50, cursor = '0' }: PageQuery,
): { items: T[]; pagination: CursorPagination } {
  const end = Number(cursor) + limit;
  const hasMore = end < all.length;
  return {
    items: all.slice(Number(cursor), end),
    pagination: {
      limit,
      hasMore,
      ...(hasMore && { nextCursor: String(end) }),
    },
  };
}
