import {
  EntityHistoryPage,
  entityHistoryQuerySchema,
  entityPathSchema,
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
  SyncChangePage,
  syncChangesQuerySchema,
  SyncFindingPage,
  syncFindingsQuerySchema,
  SyncHistoryRecord,
  syncLogFileName,
  SyncLogPage,
  syncLogsQuerySchema,
  syncLogTextQuerySchema,
  syncPathSchema,
} from '@internal/plugin-static-data-common';
import sumBy from 'lodash/sumBy';
import { z } from 'zod';
import { defineEndpoint, Endpoint, json, TEXT } from '../http/Endpoint';
import { PageCursor, positionParts } from '../http/PageCursor';
import { sendTextStream } from '../http/sendTextStream';
import {
  describeUnknownSync,
  findRunningOrRecordedSync,
  findSync,
  getEntityHistory,
  UNKNOWN_SYNC,
} from '../service/lookups';
import { openSyncLogText } from '../service/textExports';

const changesCursor = new PageCursor(
  'changes',
  z.object({
    change: positionParts.text,
    kind: positionParts.text,
    entityRef: positionParts.text,
  }),
);

const findingsCursor = new PageCursor('findings', positionParts.number);

const logsCursor = new PageCursor('logs', positionParts.number);

/** Positions in a log start at 0. */
const BEFORE_FIRST_LINE = -1;

const entityHistoryCursor = new PageCursor(
  'entity-history',
  z.object({ startTime: positionParts.text, syncId: positionParts.text }),
);

/** What the endpoints about one sync have in common. */
const ofSync = {
  pathParameters: syncPathSchema,
  describeUnknown: describeUnknownSync,
  refusals: { 404: UNKNOWN_SYNC },
};

/** What is answered about one sync, or one entity. */
export const syncDetailEndpoints: Endpoint[] = [
  defineEndpoint('get', '/sync-history/{syncId}', {
    ...ofSync,
    operationId: 'getSync',
    tag: 'History',
    summary: 'One sync',
    permission: staticDataSyncReadPermission,
    hasStackTraces: true,
    answers: { 200: json('SyncHistoryRecord', 'Its record.') },
    handle: ({ path, services }): Promise<SyncHistoryRecord> =>
      findSync(services.store, path.syncId),
  }),
  defineEndpoint('get', '/sync-history/{syncId}/changes', {
    ...ofSync,
    operationId: 'listSyncChanges',
    tag: 'History',
    summary: 'What a sync changed',
    description: 'For a dry run: what it would have changed.',
    permission: staticDataSyncReadPermission,
    query: syncChangesQuerySchema,
    answers: {
      200: json(
        'SyncChangePage',
        'A page of changes, in the order of change, kind and entity ref.',
      ),
    },
    async handle({ path, query, services }): Promise<SyncChangePage> {
      const { cursor, limit, ...rest } = query;
      const after = changesCursor.decode(cursor);
      const { id, revision } = await findSync(services.store, path.syncId);
      const filters = { ...rest, syncId: id };
      const [{ changes, hasMore, position }, total] = await Promise.all([
        services.store.changes.list({ ...filters, limit, after }),
        services.store.changes.count(filters),
      ]);
      return {
        syncId: id,
        revision,
        changes,
        pagination: {
          ...changesCursor.paginate({ limit, hasMore, last: position }),
          total,
        },
      };
    },
  }),
  defineEndpoint('get', '/sync-history/{syncId}/findings', {
    ...ofSync,
    operationId: 'listSyncFindings',
    tag: 'History',
    summary: 'What a sync found',
    permission: staticDataSyncReadPermission,
    hasStackTraces: true,
    query: syncFindingsQuerySchema,
    answers: {
      200: json(
        'SyncFindingPage',
        'A page of findings: errors first, then warnings, then what was fixed.',
      ),
    },
    async handle({ path, query, services }): Promise<SyncFindingPage> {
      const { store } = services;
      const { cursor, ...filters } = query;
      const after = findingsCursor.decode(cursor);
      const { id } = await findSync(store, path.syncId);
      const { findings, totals, hasMore, position } = await store.findings.list(
        {
          ...filters,
          syncId: id,
          after,
        },
      );
      return {
        syncId: id,
        findings,
        totals,
        pagination: {
          ...findingsCursor.paginate({
            limit: query.limit,
            hasMore,
            last: position,
          }),
          total: sumBy(totals, 'count'),
        },
      };
    },
  }),
  defineEndpoint('get', '/sync-history/{syncId}/logs', {
    ...ofSync,
    operationId: 'getSyncLog',
    tag: 'History',
    summary: 'The log of a sync',
    description:
      'As `text/plain`, the log is complete and `level` is the only parameter. For the running sync there is always a `nextCursor`, which requests the lines that are added later.',
    permission: staticDataSyncRefreshPermission,
    query: syncLogsQuerySchema,
    answers: {
      200: {
        description: 'A page of lines, oldest first, or all of them as text.',
        content: { 'application/json': 'SyncLogPage', 'text/plain': TEXT },
      },
    },
    async handle({ path, query, services }): Promise<SyncLogPage> {
      const { store } = services;
      const { syncId } = path;
      const { cursor, ...filters } = query;
      const after = logsCursor.decode(cursor);
      const { isRunning } = await findRunningOrRecordedSync(store, syncId);
      const { lines, hasMore, position } = await store.logs.list({
        ...filters,
        syncId,
        after,
      });
      const last = position ?? after ?? BEFORE_FIRST_LINE;
      return {
        syncId,
        lines,
        pagination: {
          limit: query.limit,
          hasMore,
          // While it runs there is more to come, so that a client can follow.
          nextCursor:
            hasMore || isRunning ? logsCursor.encode(last) : undefined,
        },
      };
    },
    asText: {
      query: syncLogTextQuerySchema,
      async handle({ path, query, services, res }): Promise<void> {
        const { syncId } = path;
        const { level } = query;
        const { store } = services;
        await findRunningOrRecordedSync(store, syncId);
        const text = await openSyncLogText(store.logs, { syncId, level });
        res.attachment(syncLogFileName(syncId));
        await sendTextStream(res, text);
      },
    },
  }),
  defineEndpoint('get', '/entities/{kind}/{namespace}/{name}/history', {
    operationId: 'getEntityHistory',
    tag: 'History',
    summary: 'Every change of an entity, newest first',
    permission: staticDataSyncReadPermission,
    pathParameters: entityPathSchema,
    query: entityHistoryQuerySchema,
    answers: {
      200: json('EntityHistoryPage', 'A page of changes, each with its sync.'),
    },
    refusals: { 404: 'No sync has involved this entity.' },
    async handle({ path, query, services }): Promise<EntityHistoryPage> {
      const { cursor, ...filters } = query;
      const { entries, hasMore, position } = await getEntityHistory(
        services.store,
        {
          ...filters,
          entityRef: path,
          after: entityHistoryCursor.decode(cursor),
        },
      );
      return {
        entityRef: path,
        history: entries,
        pagination: entityHistoryCursor.paginate({
          limit: query.limit,
          hasMore,
          last: position,
        }),
      };
    },
  }),
];
