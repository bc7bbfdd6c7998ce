import {
  BranchList,
  branchQuerySchema,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { NO_CONFIGURED_SOURCE } from '../service/SourceService';

export const branchEndpoints: Endpoint[] = [
  defineEndpoint('get', '/branches', {
    operationId: 'listBranches',
    tag: 'Refresh',
    summary: 'Branches of a source that can be previewed',
    permission: staticDataSyncRefreshPermission,
    query: branchQuerySchema,
    answers: {
      200: json(
        'BranchList',
        'As the host lists them, or why it does not. An answer is up to half a minute old.',
      ),
    },
    refusals: { 404: NO_CONFIGURED_SOURCE },
    async handle({ query, services, signal }): Promise<BranchList> {
      const source = await services.sources.choose(query.source);
      return services.branches.list(source, query.q, signal);
    },
  }),
];
