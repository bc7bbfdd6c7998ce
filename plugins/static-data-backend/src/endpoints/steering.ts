import {
  CancelResponse,
  endBodySchema,
  pauseBodySchema,
  pinBodySchema,
  RefreshResponse,
  sourcePathSchema,
  staticDataSyncOverridePermission,
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
  SteeringActList,
  steeringActsQuerySchema,
  SteeringResponse,
  syncPathSchema,
  unpinBodySchema,
} from '@internal/plugin-static-data-common';
import {
  defineEndpoint,
  Endpoint,
  EndpointRequest,
  json,
} from '../http/Endpoint';
import {
  describeUnknownSync,
  findRunningOrRecordedSync,
  findSync,
  UNKNOWN_SYNC,
} from '../service/lookups';
import {
  describeUnknownSource,
  NO_CONFIGURED_SOURCE,
  UNKNOWN_SOURCE,
} from '../service/SourceService';
import { SteeringService, toSteeringAudit } from '../service/SteeringService';

const ofSource = {
  tag: 'Steering' as const,
  pathParameters: sourcePathSchema,
  describeUnknown: describeUnknownSource,
};

const ofSync = {
  tag: 'Steering' as const,
  pathParameters: syncPathSchema,
  describeUnknown: describeUnknownSync,
};

const LIMIT = '10kb';

const optionalEnd = { schema: endBodySchema, required: false, limit: LIMIT };

/** Does what is wanted of a source, and records it in the audit log. */
async function carryOut<
  TBody extends Record<string, string | number | undefined>,
>(
  request: EndpointRequest<{ sourceId: string }, unknown, TBody>,
  act: (
    steering: SteeringService,
    wanted: TBody & { source: string; triggeredBy: string },
  ) => Promise<SteeringResponse>,
): Promise<SteeringResponse> {
  const { path, body, caller, services, succeed } = request;
  const answer = await act(services.steering, {
    ...body,
    source: path.sourceId,
    triggeredBy: caller,
  });
  await succeed(toSteeringAudit(answer, body));
  return answer;
}

