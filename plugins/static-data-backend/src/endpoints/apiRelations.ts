import { NotFoundError } from '@backstage/errors';
import {
  ApiConsumers,
  apiPathSchema,
  ApiProviders,
  ApiRelations,
  ApiRelationsPage,
  apiRelationsQuerySchema,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import {
  defineEndpoint,
  Endpoint,
  EndpointServices,
  json,
} from '../http/Endpoint';
import { PageCursor, positionParts } from '../http/PageCursor';
import { listApis } from '../service/apiRelations';

const apisCursor = new PageCursor('api-relations', positionParts.text);

const UNKNOWN_API =
  'no contract in the source, and no component that refers to it';

async function findRelations(
  { apiRelations }: EndpointServices,
  entityRef: string,
): Promise<ApiRelations> {
  const relations = (await apiRelations.getAll()).get(entityRef);
  if (!relations) {
    throw new NotFoundError(`There is no API '${entityRef}': ${UNKNOWN_API}`);
  }
  return relations;
}

/** What is answered from the relations between components and APIs. */
export const apiRelationEndpoints: Endpoint[] = [
  defineEndpoint('get', '/api-relations', {
    operationId: 'listApiRelations',
    tag: 'APIs',
    summary: 'Every API, with who provides and who consumes it',
    description:
      'Of all sources together, as of the latest sync of each that was applied.',
    permission: staticDataSyncReadPermission,
    query: apiRelationsQuerySchema,
    answers: {
      200: json(
        'ApiRelationsPage',
        'A page of APIs, in the order of their entity refs.',
      ),
    },
    async handle({ query, services }): Promise<ApiRelationsPage> {
      const { cursor, ...filters } = query;
      const afterEntityRef = apisCursor.decode(cursor);
      const { apis, total, hasMore } = listApis(
        await services.apiRelations.getAll(),
        { ...filters, afterEntityRef },
      );
      return {
        apis,
        pagination: {
          ...apisCursor.paginate({
            limit: query.limit,
            hasMore,
            last: apis.at(-1)?.api.entityRef,
          }),
          total,
        },
      };
    },
  }),
  defineEndpoint('get', '/api-providers/{api}', {
    operationId: 'getApiProviders',
    tag: 'APIs',
    summary: 'Who provides an API',
    permission: staticDataSyncReadPermission,
    pathParameters: apiPathSchema,
    answers: { 200: json('ApiProviders', 'The API and its providers.') },
    refusals: { 404: `There is no such API: ${UNKNOWN_API}.` },
    async handle({ path, services }): Promise<ApiProviders> {
      const { api, providers } = await findRelations(services, path);
      return { api, providers };
    },
  }),
  defineEndpoint('get', '/api-consumers/{api}', {
    operationId: 'getApiConsumers',
    tag: 'APIs',
    summary: 'Who consumes an API, and who is affected by a change of it',
    permission: staticDataSyncReadPermission,
    pathParameters: apiPathSchema,
    answers: {
      200: json(
        'ApiConsumers',
        'The API, its consumers, and their systems and squads.',
      ),
    },
    refusals: { 404: `There is no such API: ${UNKNOWN_API}.` },
    async handle({ path, services }): Promise<ApiConsumers> {
      const { api, consumers, impact } = await findRelations(services, path);
      return { api, consumers, impact };
    },
  }),
];
