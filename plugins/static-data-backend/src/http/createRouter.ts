import {
  AuditorService,
  HttpAuthService,
  LifecycleService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  CustomErrorBase,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  emptyQuerySchema,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import { NOT_CONFIGURED_MESSAGE } from '@internal/plugin-static-data-node';
import express, { Request, Response } from 'express';
import Router from 'express-promise-router';
import { TooManyRequestsError } from '../service/TooManyRequestsError';
import { describeCaller, requirePermission } from './callers';
import { Endpoint, EndpointRequest, EndpointServices } from './Endpoint';
import { CallerLimits } from './limitPerCaller';
import { parseRequest, readJsonBody, readStrictly } from './parseRequest';
import { AuditRecord, runAudited, toAuditSubject } from './runAudited';
import { unlessClientGone } from './sendTextStream';

interface RouterOptions {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  auditor: AuditorService;
  lifecycle: LifecycleService;
  limits: CallerLimits;
  /** Undefined if the plugin is not configured: there is nothing to work with then. */
  services: EndpointServices | undefined;
}

/**
 * Routes requests to the endpoints; of several with a matching path, the first one answers.
 * Without services, only those that need no permission answer.
 */
export function createRouter(
  endpoints: Endpoint[],
  options: RouterOptions,
): express.Router {
  const router = Router();
  const open = new Map<Response, AbortController>();
  options.lifecycle.addShutdownHook(() => open.forEach(breakOff));
  router.use(readStrictly);
  for (const endpoint of endpoints) {
    const { method, path, permission, body, audit } = endpoint;
    if (permission && !options.services) {
      router[method](toExpressPath(path), async () => {
        throw new ServiceUnavailableError(NOT_CONFIGURED_MESSAGE);
      });
      continue;
    }
    router[method](
      toExpressPath(path),
      ...(body ? [readJsonBody(body.limit)] : []),
      async (req: Request, res: Response) => {
        const event = audit && {
          ...audit,
          request: req,
          meta: toAuditSubject({
            source: req.params.sourceId ?? req.body?.source ?? req.query.source,
            syncId: req.params.syncId,
          }),
        };
        const closed = new AbortController();
        open.set(res, closed);
        res.once('close', () => {
          open.delete(res);
          closed.abort();
        });
        const { signal } = closed;
        await unlessClientGone(() =>
          runAudited(options.auditor, event, record =>
            respond(endpoint, req, res, {
              ...options,
              signal,
              record,
            }),
          ),
        );
      },
    );
  }
  for (const path of new Set(endpoints.map(endpoint => endpoint.path))) {
    const methods = endpoints
      .filter(endpoint => endpoint.path === path)
      .map(({ method }) => method.toUpperCase());
    router.all(toExpressPath(path), refuseMethod(methods));
  }
  router.use(refusePath);
  return router;
}

/**
 * Has what waits answer at once, and cuts off what is being read: the backend ends no earlier than
 * its last connection, however slowly a client reads.
 */
function breakOff(closed: AbortController, res: Response): void {
  closed.abort();
  if (res.headersSent) {
    res.destroy();
  }
}

async function respond(
  endpoint: Endpoint,
  req: Request,
  res: Response,
  options: RouterOptions & {
    record: AuditRecord;
  } & Pick<EndpointRequest<any, any, any>, 'signal'>,
): Promise<void> {
  const { services, limits, signal, record } = options;
  const { caller, toVisible } = await authorize(endpoint, req, options);
  const {
    query = emptyQuerySchema,
    handle,
    isLong,
  } = chooseVariant(endpoint, res);
  const request: EndpointRequest<unknown, unknown, unknown> = {
    query: parseRequest(query, req.query),
    body: endpoint.body && parseRequest(endpoint.body.schema, req.body),
    path: parsePath(endpoint, req.params),
    caller,
    // Undefined only for endpoints that also answer without configuration, and do not use them.
    services: services!,
    signal,
    res,
    toVisible,
    ...record,
  };
  const run = async () => (res.closed ? undefined : handle(request));
  const limit = isLong ? limits.long : limits.read;
  const answer = await (isLong || endpoint.method === 'get'
    ? limit(caller, run)
    : run()
  ).catch(error => {
    if (error instanceof TooManyRequestsError) {
      res.set('Retry-After', String(error.retryAfterSeconds));
    }
    throw error;
  });
  if (answer !== undefined && !res.closed) {
    res.json(toVisible(answer));
  }
}

async function authorize(
  { permission, hasStackTraces }: Endpoint,
  req: Request,
  { httpAuth, permissions }: RouterOptions,
): Promise<Pick<EndpointRequest<any, any, any>, 'caller' | 'toVisible'>> {
  if (!permission) {
    return { caller: 'anyone', toVisible: value => value };
  }
  const credentials = await httpAuth.credentials(req, {
    allow: ['user', 'service'],
  });
  const seesStackTraces = await requirePermission(
    permissions,
    credentials,
    permission,
    hasStackTraces ? staticDataSyncRefreshPermission : undefined,
  );
  return {
    caller: describeCaller(credentials),
    toVisible:
      hasStackTraces && !seesStackTraces ? withoutStackTraces : value => value,
  };
}

function withoutStackTraces<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, part) =>
      key === 'stackTrace' ? undefined : part,
    ),
  );
}

/** Chooses between JSON and text, where there are both. */
function chooseVariant(
  endpoint: Endpoint,
  res: Response,
): Pick<Endpoint, 'query' | 'handle' | 'isLong'> {
  if (!endpoint.asText) {
    return endpoint;
  }
  res.vary('Accept');
  const accepted = res.req.accepts(['application/json', 'text/plain']);
  return accepted === 'text/plain'
    ? { ...endpoint.asText, isLong: true }
    : endpoint;
}

function parsePath(
  { pathParameters, describeUnknown }: Endpoint,
  parameters: { [name: string]: string },
): unknown {
  if (!pathParameters) {
    return undefined;
  }
  if (describeUnknown && !pathParameters.safeParse(parameters).success) {
    throw new NotFoundError(describeUnknown(parameters));
  }
  return parseRequest(pathParameters, parameters);
}

/** @backstage/errors 1.4.0 has no error for it. */
class MethodNotAllowedError extends CustomErrorBase {
  name = 'MethodNotAllowedError' as const;

  /**
   * Read by the error middleware of @backstage/backend-defaults 0.18.0; a getter, so that it is no
   * part of the body.
   */
  get statusCode(): number {
    return 405;
  }
}

function refuseMethod(methods: string[]) {
  const allowed = methods.includes('GET') ? ['HEAD', ...methods] : methods;
  return async (req: Request, res: Response) => {
    res.set('Allow', allowed.join(', '));
    if (req.method === 'OPTIONS') {
      res.send(allowed.join(','));
      return;
    }
    throw new MethodNotAllowedError(
      `This path does not accept ${req.method}, only ${methods.join(' or ')}`,
    );
  };
}

async function refusePath(req: Request): Promise<void | 'next'> {
  // `/.backstage` and `/.well-known` belong to the routers of @backstage/backend-defaults 0.18.0,
  // in whatever order they are mounted.
  if (req.path.startsWith('/.')) {
    return 'next';
  }
  throw new NotFoundError(`The API has no path '${req.path}'`);
}

function toExpressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
