/* eslint jest/expect-expect: ["warn", { "assertFunctionNames": ["expect", "expectRefusal", "fc.assert"] }] */
import { TestDatabases } from '@backstage/backend-test-utils';
import { quote } from '@internal/plugin-static-data-common';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { Response } from 'supertest';
import { added, createComponent } from '../__testUtils__/changes';
import { createAppliedSync } from '../__testUtils__/createCompletedSync';
import {
  encode,
  hostileJson,
  hostileText,
  hostileUrlPart,
  unknownName,
} from '../__testUtils__/hostileInput';
import { startStaticData } from '../__testUtils__/startStaticData';
import { createOpenApiDocument } from '../http/createOpenApiDocument';
import { endpoints } from './endpoints';

jest.setTimeout(120_000);

const NUM_RUNS = 25;
const SYNC_ID = '019a2b3c-0000-7000-8000-0000000000aa';

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: any;
}

interface DocumentedOperation {
  method: 'get' | 'post';
  path: string;
  parameters: Parameter[];
  body?: any;
}

const operations: DocumentedOperation[] = Object.entries(
  createOpenApiDocument(endpoints).paths,
).flatMap(([path, methods]) =>
  Object.entries<any>(methods).map(([method, operation]) => ({
    method: method as DocumentedOperation['method'],
    path,
    parameters: operation.parameters,
    body: operation.requestBody?.content['application/json'].schema,
  })),
);

const ajv = new Ajv2020({ strict: false });
addFormats(ajv);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/**
 * Whatever anybody sends to any operation, it is answered or refused as the API document says,
 * which the checks of {@link startStaticData} see to; and never is it a failure.
 */
describe.each(databases.eachSupportedId())('bad requests, %s', databaseId => {
  let api: Awaited<ReturnType<typeof startStaticData>>['api'];

  beforeAll(async () => {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
    });
    api = started.api;
    await started.store.complete(
      createAppliedSync({
        record: { id: SYNC_ID, startTime: '2026-01-31T12:00:00.000Z' },
        changes: [added(createComponent('checkout'))],
      }),
    );
  });

  const send = ({ method, path }: DocumentedOperation, query: string[]) =>
    api[method](
      `/api/static-data${path}${query.length ? '?' : ''}${query.join('&')}`,
    );

  describe.each(operations)('$method $path', operation => {
    const { parameters, body } = operation;
    const inPath = parameters.filter(parameter => parameter.in === 'path');
    const inQuery = parameters.filter(parameter => parameter.in === 'query');
    const valid = withValidPath(operation);
    const required = inQuery.filter(parameter => parameter.required);
    const validQuery = (but?: Parameter) =>
      required
        .filter(parameter => parameter !== but)
        .map(({ name, schema }) => `${name}=${validValue(schema)}`);

    it('refuses parameters that it does not have, and names them', () =>
      fc.assert(
        fc.asyncProperty(unknownName, hostileUrlPart, async (name, value) => {
          const response = await send(valid, [
            ...validQuery(),
            `${encode(name)}=${value}`,
          ]);
          expectRefusal(response, `unknown parameter ${quote(name)}`);
        }),
        { numRuns: NUM_RUNS },
      ));

    for (const parameter of inQuery) {
      const { name, schema } = parameter;
      it(`refuses what is no ${name}, and names it`, () =>
        fc.assert(
          fc.asyncProperty(
            fc.array(hostileUrlPart, { minLength: 1, maxLength: 3 }),
            async values => {
              const response = await send(valid, [
                ...validQuery(parameter),
                ...values.map(value => `${name}=${value}`),
              ]);
              expectNoFailure(response);
              if (!isValid(schema, values)) {
                expectRefusal(response, name);
              }
            },
          ),
          { numRuns: NUM_RUNS },
        ));
    }

    for (const { name } of inPath) {
      it(`answers to any ${name} in the path`, () =>
        fc.assert(
          fc.asyncProperty(hostileUrlPart, async value => {
            const asked = withValidPath(operation, { [name]: value });
            expectNoFailure(await send(asked, validQuery()));
          }),
          { numRuns: NUM_RUNS },
        ));
    }

    if (body) {
      it('refuses bodies that are not what it takes', () =>
        fc.assert(
          fc.asyncProperty(hostileBody(body), async ({ text, names }) => {
            const response = await send(valid, validQuery())
              .set('content-type', 'application/json')
              .send(text);
            expectNoFailure(response);
            if (!isValidBody(body, text)) {
              expectRefusal(response, ...names);
            }
          }),
          { numRuns: 2 * NUM_RUNS },
        ));

      it.each([
        ['text/plain', 'no JSON', /body must be a JSON object/],
        ['application/x-www-form-urlencoded', 'a=b', /body must be a JSON/],
        ['application/json', '{"a":', /body must be a JSON object/],
        ['application/json', '\u0000', /JSON object: .*'\\u0000'/],
        ['application/json; charset=nonsense', '{}', /charset/i],
        ['application/json', `[${'0,'.repeat(1_000_000)}0]`, /too large/],
      ])('refuses a body of the type %s', async (type, text, message) => {
        const response = await send(valid, validQuery())
          .set('content-type', type)
          .send(text);
        expectNoFailure(response);
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.body.error.message).toMatch(message);
      });

      it('refuses a body that is compressed, but is not', async () => {
        const response = await send(valid, validQuery())
          .set('content-type', 'application/json')
          .set('content-encoding', 'gzip')
          .send('{}');
        expectRefusal(response, 'the body');
      });
    }
  });
});

