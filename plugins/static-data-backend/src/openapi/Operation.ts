import { BasicPermission } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import responseSchemas from './responseSchemas.json';

/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 uses it. */
export type JsonSchema = { [keyword: string]: unknown };

/** A type of static-data-common that the API answers with. */
export type ResponseTypeName = keyof typeof responseSchemas;

export type OperationTag =
  | 'Overview'
  | 'History'
  | 'Refresh'
  | 'Held removals'
  | 'APIs'
  | 'Webhooks'
  | 'Description';

/** What a successful answer consists of. */
export interface Answer {
  description: string;
  /** By media type; without one the answer has no body. */
  content?: { [mediaType: string]: ResponseTypeName | JsonSchema };
  /** Headers that belong to the contract, with what they say. */
  headers?: { [name: string]: string };
}

/** What clients can do with a method and a path: all that there is to know to describe it. */
export interface Operation {
  method: 'get' | 'post';
  /** With parameters in braces. */
  path: string;
  /** Names the function in generated clients. */
  operationId: string;
  tag: OperationTag;
  /** A few words. */
  summary: string;
  description?: string;
  /** What the caller needs; without one not even credentials. */
  permission?: BasicPermission;
  /** The schemas that the router reads the request with. */
  pathParameters?: z.ZodType;
  query: z.ZodType;
  body?: { schema: z.ZodType; required: boolean };
  /** By status. */
  answers: { [status: number]: Answer };
  /** With what is refused beyond that with which every operation may be, and when. */
  refusals?: { [status: number]: string };
}

/** A text in a format of its own. */
export const TEXT: JsonSchema = { type: 'string' };

/** Refers to a type of static-data-common. */
export function refTo(typeName: ResponseTypeName): JsonSchema {
  return { $ref: `#/components/schemas/${typeName}` };
}
