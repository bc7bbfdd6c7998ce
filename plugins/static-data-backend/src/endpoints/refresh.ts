import { NotFoundError } from '@backstage/errors';
import {
  quote,
  refreshBodySchema,
  RefreshRequestState,
  RefreshResponse,
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
  syncIdSchema,
} from '@internal/plugin-static-data-common';
import { z } from 'zod';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { NO_CONFIGURED_SOURCE } from '../service/SourceService';
import { toAuditMetadata } from '../service/RefreshService';

function describeUnknownRequest(path: { [name: string]: string }): string {
  return `No request has the id ${quote(path.requestId)}`;
}

export const refreshEndpoints: Endpoint[] = [
  defineEndpoint('post', '/refresh', {
    operationId: 'requestRefresh',
    tag: 'Refresh',
    summary: 'Request a sync, a full sync, a dry run or a preview of a source',
    description:
      'The request is stored and survives a restart. It joins an equal request that is queued. Audited.',
    permission: staticDataSyncRefreshPermission,
    body: { schema: refreshBodySchema, required: false, limit: '10kb' },
    audit: { eventId: 'refresh', severityLevel: 'medium' },
    answers: {
      200: json('RefreshResponse', 'With `wait`: the sync has ended.', {
        Location: 'Path of the record.',
      }),
      202: json('RefreshResponse', 'The request is queued.', {
        Location: 'Path of the state of the request.',
      }),
    },
    refusals: {
      404: NO_CONFIGURED_SOURCE,
      409: 'The source is paused, or the sync with the `syncId` left no state that can be restored.',
      429: 'Too many dry runs are queued, of the caller or of all; the header `Retry-After` says when to try again, in seconds.',
    },
    async handle(request): Promise<RefreshResponse> {
      const { body, services, caller, signal, res, concern, succeed } = request;
      const { dryRun, full, wait } = body;
      const source = await services.sources.choose(body.source);
      concern({ source });
      await services.sources.chooseForSync(source, body);
      const { ref, stateOf } = body.syncId
        ? await services.states.findRestorable(body.syncId, source)
        : { ref: body.ref };
      const wanted = { dryRun, ref, stateOf, full };
      const answer = await services.refresh.request({
        source,
        triggeredBy: caller,
        ...wanted,
      });
      const { baseUrl } = res.req;
      const { syncId } = answer;
      await succeed(toAuditMetadata({ syncId, source }, wanted));
      const sync = wait
        ? await services.refresh.waitFor(syncId, signal, caller)
        : undefined;
      if (!sync) {
        res.status(202).location(`${baseUrl}/refresh/${syncId}`);
        return answer;
      }
      res.location(`${baseUrl}/sync-history/${syncId}`);
      return {
        ...answer,
        message: `The sync has ended: ${sync.status}`,
        status: 'FINISHED',
        sync,
      };
    },
  }),
  defineEndpoint('get', '/refresh/{requestId}', {
    operationId: 'getRefreshState',
    tag: 'Refresh',
    summary: 'The state of a request',
    permission: staticDataSyncReadPermission,
    hasStackTraces: true,
    pathParameters: z.strictObject({
      requestId: syncIdSchema.describe(
        'Id of the request, which is that of its sync.',
      ),
    }),
    describeUnknown: describeUnknownRequest,
    answers: {
      200: json(
        'RefreshRequestState',
        'Queued, running, or finished with its record.',
      ),
    },
    refusals: { 404: 'No request has this id.' },
    async handle({ path, services }): Promise<RefreshRequestState> {
      const state = await services.refresh.getState(path.requestId);
      if (!state) {
        throw new NotFoundError(describeUnknownRequest(path));
      }
      return state;
    },
  }),
];
