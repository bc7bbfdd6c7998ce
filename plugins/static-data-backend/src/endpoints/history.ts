import {
  ComparedSync,
  isQuietSync,
  QuietNeighbours,
  RunningSyncResponse,
  sourceQuerySchema,
  staticDataSyncReadPermission,
  SyncComparison,
  syncComparisonQuerySchema,
  syncHistoryExportQuerySchema,
  syncHistoryFileName,
  SyncHistoryPage,
  syncHistoryQuerySchema,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { z } from 'zod';
import { defineEndpoint, Endpoint, json, refTo, TEXT } from '../http/Endpoint';
import { PageCursor, positionParts } from '../http/PageCursor';
import { sendTextStream } from '../http/sendTextStream';
import { compareSyncs } from '../service/compareSyncs';
import { openSyncHistoryExport } from '../service/textExports';
import { findSync, UNKNOWN_SYNC } from '../service/lookups';
import { UNKNOWN_SOURCE } from '../service/SourceService';

const historyCursor = new PageCursor(
  'history',
  z.object({ startTime: positionParts.text, id: positionParts.text }),
);

const comparisonCursor = new PageCursor(
  'comparison',
  z.object({ entityRef: positionParts.text }),
);

function toComparedSync(record: SyncHistoryRecord): ComparedSync {
  const { id, number, startTime, revision } = record;
  return { syncId: id, number, startTime, revision };
}

/** What is answered from the records of syncs. */
export const historyEndpoints: Endpoint[] = [
  defineEndpoint('get', '/sync-history', {
    operationId: 'listSyncs',
    tag: 'History',
    summary: 'Every sync, newest first',
    permission: staticDataSyncReadPermission,
    hasStackTraces: true,
    query: syncHistoryQuerySchema,
    answers: { 200: json('SyncHistoryPage', 'A page of the history.') },
    refusals: { 404: UNKNOWN_SOURCE },
    async handle({ query, services }): Promise<SyncHistoryPage> {
      const { cursor, limit, offset, ...filters } = query;
      const after = historyCursor.decode(cursor);
      const { history } = await services.sources.openStore(filters.source);
      const [{ records, hasMore, position }, total] = await Promise.all([
        history.list({ ...filters, limit, offset, after }),
        history.count(filters),
      ]);
      const countQuiet = async (
        edge: SyncHistoryRecord | undefined,
        direction: keyof QuietNeighbours,
      ) =>
        edge && isQuietSync(edge)
          ? history.countQuietNeighbours(filters, edge, direction)
          : 0;
      const [newer, older] = await Promise.all([
        after || offset > 0 ? countQuiet(records[0], 'newer') : 0,
        hasMore ? countQuiet(records.at(-1), 'older') : 0,
      ]);
      return {
        history: records,
        pagination: {
          ...historyCursor.paginate({ limit, hasMore, last: position }),
          offset,
          total,
        },
        quietNeighbours: { newer, older },
      };
    },
  }),
  defineEndpoint('get', '/sync-history/running', {
    operationId: 'getRunningSync',
    tag: 'History',
    summary: 'The running sync',
    description: 'Of several sources, the sync that has run longest.',
    permission: staticDataSyncReadPermission,
    query: sourceQuerySchema,
    answers: { 200: json('RunningSyncResponse', 'The running sync, or null.') },
    refusals: { 404: UNKNOWN_SOURCE },
    async handle({ query, services }): Promise<RunningSyncResponse> {
      const { lease } = await services.sources.openStore(query.source);
      return { running: (await lease.getRunning()) ?? null };
    },
  }),
  defineEndpoint('get', '/sync-history/compare', {
    operationId: 'compareSyncs',
    tag: 'History',
    summary: 'The net changes between two syncs',
    description:
      'The net change of each entity between the states after the two syncs. Both are of the same source, `from` is the earlier one, and neither may be a dry run.',
    permission: staticDataSyncReadPermission,
    query: syncComparisonQuerySchema,
    answers: {
      200: json(
        'SyncComparison',
        'A page of net changes, in the order of entity refs.',
      ),
    },
    refusals: { 404: UNKNOWN_SYNC },
    async handle({ query, services }): Promise<SyncComparison> {
      const { store } = services;
      const { limit, cursor, ...filters } = query;
      const after = comparisonCursor.decode(cursor);
      const from = await findSync(store, query.from);
      const to = await findSync(store, query.to);
      const { changes, totals, hasMore } = await compareSyncs(store.changes, {
        ...filters,
        from,
        to,
        limit,
        afterEntityRef: after?.entityRef,
      });
      return {
        from: toComparedSync(from),
        to: toComparedSync(to),
        changes,
        totals,
        pagination: comparisonCursor.paginate({
          limit,
          hasMore,
          last: changes.at(-1),
        }),
      };
    },
  }),
  defineEndpoint('get', '/sync-history/export', {
    operationId: 'exportSyncs',
    tag: 'History',
    summary: 'The history as a file, newest first',
    description:
      'CSV is in UTF-8 with a byte order mark, and formulas are escaped. An answer that is cut off is incomplete. Audited.',
    permission: staticDataSyncReadPermission,
    hasStackTraces: true,
    query: syncHistoryExportQuerySchema,
    audit: { eventId: 'sync-history-export', severityLevel: 'medium' },
    isLong: true,
    answers: {
      200: {
        description: 'Every sync that matches.',
        content: {
          'text/csv': TEXT,
          'application/json': {
            type: 'array',
            items: refTo('SyncHistoryRecord'),
          },
        },
        headers: {
          'Content-Disposition': 'Names a file, with the date in UTC.',
        },
      },
    },
    refusals: { 404: UNKNOWN_SOURCE },
    async handle(request): Promise<void> {
      const { services, res, toVisible, succeed } = request;
      const { format, ...filters } = request.query;
      let count = 0;
      const { history } = await services.sources.openStore(filters.source);
      const text = await openSyncHistoryExport(history, {
        format,
        filters,
        toVisible,
        onRecords: number => {
          count += number;
        },
      });
      res.attachment(syncHistoryFileName(format, new Date()));
      await sendTextStream(res, text);
      await succeed({ format, filters, count });
    },
  }),
];
