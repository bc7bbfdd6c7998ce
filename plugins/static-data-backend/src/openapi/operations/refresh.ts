import {
  emptyQuerySchema,
  refreshBodySchema,
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
  syncIdSchema,
} from '@internal/plugin-static-data-common';
import { z } from 'zod';
import { Operation } from '../Operation';

export const refreshOperations: Operation[] = [
  {
    method: 'post',
    path: '/refresh',
    operationId: 'requestRefresh',
    tag: 'Refresh',
    summary: 'Ask for a sync, a dry run or a preview',
    description:
      'The request is stored, and survives a restart. It joins an equal one that is queued. Audited.',
    permission: staticDataSyncRefreshPermission,
    query: emptyQuerySchema,
    body: { schema: refreshBodySchema, required: false },
    answers: {
      200: {
        description: 'With `wait`: the sync has ended.',
        content: { 'application/json': 'RefreshResponse' },
        headers: { Location: 'Path of the record.' },
      },
      202: {
        description: 'The request is queued.',
        content: { 'application/json': 'RefreshResponse' },
        headers: { Location: 'Path of the state of the request.' },
      },
    },
  },
  {
    method: 'get',
    path: '/refresh/{requestId}',
    operationId: 'getRefreshState',
    tag: 'Refresh',
    summary: 'What has become of a request',
    permission: staticDataSyncReadPermission,
    pathParameters: z.strictObject({
      requestId: syncIdSchema.describe(
        'Id of the request, which is that of its sync.',
      ),
    }),
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'Queued, running, or finished with its record.',
        content: { 'application/json': 'RefreshRequestState' },
      },
    },
    refusals: { 404: 'No request has this id.' },
  },
];
