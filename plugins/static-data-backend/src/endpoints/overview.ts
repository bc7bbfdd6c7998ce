import {
  settingsQuerySchema,
  sourceQuerySchema,
  staticDataSyncReadPermission,
  statisticsQuerySchema,
  SyncHealth,
  SyncSettings,
  SyncStatistics,
} from '@internal/plugin-static-data-common';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { NO_CONFIGURED_SOURCE } from '../service/SourceService';

export const overviewEndpoints: Endpoint[] = [
  defineEndpoint('get', '/settings', {
    operationId: 'getSettings',
    tag: 'Overview',
    summary: 'The overview of a source',
    permission: staticDataSyncReadPermission,
    hasStackTraces: true,
    query: settingsQuerySchema,
    answers: {
      200: json(
        'SyncSettings',
        'Configuration, latest sync, statistics and health.',
      ),
    },
    refusals: { 404: NO_CONFIGURED_SOURCE },
    async handle({ query, services }): Promise<SyncSettings> {
      const settings = await services.sources.getSettings(query.source);
      return settings.getSettings(query.period);
    },
  }),
  defineEndpoint('get', '/sync-statistics', {
    operationId: 'getStatistics',
    tag: 'Overview',
    summary: 'Statistics of the syncs of a source in a period',
    description: 'Dry runs do not count.',
    permission: staticDataSyncReadPermission,
    query: statisticsQuerySchema,
    answers: { 200: json('SyncStatistics', 'The statistics.') },
    refusals: { 404: NO_CONFIGURED_SOURCE },
    async handle({ query, services }): Promise<SyncStatistics> {
      const settings = await services.sources.getSettings(query.source);
      return settings.getStatistics(query.period);
    },
  }),
  defineEndpoint('get', '/health', {
    operationId: 'getHealth',
    tag: 'Overview',
    summary: 'Whether what the catalog shows can be trusted',
    description:
      'Of all sources together, each answer is that of the source that is worst in this respect, and the reasons name their source. The answer is 200 whatever the health: see `status`.',
    permission: staticDataSyncReadPermission,
    query: sourceQuerySchema,
    answers: { 200: json('SyncHealth', 'The health, with reasons.') },
    refusals: { 404: NO_CONFIGURED_SOURCE },
    handle: ({ query, services }): Promise<SyncHealth> =>
      services.sources.getHealth(query.source),
  }),
];