/** A path in which the parameters are right, but for those that are given. */
function withValidPath(
  operation: DocumentedOperation,
  values: { [name: string]: string } = {},
): DocumentedOperation {
  const path = operation.parameters
    .filter(parameter => parameter.in === 'path')
    .reduce(
      (filled, { name, schema }) =>
        // A function, because the value may have patterns of replacements in it.
        filled.replace(`{${name}}`, () => values[name] ?? validValue(schema)),
      operation.path,
    );
  return { ...operation, path };
}

function validValue(schema: any): string {
  return schema.enum?.[0] ?? (schema.format === 'uuid' ? SYNC_ID : 'component');
}

/** By the document, for values as they stand in a query. */
function isValid(schema: any, encoded: string[]): boolean {
  const values = encoded.map(
    value => new URLSearchParams(`value=${value}`).get('value') ?? '',
  );
  if (schema.type === 'array') {
    return ajv.validate(
      schema,
      values.flatMap(value => value.split(',')),
    );
  }
  const [value, ...others] = values;
  return others.length === 0 && ajv.validate(schema, read(schema, value));
}

function read({ type }: any, value: string): unknown {
  if (type === 'integer' && /^\d{1,15}$/.test(value)) {
    return Number(value);
  }
  if (type === 'boolean' && /^(true|false)$/.test(value)) {
    return value === 'true';
  }
  return value;
}

function isValidBody(schema: any, text: string): boolean {
  return ajv.validate(schema, JSON.parse(text));
}

/** A body of a wrong kind, with a wrong field, or with one too many; and what has to be named. */
function hostileBody(schema: any) {
  const wrongField = fc
    .tuple(fc.constantFrom(...Object.keys(schema.properties)), hostileJson)
    .map(([name, value]) => {
      // Nothing may be wrong with it but that it is alone.
      const isAlone =
        schema.required?.some((other: string) => other !== name) &&
        ajv.validate(schema.properties[name], value);
      return {
        text: JSON.stringify({ [name]: value }),
        names: isAlone ? [] : [name],
      };
    });
  const unknownField = fc
    .tuple(hostileText, hostileJson)
    .filter(([name]) => !Object.hasOwn(schema.properties, name))
    .map(([name, value]) => ({
      text: `{${JSON.stringify(name)}:${JSON.stringify(value)}}`,
      names: [`unknown parameter ${quote(name)}`],
    }));
  const wrongBody = hostileJson
    .filter(value => typeof value !== 'object' || Array.isArray(value))
    .map(value => ({ text: JSON.stringify(value), names: ['body'] }));
  return fc.oneof(wrongField, unknownField, wrongBody);
}

function expectNoFailure(response: Response): void {
  expect(response.status).toBeLessThan(500);
  const { request, ...answer } = response.body ?? {};
  expect(JSON.stringify(answer.error?.name ?? '')).not.toMatch(/sql|database/i);
  expect(JSON.stringify(answer)).not.toMatch(
    /SQLITE_|syntax error at|relation "|select .* from `/,
  );
}

function expectRefusal(response: Response, ...names: string[]): void {
  expectNoFailure(response);
  expect(response.status).toBe(400);
  for (const name of names) {
    expect(response.body.error.message).toContain(name);
  }
}
