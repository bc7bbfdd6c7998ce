import { TestDatabases } from '@backstage/backend-test-utils';
import { ResponseChecker } from '../__testUtils__/ResponseChecker';
import {
  DocsSection,
  listCodeWords,
  readApiDocs,
} from '../__testUtils__/readApiDocs';
import { Exchange, runExamples } from '../__testUtils__/runExamples';
import { startSeededStaticData } from '../__testUtils__/startSeededStaticData';
import { createOpenApiDocument } from './createOpenApiDocument';
import { Operation } from './Operation';
import { operations } from './operations';
import { toObjectSchema } from './toJsonSchema';

jest.setTimeout(120_000);

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

  /** The operations that the examples of a section use. */
  const operationsOf = (section: DocsSection) =>
    operations.filter(({ method, path }) =>
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

  it('has an example of every operation', () => {
    const shown = new Set(
      exchanges.map(({ method, path }) => checker.find(method, path)),
    );
    const missing = operations
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
      const types = operationsOf(section).flatMap(listAnswerTypes);
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

  it('explains every parameter in a section that shows its operation', () => {
    const [general] = sections.filter(({ title }) => title === 'A token');
    const unexplained = operations.flatMap(operation => {
      const missing = sections
        .filter(section => operationsOf(section).includes(operation))
        .map(({ text }) => {
          const words = new Set(listCodeWords(`${general.text}\n${text}`));
          return listInputs(operation).filter(name => !words.has(name));
        });
      const [least = []] = missing.sort((a, b) => a.length - b.length);
      return least.map(name => `${operation.method} ${operation.path} ${name}`);
    });

    expect(unexplained).toEqual([]);
  });

  it('has no parameter in its tables that the operation does not have', () => {
    const unknown = sections.flatMap(section => {
      const inputs = operationsOf(section).flatMap(listInputs);
      return section.tables
        .filter(({ head }) => /^(parameter|field of the body)$/.test(head))
        .flatMap(({ names }) => names)
        .filter(name => !inputs.includes(name))
        .map(name => `${section.title}: ${name}`);
    });

    expect(unknown).toEqual([]);
  });

  it('names every field at the top of an answer', () => {
    const words = new Set(
      sections
        .flatMap(({ text }) => listCodeWords(text))
        .flatMap(code => code.match(/\w+/g) ?? []),
    );
    const schemas = createOpenApiDocument().components.schemas;
    const unnamed = operations.flatMap(listAnswerTypes).flatMap(type =>
      Object.keys(schemas[type].properties ?? {})
        .filter(name => !words.has(name))
        .map(name => `${type}.${name}`),
    );

    expect(unnamed).toEqual([]);
  });
});

/** Names of what a client can send beside the path. */
function listInputs({ query, body }: Operation): string[] {
  return [query, body?.schema].flatMap(schema =>
    schema ? Object.keys(toObjectSchema(schema).properties) : [],
  );
}

/** Types of static-data-common that an operation answers with as a whole. */
function listAnswerTypes({ answers }: Operation): string[] {
  return Object.values(answers)
    .map(({ content }) => content?.['application/json'])
    .filter(type => typeof type === 'string');
}
