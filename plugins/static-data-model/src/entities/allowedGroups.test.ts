import { transform } from '../__testUtils__/transform';

const RECORDS = {
  squads: [
    { id: 'pay-squad', parent: 'group:org/finance', members: ['ann'] },
    { id: 'admins', parent: 'pay-squad', children: ['b'], members: ['eve'] },
  ],
  boundedContexts: [{ id: 'pay', ownerSquadId: 'admins' }],
  applications: [
    { id: 'app', name: 'App', supportedBySquadsIds: ['pay-squad'] },
    { id: 'tool', name: 'Tool', supportedBySquadsIds: ['user:default/eve'] },
  ],
};
const catalog = ['group:org/finance'];

/** The specs of the entities, by their names. */
async function specsWith(allowedGroups: string[] | undefined) {
  const { sourced, findings } = await transform(RECORDS, {
    allowedGroups,
    catalog,
  });
  const specs = sourced.map(({ entity }) => [
    entity.metadata.name,
    entity.spec,
  ]);
  return {
    specs: Object.fromEntries(specs),
    refused: findings.filter(({ code }) => code === 'GROUP_NOT_ALLOWED'),
  };
}

describe('the groups that a source may name', () => {
  it('are all, unless the configuration names some', async () => {
    const { specs, refused } = await specsWith(undefined);
    expect(specs).toMatchObject({
      'pay-squad': { parent: 'group:org/finance' },
      admins: { members: ['user:default/eve'] },
      pay: { owner: 'group:default/admins' },
      app: { owner: 'group:default/pay-squad' },
      tool: { owner: 'user:default/eve' },
    });
    expect(refused).toEqual([]);
  });

  it('are otherwise the only ones that get owners, members, parents and children from it', async () => {
    const { specs, refused } = await specsWith(['group:default/*-squad']);
    expect(specs).toMatchObject({
      admins: { type: 'team', children: [] },
      pay: { owner: 'unknown' },
      app: { owner: 'group:default/pay-squad' },
      tool: { owner: 'unknown' },
    });
    expect(specs['pay-squad']).toEqual({
      type: 'team',
      children: [],
      members: ['user:default/ann'],
    });
    expect(specs.admins).not.toHaveProperty('members');
    expect(refused.map(({ message }) => message)).toEqual([
      "Squad 'pay-squad' names group:org/finance in 'parent', which the source may not name; the reference is left out",
      "Squad 'admins' is not among the groups that the source may name; its members, parent and children are left out",
      "Bounded context 'pay' names group:default/admins in 'ownerSquadId', which the source may not name; the reference is left out",
      "Application 'tool' names user:default/eve in 'supportedBySquadsIds', which the source may not name; the reference is left out",
    ]);
  });

  it.each([
    ['group:*/*', ['user:default/eve']],
    ['*:*/*', []],
  ])('can be %s', async (pattern, left) => {
    const { refused } = await specsWith([pattern]);
    expect(
      refused.map(({ message }) => /names (\S+)/.exec(message)?.[1]),
    ).toEqual(left);
  });
});
