import { JsonObject } from '@backstage/types';
import { createRandom, integer, pick, Random } from './random';
import { description, nounOf, sentence } from './words';

const PROPERTY_TYPES = [
  { type: 'string', format: 'uuid' },
  { type: 'string', format: 'date-time' },
  { type: 'string', maxLength: 140 },
  { type: 'integer', format: 'int64', minimum: 0 },
  { type: 'number' },
  { type: 'boolean', default: false },
] as const;

/** An OpenAPI document of about 5 to 24 KB as YAML; most are small, few are large. */
export function createOpenapiDocument(
  index: number,
  isRevised: boolean,
): JsonObject {
  const random = createRandom(5_000_000 + index);
  const resources = Array.from(
    { length: 2 + Math.floor(random() * random() * 7) },
    (_, number) => nounOf(index + number),
  );
  const summary = description(random, 3);
  return {
    openapi: '3.0.3',
    info: {
      title: `${resources[0]} API ${index}`,
      version: '1.4.0',
      description: isRevised ? `${summary} Revised.` : summary,
      contact: { name: 'API guild', email: 'api-guild@acme.example' },
    },
    servers: [{ url: `https://api.acme.example/${resources[0]}/v1` }],
    security: [{ clientCredentials: [] }],
    paths: Object.assign(
      {},
      ...resources.map(resource => createPaths(random, resource)),
    ),
    components: {
      schemas: Object.fromEntries(
        resources.map(resource => [resource, createSchema(random)]),
      ),
    },
  };
}

function createPaths(random: Random, resource: string): JsonObject {
  const id = {
    name: `${resource}Id`,
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  };
  const body = {
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${resource}` },
      },
    },
  };
  const refused = { description: 'The request was refused.' };
  return {
    [`/${resource}s`]: {
      get: {
        operationId: `list-${resource}s`,
        summary: sentence(random),
        parameters: [
          {
            name: 'limit',
            in: 'query',
            description: sentence(random),
            schema: { type: 'integer', minimum: 1, maximum: 200 },
          },
          { name: 'cursor', in: 'query', schema: { type: 'string' } },
        ],
        responses: {
          '200': { description: `One page of ${resource}s.`, ...body },
          default: refused,
        },
      },
      post: {
        operationId: `create-${resource}`,
        summary: sentence(random),
        requestBody: { required: true, ...body },
        responses: {
          '201': { description: `The new ${resource}.`, ...body },
          default: refused,
        },
      },
    },
    [`/${resource}s/{${resource}Id}`]: {
      parameters: [id],
      get: {
        operationId: `read-${resource}`,
        summary: sentence(random),
        description: description(random, 4),
        responses: {
          '200': { description: `The ${resource}.`, ...body },
          '404': { description: `There is no such ${resource}.` },
          default: refused,
        },
      },
    },
  };
}

function createSchema(random: Random): JsonObject {
  const properties = Object.fromEntries(
    Array.from({ length: integer(random, 5, 14) }, (_, number) => [
      `${nounOf(integer(random, 0, 100))}${number}`,
      { ...pick(random, PROPERTY_TYPES), description: sentence(random) },
    ]),
  );
  return {
    type: 'object',
    description: sentence(random),
    required: Object.keys(properties).slice(0, 3),
    properties,
  };
}
