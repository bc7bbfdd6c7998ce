import {
  apiPathSchema,
  apiRelationsQuerySchema,
  emptyQuerySchema,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { Operation } from '../Operation';

const UNKNOWN_API =
  'There is no such API: no contract in the source, and no component that refers to it.';

/** What is answered from the relations between components and APIs. */
export const apiRelationOperations: Operation[] = [
  {
    method: 'get',
    path: '/api-relations',
    operationId: 'listApiRelations',
    tag: 'APIs',
    summary: 'Every API, with who provides and who consumes it',
    description: 'As of the entities that were last sent to the catalog.',
    permission: staticDataSyncReadPermission,
    query: apiRelationsQuerySchema,
    answers: {
      200: {
        description: 'A page of APIs, in the order of their entity refs.',
        content: { 'application/json': 'ApiRelationsPage' },
      },
    },
  },
  {
    method: 'get',
    path: '/api-providers/{api}',
    operationId: 'getApiProviders',
    tag: 'APIs',
    summary: 'Who provides an API',
    permission: staticDataSyncReadPermission,
    pathParameters: apiPathSchema,
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'The API and its providers.',
        content: { 'application/json': 'ApiProviders' },
      },
    },
    refusals: { 404: UNKNOWN_API },
  },
  {
    method: 'get',
    path: '/api-consumers/{api}',
    operationId: 'getApiConsumers',
    tag: 'APIs',
    summary: 'Who consumes an API, and whom a change of it reaches',
    permission: staticDataSyncReadPermission,
    pathParameters: apiPathSchema,
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'The API, its consumers, and their systems and squads.',
        content: { 'application/json': 'ApiConsumers' },
      },
    },
    refusals: { 404: UNKNOWN_API },
  },
];
