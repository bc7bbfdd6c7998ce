import { emptyQuerySchema } from '@internal/plugin-static-data-common';
import mapValues from 'lodash/mapValues';
import { z } from 'zod';
import {
  AnswerDescription,
  Endpoint,
  json,
  JsonSchema,
  refTo,
  TAGS,
} from './Endpoint';
import responseSchemas from './responseSchemas.json';

/** An OpenAPI document, as far as this package looks into it. */
export interface OpenApiDocument {
  openapi: string;
  paths: { [path: string]: { [method: string]: JsonSchema } };
  components: { [kind: string]: { [name: string]: JsonSchema } };
  [key: string]: unknown;
}

/** Errors that many endpoints may answer with. */
const ERRORS = {
  InvalidRequest: 'A parameter is wrong or unknown; the message names each.',
  NotAuthenticated: 'There is no token, or none that is valid.',
  NotAllowed:
    'The caller lacks the permission, or the token may not be used for this.',
  TooLarge: 'The body is too large.',
  UnknownEncoding: 'The encoding of the body is not supported.',
  Failed: 'The database failed; the log of the backend has the details.',
  NotReady: 'The plugin is not configured, or the backend is still starting.',
};

/** What Backstage answers with when a request is refused or fails. */
const errorResponseSchema = z
  .strictObject({
    error: z.object({
      name: z
        .string()
        .describe('What kind of error, for scripts; for example `InputError`.'),
      message: z
        .string()
        .describe('What is wrong, in words; names every wrong parameter.'),
    }),
    request: z.strictObject({ method: z.string(), url: z.string() }).optional(),
    response: z.strictObject({
      statusCode: z.number().meta({ type: 'integer' }),
    }),
  })
  .describe('Why a request was refused, or failed.');

/** Describes the HTTP API. JSON leaves out what is undefined. */
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
        'Keeps the catalog in step with architecture repositories, and shows every synchronisation. Times are ISO 8601 in UTC, durations are milliseconds. An unknown path is answered with 404, and a method that a path does not have with 405 and the header `Allow`, both with an `ErrorResponse`.',
    },
    servers: [{ url: '/api/static-data' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({
      name,
      description,
    })),
    paths,
    components: {
      schemas: {
        ...responseSchemas,
        ErrorResponse: toJsonSchema(errorResponseSchema),
      },
      responses: mapValues(ERRORS, describeError),
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
    description,
    'x-permission': permission?.name,
    security: permission ? [{ backstageToken: [] }] : [],
    parameters: [
      ...listParameters('path', endpoint.pathParameters),
      ...listParameters('query', endpoint.query),
    ],
    requestBody: body && {
      required: body.required,
      content: { 'application/json': { schema: toJsonSchema(body.schema) } },
    },
    responses: describeResponses(endpoint),
  };
}

function listParameters(
  place: 'path' | 'query',
  schema: z.ZodType = emptyQuerySchema,
): JsonSchema[] {
  const {
    properties = {},
    required = [],
  }: {
    properties?: { [name: string]: JsonSchema };
    required?: string[];
  } = toJsonSchema(schema);
  return Object.entries(properties).map(
    ([name, { description, ...parameter }]) => ({
      name,
      in: place,
      description,
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
    401: permission && refToError('NotAuthenticated'),
    403: permission && refToError('NotAllowed'),
    413: body && refToError('TooLarge'),
    415: body && refToError('UnknownEncoding'),
    500: refToError('Failed'),
    503: refToError('NotReady'),
    ...mapValues(refusals, describeError),
  };
}

function describeAnswer(answer: AnswerDescription): JsonSchema {
  const { description, content, headers } = answer;
  return {
    description,
    headers:
      headers &&
      mapValues(headers, text => ({
        description: text,
        schema: { type: 'string' },
      })),
    content: mapValues(content, schema => ({
      schema: typeof schema === 'string' ? refTo(schema) : schema,
    })),
  };
}

function describeError(description: string): JsonSchema {
  return describeAnswer(
    json({ $ref: '#/components/schemas/ErrorResponse' }, description),
  );
}

function refToError(name: keyof typeof ERRORS): JsonSchema {
  return { $ref: `#/components/responses/${name}` };
}

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
