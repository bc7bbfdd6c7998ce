import SwaggerParser from '@apidevtools/swagger-parser';
import { endpoints } from '../endpoints/endpoints';
import { createOpenApiDocument } from './createOpenApiDocument';

describe('createOpenApiDocument', () => {
  /** Without what JSON leaves out. */
  const createDocument = () =>
    JSON.parse(JSON.stringify(createOpenApiDocument(endpoints)));

  it('is OpenAPI 3.1 in which every reference leads somewhere', async () => {
    await expect(SwaggerParser.validate(createDocument())).resolves.toEqual(
      expect.objectContaining({ openapi: '3.1.0' }),
    );
  });

  it('has each endpoint once, under a name of its own', () => {
    const ids = endpoints.map(({ operationId }) => operationId);
    const paths = endpoints.map(({ method, path }) => `${method} ${path}`);

    expect(new Set(ids).size).toBe(endpoints.length);
    expect(new Set(paths).size).toBe(endpoints.length);
  });

  it('has the parameters of every path', () => {
    const { paths } = createDocument();
    const described = endpoints.map(({ method, path }) => ({
      path,
      parameters: paths[path][method].parameters
        .filter((parameter: { in: string }) => parameter.in === 'path')
        .map((parameter: { name: string }) => parameter.name),
    }));

    expect(described).toEqual(
      endpoints.map(({ path }) => ({
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

  it('has no tags of TSDoc in its descriptions', () => {
    expect(JSON.stringify(createDocument())).not.toMatch(/\{\s*@/);
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
      source: {
        type: 'string',
        maxLength: 63,
        pattern: expect.any(String),
      },
      changed: { type: 'boolean' },
      status: {
        type: 'array',
        items: {
          type: 'string',
          enum: ['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE', 'CANCELLED'],
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
