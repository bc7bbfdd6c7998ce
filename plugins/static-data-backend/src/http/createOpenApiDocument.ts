import { emptyQuerySchema } from '@internal/plugin-static-data-common';
import { z } from 'zod';
import {
  AnswerDescription,
  Endpoint,
  JsonSchema,
  refTo,
  TAGS,
} from './Endpoint';
import {
  describeError,
  errorResponses,
  errorResponseSchema,
  refToError,
} from './errorResponses';
import responseSchemas from './responseSchemas.json';

/** An OpenAPI document, as far as this package looks into it. */
export interface OpenApiDocument {
  openapi: string;
  paths: { [path: string]: { [method: string]: JsonSchema } };
  components: { [kind: string]: { [name: string]: JsonSchema } };
  [key: string]: unknown;
}

/** Describes the HTTP API. */
export function createOpenApiDocument(endpoints: Endpoint[]): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method]: describeEndpoint(endpoint),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Static Data',
      version: '1.0.0',
      description:
        'Keeps the catalog in step with an architecture repository, and shows every synchronisation. Times are ISO 8601 in UTC, durations are milliseconds. An unknown path is answered with 404, and a method that a path does not have with 405 and the header `Allow`, both with an `ErrorResponse`.',
    },
    servers: [{ url: '/api/static-data' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({
      name,
      description,
    })),
    paths,
    components: {
      schemas: { ...responseSchemas, ErrorResponse: errorResponseSchema },
      responses: errorResponses,
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

function describeEndpoint(endpoint: Endpoint): JsonSchema {
  const { operationId, tag, summary, description, permission, body } = endpoint;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    ...(permission
      ? {
          'x-permission': permission.name,
          security: [{ backstageToken: [] }],
        }
      : { security: [] }),
    parameters: [
      ...listParameters('path', endpoint.pathParameters),
      ...listParameters('query', endpoint.query),
    ],
    ...(body
      ? {
          requestBody: {
            required: body.required,
            content: {
              'application/json': { schema: toJsonSchema(body.schema) },
            },
          },
        }
      : {}),
    responses: describeResponses(endpoint),
  };
}

function listParameters(
  place: 'path' | 'query',
  schema: z.ZodType = emptyQuerySchema,
): JsonSchema[] {
  const { properties = {}, required = [] }: ObjectSchema = toJsonSchema(schema);
  return Object.entries(properties).map(
    ([name, { description, ...parameter }]) => ({
      name,
      in: place,
      ...(description ? { description } : {}),
      required: required.includes(name),
      schema: parameter,
    }),
  );
}

function describeResponses(endpoint: Endpoint): JsonSchema {
  const { permission, body, refusals = {} } = endpoint;
  return {
    ...mapValues(endpoint.answers, describeAnswer),
    400: refToError('InvalidRequest'),
    ...(permission
      ? {
          401: refToError('NotAuthenticated'),
          403: refToError('NotAllowed'),
        }
      : {}),
    ...(body
      ? { 413: refToError('TooLarge'), 415: refToError('UnknownEncoding') }
      : {}),
    500: refToError('Failed'),
    503: refToError('NotReady'),
    ...mapValues(refusals, describeError),
  };
}

function describeAnswer(answer: AnswerDescription): JsonSchema {
  const { description, content, headers } = answer;
  return {
    description,
    ...(headers
      ? {
          headers: mapValues(headers, text => ({
            description: text,
            schema: { type: 'string' },
          })),
        }
      : {}),
    content: mapValues(content, schema => ({
      schema: typeof schema === 'string' ? refTo(schema) : schema,
    })),
  };
}

type ObjectSchema = {
  properties?: { [name: string]: JsonSchema };
  required?: string[];
};

/** The JSON schema of what a client sends, from the schema that parses it. */
function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema, ...jsonSchema } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema: described }) => {
      // zod 4.6.5 leaves it out where the value is transformed, although ours read the same before.
      if (zodSchema._zod.def.type === 'default') {
        described.default = zodSchema._zod.def.defaultValue as string;
      }
    },
  });
  return jsonSchema;
}

function mapValues<T, R>(
  values: { [key: string]: T },
  map: (value: T) => R,
): { [key: string]: R } {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, map(value)]),
  );
}
