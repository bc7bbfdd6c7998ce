import {
  entityHistoryQuerySchema,
  entityPathSchema,
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
  syncChangesQuerySchema,
  syncFindingsQuerySchema,
  syncLogsQuerySchema,
  syncPathSchema,
} from '@internal/plugin-static-data-common';
import { Operation, TEXT } from '../Operation';
import { UNKNOWN_SYNC } from './history';

/** What is answered from what syncs leave behind beside their records. */
export const syncDetailOperations: Operation[] = [
  {
    method: 'get',
    path: '/sync-history/{syncId}/changes',
    operationId: 'listSyncChanges',
    tag: 'History',
    summary: 'What a sync changed',
    description: 'For a dry run: what it would have changed.',
    permission: staticDataSyncReadPermission,
    pathParameters: syncPathSchema,
    query: syncChangesQuerySchema,
    answers: {
      200: {
        description:
          'A page of changes, in the order of change, kind and entity ref.',
        content: { 'application/json': 'SyncChangePage' },
      },
    },
    refusals: { 404: UNKNOWN_SYNC },
  },
  {
    method: 'get',
    path: '/sync-history/{syncId}/findings',
    operationId: 'listSyncFindings',
    tag: 'History',
    summary: 'What a sync found',
    permission: staticDataSyncReadPermission,
    pathParameters: syncPathSchema,
    query: syncFindingsQuerySchema,
    answers: {
      200: {
        description:
          'A page of findings: errors first, then warnings, then what was fixed.',
        content: { 'application/json': 'SyncFindingPage' },
      },
    },
    refusals: { 404: UNKNOWN_SYNC },
  },
  {
    method: 'get',
    path: '/sync-history/{syncId}/logs',
    operationId: 'getSyncLog',
    tag: 'History',
    summary: 'The log of a sync',
    description:
      'As `text/plain` it is complete, and takes `level` only. For the running sync there is always a `nextCursor`, which asks for the lines that came since.',
    permission: staticDataSyncRefreshPermission,
    pathParameters: syncPathSchema,
    query: syncLogsQuerySchema,
    answers: {
      200: {
        description: 'A page of lines, oldest first, or all of them as text.',
        content: { 'application/json': 'SyncLogPage', 'text/plain': TEXT },
      },
    },
    refusals: { 404: UNKNOWN_SYNC },
  },
  {
    method: 'get',
    path: '/entities/{kind}/{namespace}/{name}/history',
    operationId: 'getEntityHistory',
    tag: 'History',
    summary: 'Every change of an entity, newest first',
    permission: staticDataSyncReadPermission,
    pathParameters: entityPathSchema,
    query: entityHistoryQuerySchema,
    answers: {
      200: {
        description: 'A page of changes, each with its sync.',
        content: { 'application/json': 'EntityHistoryPage' },
      },
    },
    refusals: { 404: 'No sync has had to do with this entity.' },
  },
];
