import {
  ContractDocumentCache,
  parseContractDocument,
} from './contractDocument';

const OPENAPI_YAML = { type: 'openapi', isYaml: true } as const;
const OPENAPI_JSON = { type: 'openapi', isYaml: false } as const;
const ASYNCAPI_YAML = { type: 'asyncapi', isYaml: true } as const;
const AVRO = { type: 'avro', isYaml: false } as const;

const PARAGRAPHS = `openapi: 3.1.0
asyncapi: 3.0.0
info:
  title: Cards
  x-lifecycle: deprecated
  description: |
    Takes cards
    of all kinds.

    Has a second paragraph.
`;

describe('parseContractDocument', () => {
  it.each([
    ['OpenAPI in YAML', PARAGRAPHS, OPENAPI_YAML],
    ['AsyncAPI in YAML', PARAGRAPHS, ASYNCAPI_YAML],
    [
      'OpenAPI in JSON',
      '{"swagger": "2.0", "info": {"x-lifecycle": "deprecated", "description": "Takes cards\\nof all kinds.\\n \\nMore."}}',
      OPENAPI_JSON,
    ],
  ])('reads lifecycle and first paragraph of %s', (_, text, format) => {
    expect(parseContractDocument(text, format)).toEqual({
      document: {
        description: 'Takes cards of all kinds.',
        lifecycle: 'deprecated',
      },
    });
  });

  it('reads the doc of an Avro schema', () => {
    const schema = {
      type: 'record',
      name: 'Paid',
      fields: [],
      doc: 'Paid.\n\nIn full.',
    };
    expect(parseContractDocument(JSON.stringify(schema), AVRO)).toEqual({
      document: { description: 'Paid.' },
    });
  });

  it.each([
    ['no info', 'openapi: 3.0.0', OPENAPI_YAML],
    [
      'other types',
      'openapi: 3\ninfo: {description: 5, x-lifecycle: [a]}',
      OPENAPI_YAML,
    ],
    ['a date', 'openapi: 3\ninfo: {description: 2020-01-01}', OPENAPI_YAML],
    [
      'blanks',
      'openapi: 3\ninfo: {description: " ", x-lifecycle: ""}',
      OPENAPI_YAML,
    ],
    [
      'info of a prototype',
      'openapi: 3\n__proto__: {info: {description: x}}',
      OPENAPI_YAML,
    ],
    ['an array', '["null", "string"]', AVRO],
    ['a name', '"string"', AVRO],
  ])('makes do with %s', (_, text, format) => {
    const result = parseContractDocument(text, format);
    expect(result).toEqual({ document: {} });
  });

  it.each([
    ['a tab in YAML', 'info:\n\tdescription: x', OPENAPI_YAML, 2],
    ['a brace that is missing at the end', 'a: 1\nb: {', OPENAPI_YAML, 2],
    ['a repeated key', 'a: 1\nb: 2\na: 3\n', OPENAPI_YAML, 3],
    ['an unknown alias', 'a: 1\nb: *none\n', OPENAPI_YAML, 2],
    [
      'a tag that would make code',
      'a: 1\nb: !!js/function x\n',
      OPENAPI_YAML,
      2,
    ],
    ['a missing comma in JSON', '{\n"a": 1\n"b": 2}', OPENAPI_JSON, 3],
    ['a missing comma in Avro', '{\n"a": 1\n"b": 2}', AVRO, 3],
    ['nothing in Avro', '', AVRO, 1],
  ])('names the line of %s', (_, text, format, line) => {
    expect(parseContractDocument(text, format)).toEqual({
      problem: {
        code: 'SYNTAX',
        message: expect.stringMatching(/^is not valid (YAML|JSON): /),
        line,
      },
    });
  });

  it('refuses more than one document', () => {
    const text = '# First\n---\na: 1\n---\nb: 2\n';
    expect(parseContractDocument(text, OPENAPI_YAML)).toEqual({
      problem: {
        code: 'SYNTAX',
        message: 'has more than one YAML document in it',
        line: 4,
      },
    });
  });

  it.each([
    [
      'a problem of HTTP',
      '{"type": "problem", "title": "Not found"}',
      AVRO,
      'Avro',
      "an error message, 'Not found'",
    ],
    ['a list of words', '["a", "b"]', AVRO, 'Avro', 'a list'],
    ['a word', '"NotFound"', AVRO, 'Avro', 'nothing but'],
    ['nothing', '', OPENAPI_YAML, 'OpenAPI', 'empty'],
    ['a sentence', 'to be written', ASYNCAPI_YAML, 'AsyncAPI', 'nothing but'],
    ['an array', '- a', OPENAPI_YAML, 'OpenAPI', 'a list'],
    ['null', 'null', OPENAPI_JSON, 'OpenAPI', 'empty'],
    ['a number', '5', AVRO, 'Avro', "nothing but '5'"],
    [
      'an error message',
      '{"message": "Not Found", "status": "404"}',
      OPENAPI_JSON,
      'OpenAPI',
      "an error message, 'Not Found'",
    ],
    [
      'an error message',
      '{"message": "Not Found"}',
      AVRO,
      'Avro',
      "an error message, 'Not Found'",
    ],
    [
      'a problem of HTTP',
      '{"type": "about:blank", "title": "Not Found"}',
      AVRO,
      'Avro',
      "'Not Found'",
    ],
    [
      'a manifest of Kubernetes',
      'apiVersion: v1\nkind: Secret\ntype: Opaque',
      OPENAPI_YAML,
      'OpenAPI',
      'a manifest of Kubernetes, of kind Secret',
    ],
    [
      'an entity of Backstage',
      'apiVersion: backstage.io/v1alpha1\nkind: API',
      ASYNCAPI_YAML,
      'AsyncAPI',
      'an entity of Backstage, of kind API',
    ],
    [
      'an Avro schema',
      '{"type": "record", "name": "A", "fields": []}',
      OPENAPI_JSON,
      'OpenAPI',
      'an Avro schema',
    ],
    [
      'an OpenAPI document',
      'openapi: 3.0.0',
      ASYNCAPI_YAML,
      'AsyncAPI',
      'an OpenAPI document',
    ],
    [
      'an AsyncAPI document',
      '{"asyncapi": "2.0.0"}',
      AVRO,
      'Avro',
      'an AsyncAPI document',
    ],
    [
      'a JSON Schema',
      '{"type": "object", "properties": {}}',
      AVRO,
      'Avro',
      'a JSON Schema',
    ],
    ['anything else', 'a: 1', OPENAPI_YAML, 'OpenAPI', "an object with 'a'"],
    ['a schema without fields', '{"type": "record"}', AVRO, 'Avro', "'type'"],
  ])('does not take %s for a contract', (_, text, format, name, what) => {
    expect(parseContractDocument(text, format)).toEqual({
      problem: {
        code: 'SCHEMA',
        message: expect.stringMatching(
          new RegExp(`is not an ${name}.*: it is .*${what}`),
        ),
        line: 1,
      },
    });
  });

  it.each([
    ['Ref', 'b: !Ref x'],
    ['a list', 'b: !Join [a, b]'],
    ['a mapping', 'b: !Sub {a: b}'],
    ['a longer name', 'b: !<tag:example.com,2000:x> 1'],
  ])('takes unknown tags in YAML, %s', (_, text) => {
    expect(
      parseContractDocument(`openapi: 3.0.0\n${text}`, OPENAPI_YAML),
    ).toEqual({ document: {} });
  });

  it('takes comments in Avro, and names the right line after them', () => {
    const text = '/* A\n name */\n{"type": "string", // which?\n"doc": "A"';
    expect(parseContractDocument(`${text}}`, AVRO)).toEqual({
      document: { description: 'A' },
    });
    expect(parseContractDocument(text, AVRO)).toMatchObject({
      problem: { code: 'SYNTAX', line: 4 },
    });
  });

  it('takes no comments in OpenAPI', () => {
    expect(
      parseContractDocument('{"openapi": "3.0.0" /* old */}', OPENAPI_JSON),
    ).toMatchObject({ problem: { code: 'SYNTAX', line: 1 } });
  });

  it.each([
    ['JSON', '{"openapi": "3.0.0",\n"info": {"description": "a\\u0000"}}'],
    ['YAML', 'openapi: 3.0.0\ninfo: {description: "a\\0"}'],
  ])('refuses NUL in the description, in %s', (format, text) => {
    const isYaml = format === 'YAML';
    expect(parseContractDocument(text, { type: 'openapi', isYaml })).toEqual({
      problem: {
        code: 'SCHEMA',
        message: expect.stringContaining('NUL'),
        line: 2,
      },
    });
  });

  it.each([
    ['HTML', '<!DOCTYPE html>\n<html>', OPENAPI_JSON, 'HTML or XML'],
    [
      'a merge conflict',
      'openapi: 3.0.0\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b',
      OPENAPI_YAML,
      'merge conflict',
    ],
  ])('says that it is %s', (_, text, format, what) => {
    expect(parseContractDocument(text, format)).toMatchObject({
      problem: { code: 'SYNTAX', message: expect.stringContaining(what) },
    });
  });

  describe('with hostile input', () => {
    const levels = 'abcdefghijklmnopqrstuvwxyz'.split('');
    const bomb = levels
      .map((name, i) => {
        const before = i > 0 ? `*${levels[i - 1]}` : 'lol';
        return `${name}: &${name} [${Array(9).fill(before).join(', ')}]`;
      })
      .join('\n');
    const mapping = Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`);

    it('allows aliases in documents of a usual kind', () => {
      const text = `openapi: 3.0.0\ncommon: &common {type: string}\nempty:\nlist: &list [a, b]\n${mapping
        .map((_, i) => `p${i}: [*common, *list]`)
        .join('\n')}`;
      expect(parseContractDocument(text, OPENAPI_YAML)).toEqual({
        document: {},
      });
    });

    it('does not expand aliases', () => {
      const text = `openapi: 3.0.0\n${bomb}\ninfo: {description: *z}`;
      expect(parseContractDocument(text, OPENAPI_YAML)).toEqual({
        document: {},
      });
    });

    it.each([
      ['flow sequences', '['.repeat(1_000_000)],
      ['flow mappings', '{a: '.repeat(500_000)],
      ['block sequences', '- '.repeat(500_000)],
      ['complex keys', '? '.repeat(500_000)],
      ['aliases as a key', `${bomb}\nmore: {? *z : 1}`],
      [
        'text as a key',
        `a: &a ${'x'.repeat(100_000)}\nb: {? [${Array(400)
          .fill('*a')
          .join(', ')}] : 1}`,
      ],
      [
        'a sequence as many keys',
        `a: &a [${'x, '.repeat(100_000)}]\n${'b: [{? *a : 1}]\n'.repeat(
          100_000,
        )}`,
      ],
      [
        'merges',
        `a: &a {${mapping.join(', ')}}\n${mapping
          .map((_, i) => `m${i}: {<<: *a}`)
          .join('\n')}`,
      ],
      [
        'ordered maps',
        `!!omap [${mapping.map(entry => `{${entry}}`).join(', ')}]`,
      ],
    ])('gives up on a bomb of %s', (_, text) => {
      expect(parseContractDocument(text, OPENAPI_YAML)).toEqual({
        problem: {
          code: 'SYNTAX',
          message: expect.stringContaining('is not valid YAML'),
          line: expect.any(Number),
        },
      });
    });

    it.each([
      ['lists', AVRO, `${'['.repeat(99)}"int"${']'.repeat(99)}`],
      [
        'lists of types',
        AVRO,
        `${'[{"type":'.repeat(49)}"int"${'}]'.repeat(49)}`,
      ],
      ['aliases', OPENAPI_YAML, `${bomb}\ntype: array\nitems: *z`],
    ])('judges nested %s in no time', (_, format, text) => {
      const start = performance.now();
      parseContractDocument(text, format);
      expect(performance.now() - start).toBeLessThan(1000);
    });

    it('tells a schema from objects that cannot become a text', () => {
      const text = '[{"type": "Other", "toString": 1}]';
      expect(parseContractDocument(text, AVRO)).toMatchObject({
        problem: { code: 'SCHEMA' },
      });
    });

    it.each([
      ['JSON', AVRO, '{"a":'.repeat(500_000)],
      ['YAML', OPENAPI_YAML, `openapi: ${'['.repeat(100)}${']'.repeat(100)}`],
    ])('gives up on deeply nested %s', (_, format, text) => {
      expect(parseContractDocument(text, format)).toMatchObject({
        problem: { code: 'SYNTAX', line: 1 },
      });
    });
  });
});

const TEXT = 'a: 1';
const RESULT = { document: { description: 'A' } };

describe('ContractDocumentCache', () => {
  it('parses the same content once, in one pass and in the next', async () => {
    const cache = new ContractDocumentCache();
    const parse = jest.fn(async () => RESULT);
    for (let pass = 0; pass < 3; pass++) {
      cache.beginPass();
      expect(await cache.getOrParse(TEXT, 'yaml', parse)).toBe(RESULT);
      expect(await cache.getOrParse(TEXT, 'yaml', parse)).toBe(RESULT);
    }
    expect(parse).toHaveBeenCalledTimes(1);
  });

  it('parses again what is read in another format, or has changed', async () => {
    const cache = new ContractDocumentCache();
    const parse = jest.fn(async () => RESULT);
    cache.beginPass();
    await cache.getOrParse(TEXT, 'yaml', parse);
    await cache.getOrParse(TEXT, 'json', parse);
    await cache.getOrParse('a: 2', 'yaml', parse);
    expect(parse).toHaveBeenCalledTimes(3);
  });

  it('forgets what a pass did not use', async () => {
    const cache = new ContractDocumentCache();
    const parse = jest.fn(async () => RESULT);
    cache.beginPass();
    await cache.getOrParse(TEXT, 'yaml', parse);
    cache.beginPass();
    cache.beginPass();
    await cache.getOrParse(TEXT, 'yaml', parse);
    expect(parse).toHaveBeenCalledTimes(2);
  });
});
