import { parseRecords } from '../__testUtils__/parseRecords';
import { applications } from './applications/applications';
import { sourceFile, tooLargeFile } from '../__testUtils__/sourceFiles';

const PATH = 'data/applications.json';
const HINT = { hint: expect.stringMatching(/\w/) };

function parse(content: unknown) {
  return parseRecords(applications, [sourceFile(PATH, content)]);
}

describe('recordFileKind', () => {
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
  ])(
    'keeps all applications that were, with one %s',
    async (_, record, problem) => {
      const parsed = await parse([{ id: 'b', name: 'B' }, record]);
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
      expect(parsed.unreadable).toEqual([
        { file: PATH, entityKinds: ['Component'] },
      ]);
    },
  );

  it('names some of many problems of a record', async () => {
    const { findings } = await parse([
      { id: 'a', description: 1, status: 2, url: 3, tags: 4 },
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0].message).toMatch(/'name'.*'description'.*and \d more$/);
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
        message: `Application 'pay' in ${PATH} is declared twice: line 2 wins, line 6 is ignored`,
        ...HINT,
      },
    ]);
  });

  it('keeps all applications that were, with one whose id may be a mistake', async () => {
    const parsed = await parse([
      { id: 'pay', name: 'Pay' },
      { id: 'pay', name: 'Refund' },
    ]);
    expect(parsed.unreadable).toEqual([{ file: PATH }]);
  });

  it('does not put a second record in the place of a first that is not valid', async () => {
    const parsed = await parse([{ id: 'pay' }, { id: 'pay', name: 'Second' }]);
    expect(parsed.records).toEqual([]);
    expect(parsed.findings.map(({ code }) => code)).toEqual([
      'SCHEMA',
      'DUPLICATE',
    ]);
    expect(parsed.unreadable).toEqual([
      { file: PATH, entityRef: 'component:default/pay' },
      { file: PATH },
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
    expect(parsed.unreadable).toEqual([
      { file: PATH, entityKinds: ['Component'] },
    ]);
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