export const steeringEndpoints: Endpoint[] = [
  defineEndpoint('post', '/sources/{sourceId}/pause', {
    ...ofSource,
    operationId: 'pauseSource',
    summary: 'Pause a source',
    description:
      'Scheduled syncs and those after pushes wait until it is resumed, or the time has come; dry runs are possible. A sync that runs goes on. Audited.',
    permission: staticDataSyncRefreshPermission,
    body: { schema: pauseBodySchema, required: true, limit: LIMIT },
    audit: { eventId: 'source-pause', severityLevel: 'medium' },
    answers: { 200: json('SteeringResponse', 'It is paused.') },
    refusals: { 404: NO_CONFIGURED_SOURCE, 409: 'It is paused already.' },
    handle: request =>
      carryOut(request, (steering, wanted) => steering.pause(wanted)),
  }),
  defineEndpoint('post', '/sources/{sourceId}/resume', {
    ...ofSource,
    operationId: 'resumeSource',
    summary: 'Resume a source',
    description:
      'Ends a pause, also that of a maintenance window, and requests a sync. Audited.',
    permission: staticDataSyncRefreshPermission,
    body: optionalEnd,
    audit: { eventId: 'source-resume', severityLevel: 'medium' },
    answers: { 200: json('SteeringResponse', 'It is resumed.') },
    refusals: { 404: NO_CONFIGURED_SOURCE, 409: 'It is not paused.' },
    handle: request =>
      carryOut(request, (steering, wanted) => steering.resume(wanted)),
  }),
  defineEndpoint('post', '/sources/{sourceId}/pin', {
    ...ofSource,
    operationId: 'pinSource',
    summary: 'Pin a source to a revision',
    description:
      'Syncs read this revision, whatever is pushed, until the source is unpinned: the way back to an earlier state. What would change is told by a dry run of `POST /refresh` with the same `ref` or `syncId`. The removal guard applies. Build files of applications are read as they are. Audited.',
    permission: staticDataSyncOverridePermission,
    body: { schema: pinBodySchema, required: true, limit: LIMIT },
    audit: { eventId: 'source-pin', severityLevel: 'high' },
    answers: {
      200: json('SteeringResponse', 'It is pinned, and a sync is requested.'),
    },
    refusals: {
      404: `${NO_CONFIGURED_SOURCE} Or no sync has the \`syncId\`.`,
      409: 'It has another pin than the one to replace, or the sync left no state that can be restored.',
    },
    handle: request =>
      carryOut(request, (steering, wanted) => steering.pin(wanted)),
  }),
  defineEndpoint('post', '/sources/{sourceId}/unpin', {
    ...ofSource,
    operationId: 'unpinSource',
    summary: 'Unpin a source',
    description:
      'Syncs read what is configured again, and one is requested. What would change is told by a dry run. Audited.',
    permission: staticDataSyncOverridePermission,
    body: { ...optionalEnd, schema: unpinBodySchema },
    audit: { eventId: 'source-unpin', severityLevel: 'high' },
    answers: {
      200: json('SteeringResponse', 'It is unpinned, and a sync is requested.'),
    },
    refusals: {
      404: NO_CONFIGURED_SOURCE,
      409: 'It is not pinned, or has another pin.',
    },
    handle: request =>
      carryOut(request, (steering, wanted) => steering.unpin(wanted)),
  }),
  defineEndpoint('post', '/sync-history/{syncId}/cancel', {
    ...ofSync,
    operationId: 'cancelSync',
    summary: 'Cancel a running sync',
    description:
      'It stops within seconds, and is recorded as failed with the code `CANCELLED`. Once it sends its changes to the catalog, it is not stopped any more. Audited.',
    permission: staticDataSyncOverridePermission,
    body: optionalEnd,
    audit: { eventId: 'sync-cancel', severityLevel: 'medium' },
    answers: { 200: json('CancelResponse', 'It is being cancelled.') },
    refusals: {
      404: UNKNOWN_SYNC,
      409: 'It has ended, or sends its changes.',
    },
    async handle(request): Promise<CancelResponse> {
      const { path, body, caller, services, concern, succeed } = request;
      const { syncId } = path;
      const { source } = await findRunningOrRecordedSync(
        services.store,
        syncId,
      );
      concern({ source });
      const answer = await services.steering.cancel({
        ...body,
        syncId,
        triggeredBy: caller,
      });
      await succeed(toSteeringAudit({ source, syncId }, body));
      return answer;
    },
  }),
  defineEndpoint('post', '/sync-history/{syncId}/rerun', {
    ...ofSync,
    operationId: 'rerunSync',
    summary: 'Run the latest sync again',
    description:
      'Reads the same commit again and sends everything to the catalog. If it failed before its commit was known, or the source is a directory, the source is read as it is now; if it is pinned by now, the pin counts. The message says which. Audited.',
    permission: staticDataSyncRefreshPermission,
    audit: { eventId: 'sync-rerun', severityLevel: 'medium' },
    answers: {
      202: json('RefreshResponse', 'The request is queued.', {
        Location: 'Path of the state of the request.',
      }),
    },
    refusals: {
      404: UNKNOWN_SYNC,
      409: 'It is a dry run, not the latest sync, or its source is paused.',
    },
    async handle(request): Promise<RefreshResponse> {
      const { path, caller, services, res, concern, succeed } = request;
      const { source } = await findSync(services.store, path.syncId);
      concern({ source });
      const answer = await services.steering.rerun({
        syncId: path.syncId,
        triggeredBy: caller,
      });
      const { syncId } = answer;
      await succeed({ syncId, source, again: path.syncId });
      res.status(202).location(`${res.req.baseUrl}/refresh/${syncId}`);
      return answer;
    },
  }),
  defineEndpoint('get', '/steering-acts', {
    operationId: 'listSteeringActs',
    tag: 'Steering',
    summary: 'What people have done to the syncs of sources',
    description: 'Who has paused, resumed, pinned, unpinned and cancelled.',
    permission: staticDataSyncReadPermission,
    query: steeringActsQuerySchema,
    answers: { 200: json('SteeringActList', 'Newest first.') },
    refusals: { 404: UNKNOWN_SOURCE },
    async handle({ query, services }): Promise<SteeringActList> {
      const { source, ...filters } = query;
      const { steering } = await services.sources.openStore(source);
      return steering.list(filters);
    },
  }),
];
