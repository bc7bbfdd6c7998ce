import {
  emptyQuerySchema,
  staticDataSyncReadPermission,
  syncComparisonQuerySchema,
  syncHistoryExportQuerySchema,
  syncHistoryQuerySchema,
  syncPathSchema,
} from '@internal/plugin-static-data-common';
import { Operation, refTo, TEXT } from '../Operation';

export const UNKNOWN_SYNC = 'No sync has this id.';

/** What is answered from the records of syncs. */
export const historyOperations: Operation[] = [
  {
    method: 'get',
    path: '/sync-history',
    operationId: 'listSyncs',
    tag: 'History',
    summary: 'Every sync, newest first',
    permission: staticDataSyncReadPermission,
    query: syncHistoryQuerySchema,
    answers: {
      200: {
        description: 'A page of the history.',
        content: { 'application/json': 'SyncHistoryPage' },
      },
    },
  },
  {
    method: 'get',
    path: '/sync-history/running',
    operationId: 'getRunningSync',
    tag: 'History',
    summary: 'The running sync',
    permission: staticDataSyncReadPermission,
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'The running sync, or null.',
        content: { 'application/json': 'RunningSyncResponse' },
      },
    },
  },
  {
    method: 'get',
    path: '/sync-history/compare',
    operationId: 'compareSyncs',
    tag: 'History',
    summary: 'What is different between two syncs',
    description:
      'The net change of each entity between the states that the two left behind. The earlier one comes first; neither is a dry run.',
    permission: staticDataSyncReadPermission,
    query: syncComparisonQuerySchema,
    answers: {
      200: {
        description: 'A page of net changes, in the order of entity refs.',
        content: { 'application/json': 'SyncComparison' },
      },
    },
    refusals: { 404: UNKNOWN_SYNC },
  },
  {
    method: 'get',
    path: '/sync-history/export',
    operationId: 'exportSyncs',
    tag: 'History',
    summary: 'The history as a file, newest first',
    description:
      'As CSV it is in UTF-8 with a byte order mark, and no cell is a formula to a spreadsheet. An answer that breaks off is not complete. Audited.',
    permission: staticDataSyncReadPermission,
    query: syncHistoryExportQuerySchema,
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
  },
  {
    method: 'get',
    path: '/sync-history/{syncId}',
    operationId: 'getSync',
    tag: 'History',
    summary: 'One sync',
    permission: staticDataSyncReadPermission,
    pathParameters: syncPathSchema,
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'Its record.',
        content: { 'application/json': 'SyncHistoryRecord' },
      },
    },
    refusals: { 404: UNKNOWN_SYNC },
  },
];
