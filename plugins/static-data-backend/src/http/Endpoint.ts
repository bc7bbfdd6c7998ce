import { AuditorServiceCreateEventOptions } from '@backstage/backend-plugin-api';
import { BasicPermission } from '@backstage/plugin-permission-common';
import { Response } from 'express';
import { z } from 'zod';
import { ApiRelationsService } from '../service/apiRelations';
import { BranchService } from '../service/BranchService';
import { RefreshService } from '../service/RefreshService';
import { SourceService } from '../service/SourceService';
import { StateService } from '../service/StateService';
import { SteeringService } from '../service/SteeringService';
import { WebhookService } from '../outbox/WebhookService';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { AuditRecord } from './runAudited';
import responseSchemas from './responseSchemas.json';

/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 uses it. */
export type JsonSchema = { [keyword: string]: unknown };

/** A type of static-data-common that the API answers with. */
export type ResponseTypeName = keyof typeof responseSchemas;

/** What each group of endpoints is about, in the order in which the document has them. */
export const TAGS = {
  Overview: 'How the synchronisation is doing.',
  Sources: 'What is synchronised, and how each of it is doing.',
  History:
    'Every sync, with what it changed, what it found and what it logged.',
  Refresh: 'Manual syncs, dry runs and previews.',
  Steering: 'Pausing, pinning and cancelling.',
  'Held removals':
    'Removals that are held back because they looked like an accident.',
  'Pull requests': 'What pull requests would change, and their verdicts.',
  APIs: 'Who provides and who consumes which API.',
  Webhooks: 'Webhooks, and the messages sent to them.',
  Description: 'This document, and the schemas of data files.',
};

/** A successful response, as the OpenAPI document describes it. */
export interface AnswerDescription {
  description: string;
  /** By media type. */
  content: { [mediaType: string]: ResponseTypeName | JsonSchema };
  /** Headers that belong to the contract, with their descriptions. */
  headers?: { [name: string]: string };
}

/** What the endpoints work with. */
export interface EndpointServices {
  store: StaticDataStore;
  sources: SourceService;
  refresh: Pick<
    RefreshService,
    'request' | 'requestRelease' | 'waitFor' | 'getState'
  >;
  branches: Pick<BranchService, 'list'>;
  states: StateService;
  steering: SteeringService;
  apiRelations: Pick<ApiRelationsService, 'getAll'>;
  webhooks: Pick<WebhookService, 'list' | 'listDeliveries' | 'test'>;
}

/** A request that was authorised and parsed. */
export interface EndpointRequest<TPath, TQuery, TBody> extends AuditRecord {
  path: TPath;
  query: TQuery;
  body: TBody;
  /** See {@link describeCaller}. */
  caller: string;
  services: EndpointServices;
  /** Aborted when the client disconnects, and when the backend shuts down. */
  signal: AbortSignal;
  /** For a status other than 200, headers, and answers that are not JSON. */
  res: Response;
  /** Leaves out what the caller may not see; answers in JSON need not be passed through it. */
  toVisible: <T>(value: T) => T;
}

type Handler<
  TPath extends z.ZodType,
  TQuery extends z.ZodType,
  TBody extends z.ZodType,
> = (
  request: EndpointRequest<z.output<TPath>, z.output<TQuery>, z.output<TBody>>,
) => Promise<unknown>;

/**
 * Everything there is to know about an endpoint: its route, the authorisation, the parsing and
 * the auditing of requests, and the OpenAPI document are all derived from this.
 */
export interface EndpointDefinition<
  TPath extends z.ZodType,
  TQuery extends z.ZodType,
  TBody extends z.ZodType,
  TTextQuery extends z.ZodType,
> {
  /** Names the function in generated clients. */
  operationId: string;
  tag: keyof typeof TAGS;
  /** A few words. */
  summary: string;
  description?: string;
  /** What the caller needs; without one, not even credentials are needed. */
  permission?: BasicPermission;
  /** Whether it answers with stack traces, which are left out for callers who may not start syncs. */
  hasStackTraces?: boolean;
  pathParameters?: TPath;
  /** Whether the answer takes as long as the client reads it, or as somebody else's server needs. */
  isLong?: boolean;
  /** Answers 404 with this message, not 400, if the path parameters are invalid. */
  describeUnknown?: (parameters: { [name: string]: string }) => string;
  /** No parameters if left out. */
  query?: TQuery;
  body?: {
    schema: TBody;
    required: boolean;
    /** Maximum size, for example `10kb`. */
    limit: string;
  };
  /** The audit event of each request, if they are audited. */
  audit?: Pick<AuditorServiceCreateEventOptions, 'eventId' | 'severityLevel'>;
  /** By status. */
  answers: { [status: number]: AnswerDescription };
  /** Why it may refuse a request, by status, beyond what applies to every endpoint. */
  refusals?: { [status: number]: string };
  /** Returns the JSON to answer with, or nothing once it has sent another answer. */
  handle: Handler<TPath, TQuery, TBody>;
  /** Answers clients that prefer plain text to JSON, in a stream. */
  asText?: { query: TTextQuery; handle: Handler<TPath, TTextQuery, TBody> };
}

/** An endpoint of any schemas. */
export interface Endpoint extends EndpointDefinition<any, any, any, any> {
  method: 'get' | 'post';
  path: string;
}

/**
 * Infers the types of a handler's parameters from the schemas.
 *
 * @param path - with parameters in braces
 */
export function defineEndpoint<
  TPath extends z.ZodType = z.ZodUndefined,
  TQuery extends z.ZodType = z.ZodUndefined,
  TBody extends z.ZodType = z.ZodUndefined,
  TTextQuery extends z.ZodType = z.ZodUndefined,
>(
  method: Endpoint['method'],
  path: string,
  definition: EndpointDefinition<TPath, TQuery, TBody, TTextQuery>,
): Endpoint {
  return { method, path, ...definition };
}

/** Any text, in a format of its own. */
export const TEXT: JsonSchema = { type: 'string' };

/** Refers to a type of static-data-common. */
export function refTo(typeName: ResponseTypeName): JsonSchema {
  return { $ref: `#/components/schemas/${typeName}` };
}

/** Describes an answer in JSON. */
export function json(
  type: ResponseTypeName | JsonSchema,
  description: string,
  headers?: AnswerDescription['headers'],
): AnswerDescription {
  return { description, content: { 'application/json': type }, headers };
}
