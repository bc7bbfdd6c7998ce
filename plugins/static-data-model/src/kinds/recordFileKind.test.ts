import { parseRecords } from '../__testUtils__/parseRecords';
import { applications } from './applications/applications';
import { sourceFile, tooLargeFile } from '../__testUtils__/sourceFiles';

const PATH = 'data/applications.json';
const HINT = { hint: expect.stringMatching(/\w/) };

function parse(content: unknown) {
  return parseRecords(applications, [sourceFile(PATH, content)]);
}

/** Everything that comes from the file, whatever it is called. */
function unreadable(reason: string, entityKinds?: string[]) {
  return ['json', 'yaml', 'yml'].map(extension => ({
    file: `data/applications.${extension}`,
    reason,
    ...(entityKinds && { entityKinds }),
  }));
}

describe('recordFileKind', () => {
  it('keeps everything that was once for a file, however many records are wrong', async () => {
    const parsed = await parse(Array.from({ length: 1000 }, () => 1));
    expect(parsed.unreadable).toEqual(
      unreadable(parsed.findings[0].message, ['Component']),
    );
  });

  it.each([
    ['without an id', { name: 'A' }, "'id' is missing"],
    [
      'with an id of another type',
      { id: 7.5, name: 'A' },
      "'id' must be a string, not a number",
    ],
    [
      'with spaces in its id',
      { id: 'my app', name: 'A' },
      "'id' must be a valid entity name, not 'my app'",
    ],
    [
      'with an id that is too long',
      { id: 'a'.repeat(64), name: 'A' },
      "'id' must be a valid entity name",
    ],
    [
      'with an id that ends in a dash',
      { id: 'a-', name: 'A' },
      "'id' must be a valid entity name",
    ],
    [
      'with NUL in its id',
      { id: 'a\0', name: 'A' },
      "'id' must be a valid entity name, not 'a\\u0000'",
    ],
    ['that is null', null, 'it must be an object, not null'],
    ['that is an array', [], 'it must be an object, not an array'],
    ['that is a number', 5, 'it must be an object, not a number'],
  ])(
    'keeps all applications that were, with one %s',
    async (_, record, problem) => {
      const parsed = await parse([{ id: 'b', name: 'B' }, record]);
      expect(parsed.records.map(({ id }) => id)).toEqual(['b']);
      expect(parsed.findings).toEqual([
        expect.objectContaining({
          code: 'SCHEMA',
          line: expect.any(Number),
          entity: undefined,
          message: expect.stringContaining(
            `Application number 2 in ${PATH} is not valid: ${problem}`,
          ),
          hint: expect.stringContaining('nothing that comes from this file'),
        }),
      ]);
      expect(parsed.findings[0].line).toBeGreaterThanOrEqual(6);
      expect(parsed.unreadable).toEqual(
        unreadable(parsed.findings[0].message, ['Component']),
      );
    },
  );

  it('names some of many problems of a record', async () => {
    const { findings } = await parse([
      { id: 'a', description: [], status: {}, url: [], tags: {} },
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0].message).toMatch(/'name'.*'description'.*and \d more$/);
  });

  it('warns once of a field, however many of its elements are wrong', async () => {
    const { records, findings } = await parse([
      { id: 'a', name: 'A', tags: Array(10_000).fill(true), status: [] },
    ]);
    expect(records).toMatchObject([{ id: 'a', tags: [] }]);
    expect(findings).toEqual([
      expect.objectContaining({ severity: 'warning', line: 10_007 }),
      expect.objectContaining({
        severity: 'warning',
        line: 6,
        message: expect.stringMatching(
          /'tags\.0' must be .*'tags\.2' .* and 9997 more; the elements are left out$/,
        ),
      }),
    ]);
  });

  it.each([
    [{ tags: ['x'.repeat(1_001)] }, "'tags.0' must have at most 1000 char"],
    [
      { supportedBySquadsIds: 'a,'.repeat(10_001) },
      "'supportedBySquadsIds' must have at most 10000 elements",
    ],
    [
      { inContextOfBoundedContextId: 'x'.repeat(1_001) },
      "'inContextOfBoundedContextId' must have at most 1000 char",
    ],
    [{ status: 'x'.repeat(10_001) }, "'status' must have at most 10000 char"],
  ])('leaves out what is too long', async (field, problem) => {
    const { findings } = await parse([{ id: 'a', name: 'A', ...field }]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringContaining(problem),
      }),
    ]);
  });

  it('lets the first of two records with one id win, whatever the case', async () => {
    const parsed = await parse([
      { id: 'Pay', name: 'First' },
      { id: 'pay', name: 'Second' },
    ]);
    expect(parsed.records.map(({ name }) => name)).toEqual(['First']);
    expect(parsed.findings).toEqual([
      {
        severity: 'error',
        phase: 'PARSE',
        code: 'DUPLICATE',
        file: PATH,
        line: 6,
        entity: 'component:default/pay',
        message: `Application 'pay' is declared twice: ${PATH}:2 wins, ${PATH}:6 is ignored`,
        ...HINT,
      },
    ]);
  });

  it('keeps all applications that were, with one whose id may be a mistake', async () => {
    const parsed = await parse([
      { id: 'pay', name: 'Pay' },
      { id: 'pay', name: 'Refund' },
    ]);
    expect(parsed.unreadable).toEqual(unreadable(parsed.findings[0].message));
  });

  it('does not put a second record in the place of a first that is not valid', async () => {
    const parsed = await parse([{ id: 'pay' }, { id: 'pay', name: 'Second' }]);
    expect(parsed.records).toEqual([]);
    expect(parsed.findings.map(({ code }) => code)).toEqual([
      'SCHEMA',
      'DUPLICATE',
    ]);
    const [first, second] = parsed.findings.map(({ message }) => message);
    expect(parsed.unreadable).toEqual([
      { file: PATH, entityRef: 'component:default/pay', reason: first },
      ...unreadable(second),
    ]);
  });

  it.each([
    ['a syntax error', sourceFile(PATH, '[\n{]'), 'SYNTAX', 2],
    ['an empty file', sourceFile(PATH, ''), 'SYNTAX', 1],
    [
      'other bytes than UTF-8',
      sourceFile(PATH, Buffer.from([0x5b, 0x0a, 0xff])),
      'SYNTAX',
      2,
    ],
    ['an object at the top level', sourceFile(PATH, '{}'), 'SCHEMA', 1],
    ['null at the top level', sourceFile(PATH, 'null'), 'SCHEMA', 1],
    ['very deep nesting', sourceFile(PATH, '['.repeat(1_000_000)), 'SYNTAX', 1],
    ['too many bytes', tooLargeFile(PATH), 'TOO_LARGE', undefined],
  ])('cannot read a file with %s', async (_, file, code, line) => {
    const parsed = await parseRecords(applications, [file]);
    expect(parsed.records).toEqual([]);
    expect(parsed.findings).toEqual([
      {
        severity: 'error',
        phase: 'PARSE',
        code,
        file: PATH,
        line,
        message: expect.stringContaining(PATH),
        ...HINT,
      },
    ]);
    expect(parsed.findings[0].hint).toMatch(
      code === 'TOO_LARGE' ? /Split/ : /\w/,
    );
    expect(parsed.unreadable).toEqual(
      unreadable(parsed.findings[0].message, ['Component']),
    );
  });

  it('says what stays while a file cannot be read', async () => {
    const { findings } = await parse('[{');
    expect(findings[0].hint).toContain('last known good version');
  });

  it.each(['applications', 'Applications'])(
    'reads the list in a field %s',
    async field => {
      const { records, findings } = await parse({
        version: [1, { a: [2] }],
        [field]: [
          { id: 'a', name: 'A' },
          { id: 'b', name: 'B' },
        ],
        more: [{ id: 'c', name: 'C' }],
      });
      expect(findings).toEqual([]);
      expect(records).toMatchObject([
        { id: 'a', location: { line: 11 } },
        { id: 'b', location: { line: 15 } },
      ]);
    },
  );

  it.each([
    ['another field', { services: [] }],
    ['an object', { applications: {} }],
    ['an error message', { message: 'Not Found' }],
  ])('does not take %s for an empty list', async (_, content) => {
    const { findings } = await parse(content);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'SCHEMA',
        message: expect.stringContaining(
          "must hold a list of records, at its top level or in a field 'applications'",
        ),
      }),
    ]);
  });

  it.each([
    ['the list', '{"applications": [],\n"applications": []}', 2],
    ['the list', '{"applications": [],\n"\\u0061pplications": []}', 2],
  ])('reports a file that has %s twice', async (_, text, line) => {
    const { findings } = await parse(text);
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'DUPLICATE',
        line,
        message: `${PATH} has the field 'applications' twice`,
      }),
    ]);
  });

  it('quotes a long field that a file has twice only as far as a message may', async () => {
    const key = 'k'.repeat(100_000);
    const { findings } = await parse(
      `{"${key}": 1, "${key}": 2, "applications": []}`,
    );
    expect(findings).toMatchObject([{ code: 'DUPLICATE' }]);
    expect(findings[0].message.length).toBeLessThan(1_000);
  });

  it('reports a record that has a field twice, at any depth', async () => {
    const {
      records,
      findings,
      unreadable: kept,
    } = await parse(
      `[
        {"id": "a", "name": "A",
         "name": "B"},
        {"id": "b", "name": "B", "repository": {
           "owner": "x", "owner": "y"}},
        {"id": "c", "name": "C", "extra": [{"k": 1}, {"k": 2}]}
      ]`,
    );
    expect(records.map(({ id }) => id)).toEqual(['c']);
    expect(findings).toMatchObject([
      {
        severity: 'error',
        code: 'DUPLICATE',
        line: 3,
        entity: 'component:default/a',
        message: `Application 'a' in ${PATH} is not valid: it has 'name' twice`,
      },
      {
        code: 'DUPLICATE',
        line: 5,
        entity: 'component:default/b',
        message: `Application 'b' in ${PATH} is not valid: it has 'repository.owner' twice`,
      },
    ]);
    expect(kept.map(({ entityRef }) => entityRef)).toEqual([
      'component:default/a',
      'component:default/b',
    ]);
  });

  it('does not believe an id that is there twice', async () => {
    const { findings, unreadable: kept } = await parse(
      '[{"id": "a", "id": "b", "name": "A"}]',
    );
    expect(findings).toMatchObject([{ code: 'DUPLICATE', entity: undefined }]);
    expect(kept).toEqual(unreadable(findings[0].message, ['Component']));
  });

  it.each([
    ['[{"id": "a", "owners": [{"id": "x", "id": "y"}]}]', 'owners.id'],
    ['{"applications": [{"id": "a", "in": {"id": 1, "id": 2}}]}', 'in.id'],
  ])('believes the id in %s, of which another is twice', async (text, path) => {
    const { findings } = await parse(text);
    expect(findings).toMatchObject([
      {
        entity: 'component:default/a',
        message: expect.stringContaining(`it has '${path}' twice`),
      },
    ]);
  });

  it('leaves out only the elements of a list that are wrong, with one warning', async () => {
    const { records, findings } = await parse([
      {
        id: 'a',
        name: 'A',
        tags: [null, 'x', {}, 'y', [], 5],
        supportedBySquadsIds: [{ squad: 'red' }, 'blue'],
      },
    ]);
    expect(records).toMatchObject([
      { tags: ['x', 'y', '5'], supportedBySquadsIds: ['blue'] },
    ]);
    expect(findings).toMatchObject([
      {
        line: 14,
        message: `Application 'a' in ${PATH}: 'supportedBySquadsIds.0' must be a string, not an object; the element is left out`,
      },
      {
        severity: 'warning',
        line: 8,
        message: `Application 'a' in ${PATH}: 'tags.2' must be a string, not an object; 'tags.4' must be a string, not an array; the elements are left out`,
      },
    ]);
  });

  it('refuses NUL in a text, at its line', async () => {
    const { records, findings } = await parse([
      { id: 'a', name: 'A', description: 'x', status: 'a\0b' },
      { id: 'b', name: 'B', notRead: '\0' },
    ]);
    expect(records.map(({ id }) => id)).toEqual(['b']);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'SCHEMA',
        line: 6,
        entity: 'component:default/a',
        message: expect.stringContaining("'status' contains the character NUL"),
      }),
    ]);
  });

  it('refuses NUL in an element of a list, at its line', async () => {
    const { findings } = await parse([
      { id: 'a', name: 'A', tags: ['', 'x', 'x', 'a\0'] },
    ]);
    expect(findings).toMatchObject([
      { line: 9, message: expect.stringContaining("'tags.3' contains") },
    ]);
  });

  describe('in YAML', () => {
    const YAML = 'data/applications.yaml';
    const parseYaml = (text: string) =>
      parseRecords(applications, [sourceFile(YAML, text)], PATH);

    it('reads a list, or one in a field', async () => {
      const list =
        '- id: a\n  name: A\n\n# More\n- name: B\n  id: b\n- {id: c, name: C}\n';
      const { records, findings } = await parseYaml(list);
      expect(findings).toEqual([]);
      expect(records).toMatchObject([
        { id: 'a', location: { file: YAML, line: 1 } },
        { id: 'b', location: { line: 5 } },
        { id: 'c', location: { line: 7 } },
      ]);
      const nested = await parseYaml(`version: 1\napplications:\n${list}`);
      expect(nested.findings).toEqual([]);
      expect(nested.records).toMatchObject([
        { id: 'a', location: { line: 3 } },
        { id: 'b', location: { line: 7 } },
        { id: 'c', location: { line: 9 } },
      ]);
    });

    it('reads the other records if one has a field twice', async () => {
      const parsed = await parseYaml(
        '- id: a\n  name: A\n- id: b\n  name: B\n  "name": C\n  repository: {url: x/y, url: x/z}\n- id: c\n  name: C\n',
      );
      expect(parsed.records.map(({ id }) => id)).toEqual(['a', 'c']);
      expect(parsed.findings).toMatchObject([
        {
          severity: 'error',
          code: 'DUPLICATE',
          line: 5,
          entity: 'component:default/b',
          message: expect.stringContaining("'name' twice"),
        },
      ]);
      expect(parsed.unreadable).toMatchObject([
        { entityRef: 'component:default/b' },
      ]);
    });

    it('says where in a record a field is twice', async () => {
      const parsed = await parseYaml(
        'applications:\n- id: a\n  members:\n  - {id: x, id: y}\n- id: b\n  in:\n    id: x\n    "id": y\n- id: c\n  id: d\n  id: e\n',
      );
      expect(
        parsed.findings.map(({ message, line }) => ({ message, line })),
      ).toMatchObject([
        {
          line: 4,
          message: expect.stringMatching(/'a' .* it has 'members.id' twice$/),
        },
        {
          line: 8,
          message: expect.stringMatching(/'b' .* it has 'in.id' twice$/),
        },
        {
          line: 10,
          message: expect.stringMatching(/number 3 .* it has 'id' twice$/),
        },
      ]);
    });

    it('keeps what looks like a number or a date as it is written', async () => {
      const { records, findings } = await parseYaml(
        '- {id: 007, name: 1_000}\n- {id: 2024-01-31, name: 1.10}\n- {id: 1e3, name: !!int 5}\n',
      );
      expect(findings).toEqual([]);
      expect(records).toMatchObject([
        { id: '007', name: '1_000' },
        { id: '2024-01-31', name: '1.10' },
        { id: '1e3', name: '5' },
      ]);
    });

    it('refuses an alias that stands for the record that it is in', async () => {
      const { records, findings } = await parseYaml(
        '- &a {id: x, name: X, repository: *a}\n',
      );
      expect(records).toEqual([]);
      expect(findings).toMatchObject([
        {
          code: 'SYNTAX',
          message: expect.stringContaining('an alias that stands for'),
        },
      ]);
    });

    it('names the lines of what is wrong', async () => {
      const { findings } = await parseYaml(
        '- id: a\n  name: A\n- id: b\n  name: B\n  status:\n    - x\n- id: not valid\n',
      );
      expect(findings).toMatchObject([
        { severity: 'warning', line: 5, entity: 'component:default/b' },
        { severity: 'error', line: 7 },
      ]);
    });

    it('names the lines of elements', async () => {
      const { findings } = await parseYaml(
        '- id: a\n  name: A\n  tags:\n    - x\n    - y:\n        - z\n    - "a\\0"\n- id: b\n  name: B\n  tags:\n  - x\n  - [y]\n',
      );
      expect(findings).toMatchObject([
        { severity: 'error', line: 7 },
        { severity: 'warning', line: 12 },
      ]);
    });

    it('looks for a field in its record alone', async () => {
      const { findings } = await parseYaml('- id: a\n- id: b\n  name: B\n');
      expect(findings).toMatchObject([{ severity: 'error', line: 1 }]);
    });

    it.each([
      ['a syntax error', '- id: a\n  name: [', 'SYNTAX', 2],
      [
        'a list twice',
        'applications: []\napplications:\n- id: a',
        'DUPLICATE',
        2,
      ],
      ['nothing but a comment', '# none', 'SCHEMA', 1],
    ])('cannot read %s', async (_, text, code, line) => {
      const parsed = await parseYaml(text);
      expect(parsed.findings).toMatchObject([{ code, line, file: YAML }]);
      expect(parsed.unreadable.map(({ file }) => file).sort()).toEqual([
        PATH,
        YAML,
        'data/applications.yml',
      ]);
    });
  });

  it('tolerates a byte order mark', async () => {
    const { records } = await parse('\uFEFF[{"id": "a", "name": "A"}]');
    expect(records).toHaveLength(1);
  });

  it('is not harmed by keys of prototypes', async () => {
    const { records } = await parse(
      '[{"__proto__": {"status": "bad"}, "constructor": 1, "id": "a", "name": "A"}]',
    );
    expect(records[0].status).toBeUndefined();
    expect({}).not.toHaveProperty('status');
  });
});
