import { parseRecords } from '../__testUtils__/parseRecords';
import { sourceFile } from '../__testUtils__/sourceFiles';
import { squads } from './squads';
import { transform } from '../__testUtils__/transform';

const LOCATION = { file: 'data/records.json', line: 2 };

function parse(record: unknown) {
  return parseRecords(squads, [sourceFile(LOCATION.file, [record])]);
}

describe('squads', () => {
  it('reads every field of the source format', async () => {
    const squad = {
      id: 'red',
      name: 'Red',
      description: 'The red ones',
      members: ['jane', 'joe'],
      githubTeam: 'acme/red',
      parent: 'colours',
      children: ['pink'],
    };
    const { records, findings } = await parse({
      ...squad,
      extra: 1,
    });
    expect(records).toEqual([{ ...squad, location: LOCATION }]);
    expect(findings).toEqual([]);
  });

  it('needs no more than an id', async () => {
    const { records } = await parse({ id: 'red' });
    expect(records).toEqual([
      { id: 'red', members: [], children: [], location: LOCATION },
    ]);
  });

  it('retains the group of a squad that is not valid', async () => {
    const { findings, unreadable } = await parse({ id: 'red', name: 'R\0d' });
    expect(findings[0].message).toContain("Squad 'red'");
    expect(unreadable).toEqual([
      {
        file: LOCATION.file,
        entityRef: 'group:default/red',
        reason: findings[0].message,
      },
    ]);
  });

  it.each([
    [{ members: 'jane' }, { members: ['jane'] }],
    [{ members: 'jane, joe' }, { members: ['jane', 'joe'] }],
    [
      { members: [{ id: 'jane', role: 'lead' }, 'joe', null, 7] },
      { members: ['jane', 'joe', '7'] },
    ],
    [{ members: { id: 'jane' } }, { members: ['jane'] }],
    [{ description: 42 }, { description: '42' }],
    [{ parent: { id: 'blue' } }, { parent: 'blue' }],
    [{ parent: ['blue'] }, { parent: 'blue' }],
  ])('takes %j for what it means', async (fields, meant) => {
    const { records, findings } = await parse({ id: 'red', ...fields });
    expect(findings).toEqual([]);
    expect(records).toMatchObject([meant]);
  });

  it('does without what means nothing, with a warning at its line', async () => {
    const { records, findings, unreadable } = await parse({
      id: 'red',
      description: ['The', 'red', 'ones'],
      members: [{ name: 'Jane' }],
      parent: ['blue', 'green'],
      githubTeam: 'acme/red',
    });
    expect(records).toEqual([
      {
        id: 'red',
        members: [],
        children: [],
        githubTeam: 'acme/red',
        location: LOCATION,
      },
    ]);
    expect(unreadable).toEqual([]);
    const warnings = (
      [
        [4, "'description' must be a string, not an array", 'field'],
        [10, "'members.0' must be a string, not an object", 'element'],
        [14, "'parent' must be a string, not an array", 'field'],
      ] as const
    ).map(([line, problem, what]) => ({
      severity: 'warning',
      phase: 'PARSE',
      code: 'SCHEMA',
      file: LOCATION.file,
      line,
      entity: 'group:default/red',
      message: `Squad 'red' in ${LOCATION.file}: ${problem}; the ${what} is left out`,
      hint: expect.any(String),
    }));
    expect(findings).toEqual(warnings);
  });
});

