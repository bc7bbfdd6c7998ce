import {
  settingsQuerySchema,
  staticDataSyncReadPermission,
  statisticsQuerySchema,
  SyncHealth,
  SyncSettings,
  SyncStatistics,
} from '@internal/plugin-static-data-common';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';

export const overviewEndpoints: Endpoint[] = [
  defineEndpoint('get', '/settings', {
    operationId: 'getSettings',
    tag: 'Overview',
    summary: 'The overview',
    permission: staticDataSyncReadPermission,
    hasStackTraces: true,
    query: settingsQuerySchema,
    answers: {
      200: json(
        'SyncSettings',
        'Configuration, latest sync, statistics and health.',
      ),
    },
    handle: ({ query, services }): Promise<SyncSettings> =>
      services.settings.getSettings(query.period),
  }),
  defineEndpoint('get', '/sync-statistics', {
    operationId: 'getStatistics',
    tag: 'Overview',
    summary: 'Statistics of the syncs of a period',
    description: 'Dry runs do not count.',
    permission: staticDataSyncReadPermission,
    query: statisticsQuerySchema,
    answers: { 200: json('SyncStatistics', 'The statistics.') },
    handle: ({ query, services }): Promise<SyncStatistics> =>
      services.settings.getStatistics(query.period),
  }),
  defineEndpoint('get', '/health', {
    operationId: 'getHealth',
    tag: 'Overview',
    summary: 'Whether what the catalog shows can be trusted',
    description: 'The answer is 200 whatever the health: see `status`.',
    permission: staticDataSyncReadPermission,
    answers: { 200: json('SyncHealth', 'The health, with reasons.') },
    handle: ({ services }): Promise<SyncHealth> =>
      services.settings.getHealth(),
  }),
];
