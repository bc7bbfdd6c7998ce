import { emptyQuerySchema } from '@internal/plugin-static-data-common';
import { Operation } from '../Operation';

export const descriptionOperations: Operation[] = [
  {
    method: 'get',
    path: '/openapi.json',
    operationId: 'getOpenApiDocument',
    tag: 'Description',
    summary: 'This document',
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'The OpenAPI 3.1 document of this API.',
        content: { 'application/json': { type: 'object' } },
      },
    },
  },
];
