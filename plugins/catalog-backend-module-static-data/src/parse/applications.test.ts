import { parseApplications } from './applications';
import { sourceFile, tooLargeFile } from './__testUtils__/sourceFiles';

const PATH = 'data/applications.json';
const HINT = { hint: expect.stringMatching(/\w/) };

function parse(content: unknown) {
  return parseApplications(sourceFile(PATH, content));
}

describe('parseApplications', () => {
  it('reads every field of the source format', () => {
    const parsed = parse([
      {
        id: 'payments',
        name: ' Payments ',
        description: 'Takes money',
        applicationType: 'website',
        status: 'experimental',
        inContextOfBoundedContextId: 'billing',
        supportedBySquadsIds: ['red', 'blue', 'red', ' '],
        url: 'https://example.com/payments',
        repository: 'acme/payments',
        tags: ['Java', 'Money'],
        somethingElse: { left: 'out' },
      },
    ]);
    expect(parsed).toEqual({
      records: [
        {
          location: { file: PATH, line: 2 },
          id: 'payments',
          name: 'Payments',
          description: 'Takes money',
          applicationType: 'website',
          status: 'experimental',
          boundedContextId: 'billing',
          supportingSquadIds: ['red', 'blue'],
          url: 'https://example.com/payments',
          repository: { owner: 'acme', name: 'payments' },
          tags: ['Java', 'Money'],
        },
      ],
      findings: [],
      unreadable: [],
    });
  });

  it('takes null and blank for absent', () => {
    const { records, findings } = parse([
      {
        id: 'a',
        name: 'A',
        description: null,
        status: ' ',
        tags: null,
        supportedBySquadsIds: null,
        repository: null,
        repo: '',
      },
    ]);
    expect(findings).toEqual([]);
    expect(records).toEqual([
      {
        location: { file: PATH, line: 2 },
        id: 'a',
        name: 'A',
        supportingSquadIds: [],
        tags: [],
      },
    ]);
  });

  it.each([
    [
      { repository: 'acme/one', repo: 'acme/two' },
      { owner: 'acme', name: 'one' },
    ],
    [{ repo: 'acme/two' }, { owner: 'acme', name: 'two' }],
    [{ githubRepo: 'acme/three' }, { owner: 'acme', name: 'three' }],
    [
      { url: 'https://github.acme.com/tools/four' },
      { host: 'github.acme.com', owner: 'tools', name: 'four' },
    ],
    [{ url: 'https://acme.com/tools/five' }, undefined],
    [
      { repository: 'acme/six', branch: 'next' },
      { owner: 'acme', name: 'six', ref: 'next' },
    ],
    [
      { url: 'https://github.com/acme/seven/tree/old', ref: 'v2' },
      { host: 'github.com', owner: 'acme', name: 'seven', ref: 'v2' },
    ],
    [{ branch: 'next' }, undefined],
  ])('finds the repository in %j', (fields, repository) => {
    const { records } = parse([{ id: 'a', name: 'A', ...fields }]);
    expect(records[0].repository).toEqual(repository);
  });

  it.each([
    ['without a name', { id: 'a' }, "'name' is missing"],
    ['with a blank name', { id: 'a', name: ' ' }, "'name' must not be empty"],
    [
      'with a name of another type',
      { id: 'a', name: 1 },
      "'name' must be a string, not a number",
    ],
    [
      'with tags in a string',
      { id: 'a', name: 'A', tags: 'x,y' },
      "'tags' must be an array of strings, not a string",
    ],
    [
      'with a tag of another type',
      { id: 'a', name: 'A', tags: ['x', {}] },
      "'tags.1' must be a string, not an object",
    ],
    [
      'with one squad in a string',
      { id: 'a', name: 'A', supportedBySquadsIds: 'red' },
      "'supportedBySquadsIds' must be an array of strings",
    ],
    [
      'with a description in an array',
      { id: 'a', name: 'A', description: [] },
      "'description' must be a string, not an array",
    ],
    [
      'with a repository that is none',
      { id: 'a', name: 'A', repo: '../..' },
      "'repo' must be 'owner/name'",
    ],
  ])('skips an application %s', (_, record, problem) => {
    const parsed = parse([record, { id: 'b', name: 'B' }]);
    expect(parsed.records.map(({ id }) => id)).toEqual(['b']);
    expect(parsed.findings).toEqual([
      {
        severity: 'error',
        phase: 'PARSE',
        code: 'SCHEMA',
        file: PATH,
        line: 2,
        entity: 'component:default/a',
        message: expect.stringContaining(
          `Application 'a' in ${PATH} is not valid: ${problem}`,
        ),
        ...HINT,
      },
    ]);
    expect(parsed.unreadable).toEqual([
      { file: PATH, entityRef: 'component:default/a' },
    ]);
  });

  it.each([
    ['without an id', { name: 'A' }, "'id' is missing"],
    [
      'with an id of another type',
      { id: 7, name: 'A' },
      "'id' must be a string, not a number",
    ],
    [
      'with spaces in its id',
      { id: 'my app', name: 'A' },
      "'id' must be a valid entity name",
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
    ['that is null', null, 'it must be an object, not null'],
    ['that is an array', [], 'it must be an object, not an array'],
    ['that is a number', 5, 'it must be an object, not a number'],
  ])('keeps all applications that were, with one %s', (_, record, problem) => {
    const parsed = parse([{ id: 'b', name: 'B' }, record]);
    expect(parsed.records.map(({ id }) => id)).toEqual(['b']);
    expect(parsed.findings).toEqual([
      expect.objectContaining({
        code: 'SCHEMA',
        line: 6,
        entity: undefined,
        message: expect.stringContaining(
          `Application number 2 in ${PATH} is not valid: ${problem}`,
        ),
      }),
    ]);
    expect(parsed.unreadable).toEqual([{ file: PATH, kinds: ['component'] }]);
  });

  it('names some of many problems of a record', () => {
    const { findings } = parse([
      { id: 'a', description: 1, status: 2, url: 3, tags: 4 },
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0].message).toMatch(
      /'name'.*'description'.*and 2 more problems$/,
    );
  });

  it('lets the first of two records with one id win, whatever the case', () => {
    const parsed = parse([
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
        message: `Application 'pay' in ${PATH} is declared twice: line 2 wins, line 6 is ignored`,
        ...HINT,
      },
    ]);
  });

  it('does not put a second record in the place of a first that is not valid', () => {
    const parsed = parse([{ id: 'pay' }, { id: 'pay', name: 'Second' }]);
    expect(parsed.records).toEqual([]);
    expect(parsed.findings.map(({ code }) => code)).toEqual([
      'SCHEMA',
      'DUPLICATE',
    ]);
    expect(parsed.unreadable).toEqual([
      { file: PATH, entityRef: 'component:default/pay' },
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
  ])('cannot read a file with %s', (_, file, code, line) => {
    const parsed = parseApplications(file);
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
    expect(parsed.unreadable).toEqual([{ file: PATH, kinds: ['component'] }]);
  });

  it('tolerates a byte order mark', () => {
    expect(parse('\uFEFF[{"id": "a", "name": "A"}]').records).toHaveLength(1);
  });

  it('is not harmed by keys of prototypes', () => {
    const { records } = parse(
      '[{"__proto__": {"status": "bad"}, "constructor": 1, "id": "a", "name": "A"}]',
    );
    expect(records[0].status).toBeUndefined();
    expect({}).not.toHaveProperty('status');
  });
});
