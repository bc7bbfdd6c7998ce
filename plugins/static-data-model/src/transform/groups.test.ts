import { transform } from './__testUtils__/transform';

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
