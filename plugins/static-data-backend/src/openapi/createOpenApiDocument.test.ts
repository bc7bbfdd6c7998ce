import SwaggerParser from '@apidevtools/swagger-parser';
import { mockServices } from '@backstage/backend-test-utils';
import { Router } from 'express';
import { createRouter } from '../router/createRouter';
import { createOpenApiDocument } from './createOpenApiDocument';
import { operations } from './operations';

describe('createOpenApiDocument', () => {
  /** Without what JSON leaves out. */
  const createDocument = () =>
    JSON.parse(JSON.stringify(createOpenApiDocument()));

  it('is OpenAPI 3.1 in which every reference leads somewhere', async () => {
    await expect(SwaggerParser.validate(createDocument())).resolves.toEqual(
      expect.objectContaining({ openapi: '3.1.0' }),
    );
  });

  it('has exactly the routes of the router', async () => {
    const document = createDocument();
    const documented = Object.entries<object>(document.paths).flatMap(
      ([path, methods]) => Object.keys(methods).map(name => `${name} ${path}`),
    );

    expect(documented.sort()).toEqual(
      listRoutes(
        await createRouter({
          httpAuth: mockServices.httpAuth(),
          permissions: mockServices.permissions(),
          auditor: mockServices.auditor.mock(),
          // Routes are made without looking into what they will read.
          store: {} as never,
          settings: {} as never,
          refresh: {} as never,
          webhooks: {} as never,
        }),
      ).sort(),
    );
  });

  it('has each operation once, under a name of its own', () => {
    const ids = operations.map(({ operationId }) => operationId);
    const paths = operations.map(({ method, path }) => `${method} ${path}`);

    expect(new Set(ids).size).toBe(operations.length);
    expect(new Set(paths).size).toBe(operations.length);
  });

  it('has the parameters of every path', () => {
    const { paths } = createDocument();
    const described = operations.map(({ method, path }) => ({
      path,
      parameters: paths[path][method].parameters
        .filter((parameter: { in: string }) => parameter.in === 'path')
        .map((parameter: { name: string }) => parameter.name),
    }));

    expect(described).toEqual(
      operations.map(({ path }) => ({
        path,
        parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      })),
    );
  });

  it('says of every parameter and every field of a body what it means', () => {
    const undescribed = Object.entries<any>(createDocument().paths).flatMap(
      ([path, methods]) =>
        Object.entries<any>(methods).flatMap(([method, operation]) => {
          const body =
            operation.requestBody?.content['application/json'].schema;
          return [
            ...operation.parameters,
            ...Object.entries<object>(body?.properties ?? {}).map(
              ([name, schema]) => ({ name, ...schema }),
            ),
          ]
            .filter(({ description }) => !description)
            .map(({ name }) => `${method} ${path} ${name}`);
        }),
    );

    expect(undescribed).toEqual([]);
  });

  it('takes limits, choices and defaults of parameters from the schemas', () => {
    const { paths } = createDocument();
    const schemas = Object.fromEntries(
      paths['/sync-history'].get.parameters.map(
        (parameter: { name: string; schema: object }) => [
          parameter.name,
          parameter.schema,
        ],
      ),
    );

    expect(schemas).toEqual({
      limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
      offset: { type: 'integer', minimum: 0, maximum: 10_000_000, default: 0 },
      cursor: { type: 'string', minLength: 1, maxLength: 1000 },
      status: {
        type: 'array',
        items: {
          type: 'string',
          enum: ['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE'],
        },
        minItems: 1,
      },
      syncType: {
        type: 'string',
        enum: expect.arrayContaining(['SCHEDULED', 'MANUAL']),
      },
      dryRun: { type: 'boolean' },
      from: {
        type: 'string',
        anyOf: [{ format: 'date-time' }, { format: 'date' }],
      },
      to: {
        type: 'string',
        anyOf: [{ format: 'date-time' }, { format: 'date' }],
      },
      q: {
        type: 'string',
        minLength: 1,
        maxLength: 200,
        pattern: '^\\P{Cc}*$',
      },
    });
  });
});

/** The methods and paths of a router and of those in it, in the notation of OpenAPI. */
function listRoutes({ stack }: Router): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route) {
      const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
      const methods = new Set(route.stack.map(({ method }) => method));
      return [...methods].map(method => `${method} ${path}`);
    }
    return isRouter(handle) ? listRoutes(handle) : [];
  });
}

function isRouter(handle: unknown): handle is Router {
  return typeof handle === 'function' && 'stack' in handle;
}
