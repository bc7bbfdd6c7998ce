import {
  RefreshResponse,
  sourcePathSchema,
  StatePage,
  stateQuerySchema,
  staticDataSyncOverridePermission,
  staticDataSyncReadPermission,
  SyncSource,
  SyncSourceList,
} from '@internal/plugin-static-data-common';
import { z } from 'zod';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { PageCursor, positionParts } from '../http/PageCursor';
import {
  describeUnknownSource,
  UNKNOWN_SOURCE,
} from '../service/SourceService';

const stateCursor = new PageCursor(
  'source-entities',
  z.object({ entityRef: positionParts.text }),
);

/** What the endpoints about one source have in common. */
const ofSource = {
  pathParameters: sourcePathSchema,
  describeUnknown: describeUnknownSource,
  refusals: { 404: UNKNOWN_SOURCE },
};

export const sourceEndpoints: Endpoint[] = [
  defineEndpoint('get', '/sources', {
    operationId: 'listSources',
    tag: 'Sources',
    summary: 'Every source, and how it is doing',
    permission: staticDataSyncReadPermission,
    hasStackTraces: true,
    answers: {
      200: json(
        'SyncSourceList',
        'Those of the configuration in its order, then those that have left it and whose entities nobody has released.',
      ),
    },
    handle: ({ services }): Promise<SyncSourceList> => services.sources.list(),
  }),
  defineEndpoint('get', '/sources/{sourceId}', {
    ...ofSource,
    operationId: 'getSource',
    tag: 'Sources',
    summary: 'One source, and how it is doing',
    permission: staticDataSyncReadPermission,
    hasStackTraces: true,
    answers: { 200: json('SyncSource', 'The source.') },
    handle: ({ path, services }): Promise<SyncSource> =>
      services.sources.get(path.sourceId),
  }),
  defineEndpoint('get', '/sources/{sourceId}/entities', {
    ...ofSource,
    operationId: 'listSourceEntities',
    tag: 'Sources',
    summary: 'What the catalog has, or had at some time, from a source',
    description:
      'As far back as the recorded changes reach. Relations that the catalog makes of other entities are not part of it.',
    permission: staticDataSyncReadPermission,
    query: stateQuerySchema,
    answers: {
      200: json('StatePage', 'A page of entities, in the order of their refs.'),
    },
    refusals: {
      404: `${UNKNOWN_SOURCE} Or nothing was applied by then.`,
      409: 'Retention has deleted changes since then, or the sync is a dry run.',
    },
    async handle({ path, query, services }): Promise<StatePage> {
      const { cursor, limit, ...filters } = query;
      const after = stateCursor.decode(cursor);
      const { at, entries, hasMore } = await services.states.list({
        ...filters,
        source: path.sourceId,
        limit,
        afterEntityRef: after?.entityRef,
      });
      return {
        source: path.sourceId,
        at,
        entities: entries,
        pagination: stateCursor.paginate({
          limit,
          hasMore,
          last: entries.at(-1),
        }),
      };
    },
  }),
  defineEndpoint('post', '/sources/{sourceId}/release', {
    ...ofSource,
    operationId: 'releaseSource',
    tag: 'Sources',
    summary: 'Let go of a source that has left the configuration',
    description:
      'Removes all its entities from the catalog. Other sources can have them afterwards, and so can this one, once it is configured again. A pause and a pin end. Audited.',
    permission: staticDataSyncOverridePermission,
    audit: { eventId: 'source-release', severityLevel: 'high' },
    answers: {
      202: json('RefreshResponse', 'The removal is queued.', {
        Location: 'Path of the state of the request.',
      }),
    },
    refusals: {
      ...ofSource.refusals,
      409: 'The source is configured, or was released before.',
    },
    async handle(request): Promise<RefreshResponse> {
      const { path, services, caller, res, succeed } = request;
      const source = path.sourceId;
      await services.sources.assertReleasable(source);
      const answer = await services.refresh.requestRelease({
        source,
        triggeredBy: caller,
      });
      const { syncId } = answer;
      await succeed({ syncId, source });
      res.status(202).location(`${res.req.baseUrl}/refresh/${syncId}`);
      return answer;
    },
  }),
];
