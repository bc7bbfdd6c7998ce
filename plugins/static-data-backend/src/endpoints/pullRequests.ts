import {
  PullRequestList,
  pullRequestQuerySchema,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { UNKNOWN_SOURCE } from '../service/SourceService';

export const pullRequestEndpoints: Endpoint[] = [
  defineEndpoint('get', '/pull-requests', {
    operationId: 'listPullRequests',
    tag: 'Pull requests',
    summary: 'Pull requests against the branches of the sources',
    permission: staticDataSyncReadPermission,
    query: pullRequestQuerySchema,
    answers: {
      200: json(
        'PullRequestList',
        'Those that were heard of since checks were switched on, with the highest numbers first.',
      ),
    },
    refusals: { 404: UNKNOWN_SOURCE },
    async handle({ query, services }): Promise<PullRequestList> {
      const { source, state } = query;
      const { pullRequests } = await services.sources.openStore(source);
      return {
        pullRequests: await pullRequests.list({ ...(state && { state }) }),
      };
    },
  }),
];