describe('the Group of a squad', () => {
  it('has every field of the record', async () => {
    const { entity, findings } = await transform({
      squads: [
        {
          id: 'red',
          name: 'Red',
          description: 'The red ones',
          members: ['jane', 'user:default/joe', 'Jane'],
          githubTeam: 'acme/red',
          parent: 'colours',
          children: ['pink'],
        },
        { id: 'colours' },
        { id: 'pink' },
      ],
    });
    expect(findings).toEqual([]);
    expect(entity('group:default/red')).toMatchObject({
      metadata: {
        name: 'red',
        title: 'Red',
        description: 'The red ones',
        annotations: { 'github.com/team-slug': 'acme/red' },
      },
      spec: {
        type: 'team',
        parent: 'group:default/colours',
        children: ['group:default/pink'],
        members: ['user:default/jane', 'user:default/joe'],
      },
    });
  });

  it('has children even if there are none', async () => {
    const { entity } = await transform({ squads: [{ id: 'red' }] });
    expect(entity('group:default/red')?.spec).toEqual({
      type: 'team',
      children: [],
    });
  });

  it.each([
    [
      { parent: 'nobody' },
      'UNKNOWN_REFERENCE',
      { parent: 'group:default/nobody' },
    ],
    [
      { children: ['nobody'] },
      'UNKNOWN_REFERENCE',
      { children: ['group:default/nobody'] },
    ],
    [
      { members: ['jane@acme.com', 'joe', 'joe'] },
      'SCHEMA',
      { members: ['user:default/joe'] },
    ],
  ])('warns of the reference in %j', async (fields, code, spec) => {
    const { entity, findings } = await transform({
      squads: [{ id: 'red', ...fields }],
    });
    expect(entity('group:default/red')?.spec).toMatchObject(spec);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code,
        entity: 'group:default/red',
        message: expect.stringContaining("Squad 'red'"),
      }),
    ]);
  });

  it('has one warning for all members that are no users', async () => {
    const { entity, findings } = await transform({
      squads: [
        {
          id: 'red',
          members: [
            'Jane Doe',
            'joe',
            ...'abcdef'.split('').map(it => `@${it}`),
          ],
        },
      ],
    });
    expect(entity('group:default/red')?.spec?.members).toEqual([
      'user:default/joe',
    ]);
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'SCHEMA',
        message:
          "Squad 'red' names 'Jane Doe', '@a', '@b', '@c', '@d' and 2 more in 'members', which are no valid User names, and left out",
      }),
    ]);
  });

  it.each([{ parent: 'Red' }, { children: ['group:default/red'] }])(
    'is not its own, as in %j',
    async fields => {
      const { entity, findings } = await transform({
        squads: [{ id: 'red', ...fields }],
      });
      expect(entity('group:default/red')?.spec).toEqual({
        type: 'team',
        children: [],
      });
      expect(findings).toEqual([
        expect.objectContaining({
          severity: 'warning',
          code: 'SCHEMA',
          message: expect.stringContaining("Squad 'red' names itself in"),
        }),
      ]);
    },
  );

  it('is told of a circle of parents and children, once', async () => {
    const { findings } = await transform({
      squads: [
        { id: 'top', children: ['a'] },
        { id: 'a', parent: 'b' },
        { id: 'b', parent: 'c' },
        { id: 'c', children: ['b'], parent: 'a' },
      ],
    });
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'SCHEMA',
        message:
          'group:default/a is below group:default/b is below group:default/c is below group:default/a, in a circle',
      }),
    ]);
  });

  it('is told of circles, but not of each of very many', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `s${index}`);
    const all = await transform({
      squads: names.map(id => ({ id, children: names.filter(n => n !== id) })),
    });
    // Each of the others begins or ends in one of these.
    expect(all.findings).toHaveLength(30);

    const pairs = Array.from({ length: 300 }, (_, index) => `p${index}`);
    const many = await transform({
      squads: pairs.flatMap(id => [
        { id, parent: `${id}-x` },
        { id: `${id}-x`, parent: id },
      ]),
    });
    expect(many.findings).toHaveLength(100);
  });

  it('is told of a circle that leads over a squad from elsewhere', async () => {
    const { findings } = await transform({
      squads: [
        { id: 'p', children: ['x'] },
        { id: 'q', parent: 'x', children: ['p'] },
      ],
    });
    expect(findings.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/is below group:default\/[pq], in a circle$/),
    );
  });
});
