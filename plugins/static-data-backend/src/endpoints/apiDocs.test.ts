import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { staticDataPermissions } from '@internal/plugin-static-data-common';
import { ResponseChecker } from '../__testUtils__/ResponseChecker';
import {
  DocsSection,
  listCodeWords,
  readApiDocs,
} from '../__testUtils__/readApiDocs';
import { Exchange, runExamples } from '../__testUtils__/runExamples';
import { startSeededStaticData } from '../__testUtils__/startSeededStaticData';
import { createOpenApiDocument } from '../http/createOpenApiDocument';
import { Endpoint } from '../http/Endpoint';
import { endpoints } from './endpoints';

jest.setTimeout(120_000);

const document = createOpenApiDocument(endpoints);

describe('docs/api.md', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const checker = new ResponseChecker();
  const sections = readApiDocs();
  const scripts = sections.flatMap(section =>
    section.scripts.map(script => ({ section, script })),
  );
  let exchanges: Exchange[];
  let files: string[];

  beforeAll(async () => {
    const { server } = await startSeededStaticData(
      await databases.init('SQLITE_3'),
    );
    ({ exchanges, files } = await runExamples(
      scripts.map(({ script }) => script),
      server.port(),
    ));
  });

  /** The endpoints that the examples of a section use. */
  const endpointsOf = (section: DocsSection) =>
    endpoints.filter(({ method, path }) =>
      exchanges.some(
        exchange =>
          scripts[exchange.script].section === section &&
          checker.find(exchange.method, exchange.path) === `${method} ${path}`,
      ),
    );

  it('has examples that are answered as the API document says', () => {
    for (const exchange of exchanges) {
      checker.check(exchange.method, exchange.path, exchange);
    }
    expect(exchanges.filter(({ status }) => status >= 300)).toEqual([]);
  });

  it('has an example of every endpoint', () => {
    const shown = new Set(
      exchanges.map(({ method, path }) => checker.find(method, path)),
    );
    const missing = endpoints
      .map(({ method, path }) => `${method} ${path}`)
      .filter(name => !shown.has(name));

    expect({ withoutExample: missing }).toEqual({ withoutExample: [] });
  });

  it('has examples with something in the answers', () => {
    const empty = exchanges.filter(({ body }) =>
      Object.values(body).some(
        value => Array.isArray(value) && value.length === 0,
      ),
    );

    expect(empty.map(({ path }) => path)).toEqual([]);
    expect(files).toEqual([expect.stringMatching(/\.csv$/)]);
  });

  it('shows JSON as it is answered where it stands, or as an error', () => {
    const shown = sections.flatMap(section =>
      section.json.map(json => ({ section, json })),
    );
    const wrong = shown.flatMap(({ section, json }) => {
      const types = endpointsOf(section).flatMap(listAnswerTypes);
      const reasons = (types.length > 0 ? types : ['ErrorResponse']).map(type =>
        checker.explain(type, json),
      );
      return reasons.includes('')
        ? []
        : [`${section.title}: ${reasons.join(' or ')}`];
    });

    expect(shown).not.toEqual([]);
    expect(wrong).toEqual([]);
  });

  it('explains every parameter in a section that shows its endpoint', () => {
    const [general] = sections.filter(({ title }) => title === 'A token');
    const unexplained = endpoints.flatMap(endpoint => {
      const missing = sections
        .filter(section => endpointsOf(section).includes(endpoint))
        .map(({ text }) => {
          const words = new Set(listCodeWords(`${general.text}\n${text}`));
          return listInputs(endpoint).filter(name => !words.has(name));
        });
      const [least = []] = missing.sort((a, b) => a.length - b.length);
      return least.map(name => `${endpoint.method} ${endpoint.path} ${name}`);
    });

    expect(unexplained).toEqual([]);
  });

  it('has no parameter in its tables that the endpoint does not have', () => {
    const unknown = sections.flatMap(section => {
      const inputs = endpointsOf(section).flatMap(listInputs);
      return section.tables
        .filter(({ head }) => /^(parameter|field of the body)$/.test(head))
        .flatMap(({ names }) => names)
        .filter(name => !inputs.includes(name))
        .map(name => `${section.title}: ${name}`);
    });

    expect(unknown).toEqual([]);
  });

  it('says which permission each endpoint that changes something needs', () => {
    const [{ text }] = sections.filter(({ title }) => title === 'A token');
    for (const { name } of staticDataPermissions) {
      const row = text.split('\n').find(it => it.startsWith(`| \`${name}\``));
      const named = listCodeWords(row!).filter(it => it.startsWith('POST '));
      const needing = endpoints
        .filter(it => it.method === 'post' && it.permission?.name === name)
        .map(({ path }) => `POST ${path.replace(/\{\w+\}/g, '$ID')}`);
      expect({ [name]: named.sort() }).toEqual({ [name]: needing.sort() });
    }
  });

  it('is of the endpoints that docs/operations.md calls, too', () => {
    const page = resolve(__dirname, '../../../../docs/operations.md');
    const calls = [
      ...readFileSync(page, 'utf8').matchAll(
        /^curl -s (-X POST )?.*"\$API(\/[^"]+)"$/gm,
      ),
    ];
    const unknown = calls.filter(
      ([, post, path]) => !checker.find(post ? 'post' : 'get', path),
    );

    expect(calls).not.toEqual([]);
    expect(unknown.map(([call]) => call)).toEqual([]);
  });

  it('names every field at the top of an answer', () => {
    const words = new Set(
      sections
        .flatMap(({ text }) => listCodeWords(text))
        .flatMap(code => code.match(/\w+/g) ?? []),
    );
    const { schemas } = document.components;
    const unnamed = endpoints.flatMap(listAnswerTypes).flatMap(type =>
      Object.keys(schemas[type].properties ?? {})
        .filter(name => !words.has(name))
        .map(name => `${type}.${name}`),
    );

    expect(unnamed).toEqual([]);
  });
});

/** Names of what a client can send beside the path. */
function listInputs({ method, path }: Endpoint): string[] {
  const { parameters, requestBody } = document.paths[path][method] as any;
  return [
    ...parameters
      .filter((parameter: { in: string }) => parameter.in === 'query')
      .map(({ name }: { name: string }) => name),
    ...Object.keys(
      requestBody?.content['application/json'].schema.properties ?? {},
    ),
  ];
}

/** Types of static-data-common that an endpoint answers with as a whole. */
function listAnswerTypes({ answers }: Endpoint): string[] {
  return Object.values(answers)
    .map(({ content }) => content?.['application/json'])
    .filter(type => typeof type === 'string');
}
