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
    const { findings, unreadable } = await parse({
      id: 'red',
      members: 'jane',
    });
    expect(findings[0].message).toContain("Squad 'red'");
    expect(unreadable).toEqual([
      { file: LOCATION.file, entityRef: 'group:default/red' },
    ]);
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
      { members: ['jane@acme.com', 'joe'] },
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
});
