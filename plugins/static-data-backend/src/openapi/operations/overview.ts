import {
  emptyQuerySchema,
  settingsQuerySchema,
  staticDataSyncReadPermission,
  statisticsQuerySchema,
} from '@internal/plugin-static-data-common';
import { Operation } from '../Operation';

export const overviewOperations: Operation[] = [
  {
    method: 'get',
    path: '/settings',
    operationId: 'getSettings',
    tag: 'Overview',
    summary: 'Everything at first sight',
    permission: staticDataSyncReadPermission,
    query: settingsQuerySchema,
    answers: {
      200: {
        description: 'Configuration, latest sync, statistics and health.',
        content: { 'application/json': 'SyncSettings' },
      },
    },
  },
  {
    method: 'get',
    path: '/sync-statistics',
    operationId: 'getStatistics',
    tag: 'Overview',
    summary: 'Statistics of the syncs of a period',
    description: 'Dry runs do not count.',
    permission: staticDataSyncReadPermission,
    query: statisticsQuerySchema,
    answers: {
      200: {
        description: 'The statistics.',
        content: { 'application/json': 'SyncStatistics' },
      },
    },
  },
  {
    method: 'get',
    path: '/health',
    operationId: 'getHealth',
    tag: 'Overview',
    summary: 'Whether what the catalog shows can be trusted',
    description: 'Answers 200 whatever the health: look at `status`.',
    permission: staticDataSyncReadPermission,
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'The health, with reasons.',
        content: { 'application/json': 'SyncHealth' },
      },
    },
  },
];
