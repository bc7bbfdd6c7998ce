import { JsonSchema } from './Endpoint';

/** What Backstage answers with when a request is refused or fails. */
export const errorResponseSchema: JsonSchema = {
  type: 'object',
  description: 'Why a request was refused, or failed.',
  properties: {
    error: {
      type: 'object',
      properties: {
        name: {
          type: 'string',
          description:
            'What kind of error, for scripts; for example `InputError`.',
        },
        message: {
          type: 'string',
          description: 'What is wrong, in words; names every wrong parameter.',
        },
      },
      required: ['name', 'message'],
    },
    request: {
      type: 'object',
      properties: { method: { type: 'string' }, url: { type: 'string' } },
      required: ['method', 'url'],
      additionalProperties: false,
    },
    response: {
      type: 'object',
      properties: { statusCode: { type: 'integer' } },
      required: ['statusCode'],
      additionalProperties: false,
    },
  },
  required: ['error', 'response'],
  additionalProperties: false,
};

/** Errors that many endpoints may answer with. */
export const errorResponses = {
  InvalidRequest: describeError(
    'A parameter is wrong or unknown; the message names each.',
  ),
  NotAuthenticated: describeError('There is no token, or none that is valid.'),
  NotAllowed: describeError(
    'The caller lacks the permission, or the token may not be used for this.',
  ),
  TooLarge: describeError('The body is too large.'),
  UnknownEncoding: describeError('The encoding of the body is not supported.'),
  Failed: describeError(
    'The database failed; the log of the backend has the details.',
  ),
  NotReady: describeError(
    'The plugin is not configured, or the backend is still starting.',
  ),
};

/** An answer with an error. */
export function describeError(description: string): JsonSchema {
  return {
    description,
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/ErrorResponse' },
      },
    },
  };
}

/** Refers to one of {@link errorResponses}. */
export function refToError(name: keyof typeof errorResponses): JsonSchema {
  return { $ref: `#/components/responses/${name}` };
}
