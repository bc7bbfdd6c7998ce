import { Answer, JsonSchema, Operation, refTo } from './Operation';
import { describeRefusal, refToRefusal } from './refusals';
import { toJsonSchema, toObjectSchema } from './toJsonSchema';

/** An operation as the OpenAPI document has it. */
export function describeOperation(operation: Operation): JsonSchema {
  const { operationId, tag, summary, description, permission, body } =
    operation;
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
    parameters: describeParameters(operation),
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
    responses: describeResponses(operation),
  };
}

function describeParameters(operation: Operation): JsonSchema[] {
  return [
    ...listParameters('path', operation.pathParameters),
    ...listParameters('query', operation.query),
  ];
}

function listParameters(
  place: 'path' | 'query',
  schema: Operation['pathParameters'],
): JsonSchema[] {
  if (!schema) {
    return [];
  }
  const { properties, required } = toObjectSchema(schema);
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

function describeResponses(operation: Operation): JsonSchema {
  const { permission, body, refusals = {} } = operation;
  return {
    ...mapValues(operation.answers, describeAnswer),
    400: refToRefusal('InvalidRequest'),
    ...(permission
      ? {
          401: refToRefusal('NotAuthenticated'),
          403: refToRefusal('NotAllowed'),
        }
      : {}),
    ...(body
      ? { 413: refToRefusal('TooLarge'), 415: refToRefusal('UnknownEncoding') }
      : {}),
    500: refToRefusal('Failed'),
    503: refToRefusal('NotReady'),
    ...mapValues(refusals, describeRefusal),
  };
}

function describeAnswer({ description, content, headers }: Answer): JsonSchema {
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
    ...(content
      ? {
          content: mapValues(content, schema => ({
            schema: typeof schema === 'string' ? refTo(schema) : schema,
          })),
        }
      : {}),
  };
}

function mapValues<T, R>(
  values: { [key: string]: T },
  map: (value: T) => R,
): { [key: string]: R } {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, map(value)]),
  );
}
