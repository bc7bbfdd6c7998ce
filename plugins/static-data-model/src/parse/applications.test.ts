import { applicationFormat } from './applications';
import { parseRecords } from './parseRecords';
import { sourceFile } from './__testUtils__/sourceFiles';

const PATH = 'data/applications.json';
const HINT = { hint: expect.stringMatching(/\w/) };

function parse(content: unknown) {
  const file = sourceFile(PATH, content);
  return parseRecords(file, applicationFormat, async () => {});
}

describe('applicationFormat', () => {
  it('reads every field of the source format', async () => {
    const parsed = await parse([
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

  it('takes null and blank for absent', async () => {
    const { records, findings } = await parse([
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
  ])('finds the repository in %j', async (fields, repository) => {
    const { records } = await parse([{ id: 'a', name: 'A', ...fields }]);
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
  ])('skips an application %s', async (_, record, problem) => {
    const parsed = await parse([record, { id: 'b', name: 'B' }]);
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
});
