import { describeOperation } from './describeOperation';
import { JsonSchema, OperationTag } from './Operation';
import { operations } from './operations';
import { errorResponseSchema, refusalResponses } from './refusals';
import responseSchemas from './responseSchemas.json';

/** An OpenAPI document, as far as this package looks into it. */
export interface OpenApiDocument {
  openapi: string;
  paths: { [path: string]: { [method: string]: JsonSchema } };
  components: { [kind: string]: { [name: string]: JsonSchema } };
  [key: string]: unknown;
}

/** Says what each group of operations is about, in the order to read. */
const TAGS: Record<OperationTag, string> = {
  Overview: 'How the synchronisation is doing.',
  History:
    'Every sync, with what it changed, what it found and what it logged.',
  Refresh: 'Syncs by hand.',
  'Held removals': 'Removals that looked like an accident.',
  APIs: 'Who provides and who consumes which API.',
  Webhooks: 'Who is told of syncs, and what became of it.',
  Description: 'This document.',
};

/** Describes the HTTP API, from the schemas and types that it is made of. */
export function createOpenApiDocument(): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describeOperation(operation),
    };
  }
  const usedTags = new Set(operations.map(({ tag }) => tag));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Static Data',
      version: '1.0.0',
      description:
        'Keeps the catalog in step with an architecture repository, and shows every synchronisation. Times are ISO 8601 in UTC, durations are milliseconds.',
    },
    servers: [{ url: '/api/static-data' }],
    tags: Object.entries(TAGS)
      .filter(([name]) => usedTags.has(name as OperationTag))
      .map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...responseSchemas, ErrorResponse: errorResponseSchema },
      responses: refusalResponses,
      securitySchemes: {
        backstageToken: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token of Backstage: of a signed-in user, or of a service with external access.',
        },
      },
    },
  };
}
