import { JsonSchema } from './Operation';

/** What Backstage answers with whenever something is refused or fails. */
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

/** The answers that many operations may give instead of what was asked for. */
export const refusalResponses = {
  InvalidRequest: describeRefusal(
    'A parameter is wrong or unknown; the message names each.',
  ),
  NotAuthenticated: describeRefusal(
    'There is no token, or none that is valid.',
  ),
  NotAllowed: describeRefusal(
    'The caller lacks the permission, or the token may not be used for this.',
  ),
  TooLarge: describeRefusal('The body is too large.'),
  UnknownEncoding: describeRefusal(
    'The body is encoded in a way that is not known.',
  ),
  Failed: describeRefusal(
    'The database failed; the log of the backend has the details.',
  ),
  NotReady: describeRefusal(
    'The plugin is not configured, or the backend is still starting.',
  ),
};

/** An answer with an error. */
export function describeRefusal(description: string): JsonSchema {
  return {
    description,
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/ErrorResponse' },
      },
    },
  };
}

/** Refers to one of them. */
export function refToRefusal(name: keyof typeof refusalResponses): JsonSchema {
  return { $ref: `#/components/responses/${name}` };
}
