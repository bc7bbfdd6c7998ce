import {
  ApiConsumers,
  BranchList,
  CancelResponse,
  CursorPagination,
  EntityHistoryEntry,
  EntityHistoryPage,
  HeldRemoval,
  HeldRemovalApproval,
  HeldRemovalList,
  isQuietSync,
  NetChange,
  PullRequest,
  PullRequestList,
  PullRequestState,
  RecordedFinding,
  RefreshRequestState,
  RefreshResponse,
  RunningSync,
  Scorecard,
  ScorecardPage,
  SourceSteering,
  StateEntity,
  StatePage,
  SteeringAct,
  SteeringActList,
  SteeringResponse,
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
  SyncSource,
  SyncSourceList,
  SyncStatistics,
  SyncStatisticsPeriod,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import groupBy from 'lodash/groupBy';
import pick from 'lodash/pick';
import {
  PageQuery,
  SourceQuery,
  StaticDataApi,
  StateQuery,
  SteeringActQuery,
  SyncChangesQuery,
  SyncComparisonQuery,
  SyncFindingsQuery,
  SyncHistoryFilters,
  SyncHistoryQuery,
} from '../api/StaticDataApi';
import { createResponseError } from './responseErrors';
import { createSettings, createStatistics } from './settings';
import { createSource } from './sources';
import { createPause, createPin } from './steering';

/** Id of the sync that answers every request. */
export const REQUESTED_SYNC_ID = '0193b000-0000-7000-8000-000000000002';

const REFRESH_RESPONSE: RefreshResponse = {
  message: 'Sync requested',
  syncId: REQUESTED_SYNC_ID,
  triggeredBy: 'user:default/jane.doe',
  timestamp: '2026-05-04T12:32:00.000Z',
  status: 'QUEUED',
};

/**
 * Answers from memory. Change `settings`, `history` or `error` to change what
 * the backend would say; `settingsRequests` tells how often it was asked.
 */
export class FakeStaticDataApi implements StaticDataApi {
  settings: SyncSettings = createSettings();
  /** Several of them; with one, all is as the settings say. */
  sources: SyncSource[] | undefined;
  history: SyncHistoryRecord[] = [];
  error: Error | undefined;
  settingsRequests = 0;
  historyQueries: SyncHistoryQuery[] = [];
  findingQueries: SyncFindingsQuery[] = [];
  exports: Array<{ format: 'csv' | 'json'; filters: SyncHistoryFilters }> = [];
  refreshes: Array<
    SourceQuery & { dryRun?: boolean; ref?: string; syncId?: string }
  > = [];
  /** What was done to syncs, newest first. */
  acts: SteeringAct[] = [];
  /** What it was asked to do to them, in order. */
  steered: Array<[method: string, id: string, options?: object]> = [];
  /** Why it does none of that. */
  conflict: Error | undefined;
  released: string[] = [];
  /** What it was asked about one source. */
  sourceQueries: Array<[method: string, source: string | undefined]> = [];
  /** Of every sync. */
  changes: SyncChange[] = [];
  findings: RecordedFinding[] = [];
  logs: SyncLogLine[] = [];
  netChanges: NetChange[] = [];
  apiConsumers: ApiConsumers[] = [];
  entityHistory: EntityHistoryEntry[] = [];
  heldRemovals: HeldRemoval[] = [];
  scorecards: Scorecard[] = [];
  pullRequests: PullRequest[] = [];
  /** Names of branches; no more than a page of them are listed at once. */
  branches: string[] = [];
  branchPageSize = Infinity;
  branchProblem: string | undefined;
  branchQueries: Array<SourceQuery & { q?: string }> = [];
  /** What each sync left behind, by its id; the latest one of the history is the state of now. */
  states: Record<string, StateEntity[]> = {};

  constructor(
    state: { settings?: SyncSettings; history?: SyncHistoryRecord[] } = {},
  ) {
    this.settings = state.settings ?? this.settings;
    const { latestSync } = this.settings;
    this.history = state.history ?? (latestSync ? [latestSync] : []);
  }

  async getSources(): Promise<SyncSourceList> {
    this.#failIfAsked();
    const { configuration, health, steering, latestSync, runningSync } =
      this.settings;
    const only = createSource({
      configuration,
      health,
      steering,
      latestSync,
      runningSync,
      recentSyncs: latestSync ? [latestSync] : [],
    });
    return { sources: this.sources ?? [only] };
  }

  async getSource(sourceId: string): Promise<SyncSource> {
    const { sources } = await this.getSources();
    const source = sources.find(({ id }) => id === sourceId);
    if (!source) {
      throw await createResponseError(
        404,
        `No source has the id '${sourceId}'`,
      );
    }
    return source;
  }

  async getSourceEntities(
    sourceId: string,
    query: StateQuery = {},
  ): Promise<StatePage> {
    this.#failIfAsked();
    const { at, kind, q = '', full = false } = query;
    const sync = this.history.find(
      ({ id, startTime }) =>
        at === undefined || id === at || (id in this.states && startTime <= at),
    );
    if (!sync) {
      throw await createResponseError(
        404,
        `No sync of the source '${sourceId}' had applied anything by then`,
      );
    }
    const { id, number, startTime, revision } = sync;
    if (!(id in this.states)) {
      throw await createResponseError(
        409,
        `The recorded changes do not reach back to #${number}`,
      );
    }
    const { items, pagination } = toPage(
      this.states[id].filter(
        item =>
          (!kind || kind === item.kind) &&
          item.entityRef.includes(q.toLowerCase()),
      ),
      query,
    );
    return {
      source: sourceId,
      at: { id, number, startTime, revision },
      entities: items.map(({ entity, ...item }) => ({
        ...item,
        ...(full && { entity }),
      })),
      pagination,
    };
  }

  async releaseSource(sourceId: string): Promise<RefreshResponse> {
    this.#failIfAsked();
    this.released.push(sourceId);
    return REFRESH_RESPONSE;
  }

  async pauseSource(
    ...[sourceId, options]: Parameters<StaticDataApi['pauseSource']>
  ): Promise<SteeringResponse> {
    this.#steer('pauseSource', sourceId, options);
    const { reason, until = null } = options;
    const { syncId: _, ...answer } = this.#answer(sourceId, {
      pause: { ...createPause(), reason, until },
    });
    // there is nothing to be carried out
    return answer;
  }

  async resumeSource(
    ...[sourceId, options]: Parameters<StaticDataApi['resumeSource']>
  ): Promise<SteeringResponse> {
    this.#steer('resumeSource', sourceId, options);
    return this.#answer(sourceId, { pause: null });
  }

  async pinSource(
    ...[sourceId, options]: Parameters<StaticDataApi['pinSource']>
  ): Promise<SteeringResponse> {
    this.#steer('pinSource', sourceId, options);
    const { reason, ref = null, until = null } = options;
    return this.#answer(sourceId, {
      pin: { ...createPin(), reason, ref, until },
    });
  }

  async unpinSource(
    ...[sourceId, options]: Parameters<StaticDataApi['unpinSource']>
  ): Promise<SteeringResponse> {
    this.#steer('unpinSource', sourceId, options);
    return this.#answer(sourceId, { pin: null });
  }

  async cancelSync(
    ...[syncId, options]: Parameters<StaticDataApi['cancelSync']>
  ): Promise<CancelResponse> {
    this.#steer('cancelSync', syncId, options);
    const { triggeredBy: cancelledBy, timestamp } = REFRESH_RESPONSE;
    const { runningSync } = this.settings;
    this.settings = {
      ...this.settings,
      runningSync: runningSync && { ...runningSync, cancelledBy },
    };
    return {
      message: 'The sync is being cancelled',
      syncId,
      cancelledBy,
      timestamp,
    };
  }

  async rerunSync(syncId: string): Promise<RefreshResponse> {
    this.#steer('rerunSync', syncId);
    return REFRESH_RESPONSE;
  }

  async getSteeringActs(
    query: SteeringActQuery = {},
  ): Promise<SteeringActList> {
    this.#failIfAsked();
    const { source, from = '' } = query;
    return {
      acts: this.acts.filter(
        act => (!source || act.source === source) && act.time >= from,
      ),
      hasMore: false,
    };
  }

  #steer(method: string, id: string, options?: object) {
    this.#failIfAsked();
    this.steered.push([method, id, options]);
    if (this.conflict) {
      throw this.conflict;
    }
  }

  #answer(source: string, changed: Partial<SourceSteering>): SteeringResponse {
    const steering = { ...this.settings.steering, ...changed };
    this.settings = { ...this.settings, steering };
    this.sources = this.sources?.map(known =>
      known.id === source
        ? { ...known, steering: { ...known.steering, ...changed } }
        : known,
    );
    return { message: 'Done', source, steering, syncId: REQUESTED_SYNC_ID };
  }

  async getScorecards(
    query: PageQuery & { owner?: string } = {},
  ): Promise<ScorecardPage> {
    this.#failIfAsked();
    const matching = this.scorecards.filter(
      ({ owner }) => !query.owner || query.owner === owner,
    );
    const { items, pagination } = toPage(matching, query);
    return {
      scorecards: items,
      from: '2026-04-04T00:00:00.000Z',
      pagination: { ...pagination, total: matching.length },
    };
  }

  async getSettings(
    options: SourceQuery & { period?: SyncStatisticsPeriod } = {},
  ): Promise<SyncSettings> {
    this.settingsRequests += 1;
    this.sourceQueries.push(['getSettings', options.source]);
    this.#failIfAsked();
    const { period = '24h' } = options;
    const settings = await this.#findSettings(options);
    return period === settings.statistics.period
      ? settings
      : { ...settings, statistics: await this.getStatistics({ period }) };
  }

  async #findSettings({ source }: SourceQuery) {
    const { settings, sources } = this;
    if (!sources) {
      return { ...settings };
    }
    const ids = sources.map(({ id }) => id);
    const asked = source ?? (ids.length === 1 ? ids[0] : 'default');
    if (source === undefined && !ids.includes(asked)) {
      throw await createResponseError(400, 'source has to name one of several');
    }
    const { configuration, health, steering, latestSync, runningSync } =
      await this.getSource(asked);
    return {
      ...settings,
      steering,
      configuration: configuration ?? settings.configuration,
      health: health ?? settings.health,
      latestSync,
      runningSync,
    };
  }

  async getSyncHistory(query: SyncHistoryQuery = {}): Promise<SyncHistoryPage> {
    this.historyQueries.push(query);
    this.sourceQueries.push(['getSyncHistory', query.source]);
    this.#failIfAsked();
    const { limit = 50, cursor } = query;
    const offset = cursor ? Number(cursor) : query.offset ?? 0;
    const matching = this.history.filter(sync => matches(sync, query));
    const total = matching.length;
    const end = offset + limit;
    return {
      history: matching.slice(offset, end),
      quietNeighbours: {
        newer: countQuiet(matching.slice(0, offset + 1).reverse()),
        older: countQuiet(matching.slice(end - 1)),
      },
      pagination: {
        limit,
        offset,
        total,
        hasMore: end < total,
        nextCursor: String(end),
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

  async getStatistics(
    options?: SourceQuery & { period?: SyncStatisticsPeriod },
  ): Promise<SyncStatistics> {
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
    const { severity, code, state, owner } = query;
    this.findingQueries.push(query);
    const matching = this.findings.filter(
      item =>
        (!severity || item.severity === severity) &&
        (!code || code.includes(item.code)) &&
        (!state || state.includes(item.state)) &&
        (!owner || owner === item.owner),
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
    const { kind, namespace, name } = entity;
    const entityRef = `${kind}:${namespace}/${name}`.toLowerCase();
    if (this.entityHistory.length === 0) {
      throw await createResponseError(
        404,
        `No sync has involved '${entityRef}'`,
      );
    }
    const { items, pagination } = toPage(this.entityHistory, query);
    return {
      entityRef,
      history: items,
      pagination,
    };
  }

  async getHeldRemovals({
    source,
  }: SourceQuery = {}): Promise<HeldRemovalList> {
    this.sourceQueries.push(['getHeldRemovals', source]);
    this.#failIfAsked();
    return {
      heldRemovals: this.heldRemovals.filter(
        held => !source || held.source === source,
      ),
    };
  }

  async getBranches(
    query: SourceQuery & { q?: string } = {},
  ): Promise<BranchList> {
    this.branchQueries.push(query);
    this.#failIfAsked();
    const problem = this.branchProblem;
    if (problem !== undefined) {
      return { branches: [], isComplete: false, problem };
    }
    const { q = '' } = query;
    const found = this.branches.filter(name => name.includes(q));
    const size = this.branchPageSize;
    return {
      branches: found.slice(0, size),
      isComplete: found.length <= size,
    };
  }

  async getPullRequests({
    source,
    state,
  }: SourceQuery & {
    state?: PullRequestState;
  } = {}): Promise<PullRequestList> {
    this.#failIfAsked();
    return {
      pullRequests: this.pullRequests.filter(
        pull =>
          (!source || pull.source === source) &&
          (!state || pull.state === state),
      ),
    };
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
    options: SourceQuery & {
      dryRun?: boolean;
      ref?: string;
      syncId?: string;
    } = {},
  ): Promise<RefreshResponse> {
    this.#failIfAsked();
    this.refreshes.push(options);
    return REFRESH_RESPONSE;
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
    const requests =
      this.refreshes.length + this.released.length + this.steered.length;
    if (syncId === REQUESTED_SYNC_ID && requests > 0) {
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

/** How many syncs of which nobody has to know follow the first, if it is one. */
function countQuiet([first, ...others]: SyncHistoryRecord[]) {
  const end = others.findIndex(sync => !isQuietSync(sync));
  const count = end < 0 ? others.length : end;
  return first && isQuietSync(first) ? count : 0;
}

function matches(sync: SyncHistoryRecord, filters: SyncHistoryFilters) {
  const { source, status, syncType, dryRun, changed, from, to } = filters;
  const { q = '' } = filters;
  const { id, number, revision, triggeredBy, errors, stats } = sync;
  const changes =
    stats.entitiesAdded + stats.entitiesUpdated + stats.entitiesRemoved;
  return (
    (!source || source === sync.source) &&
    (!status || status.includes(toSyncResult(sync))) &&
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
