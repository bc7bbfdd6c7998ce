import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { findDependents, toHeldFinding } from './heldRemovals';

describe('toHeldFinding', () => {
  it('says what holds the removals, and both ways out', () => {
    const finding = toHeldFinding(['first rule', 'second rule']);
    expect(finding).toMatchObject({
      severity: 'warning',
      code: 'REMOVALS_HELD',
      message: 'Removals are held back: first rule; second rule',
    });
    expect(finding.hint).toContain('restore the source');
    expect(finding.hint).toContain('POST /held-removals/approve');
  });
});

function entity(
  kind: string,
  name: string,
  spec?: JsonObject,
  namespace?: string,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, ...(namespace && { namespace }) },
    ...(spec && { spec }),
  };
}

describe('findDependents', () => {
  it.each([
    ['Component', 'owner', 'team', 'group:default/team'],
    ['Component', 'system', 'shop', 'system:default/shop'],
    ['System', 'domain', 'sales', 'domain:default/sales'],
    ['Component', 'subcomponentOf', 'app', 'component:default/app'],
    ['Domain', 'subdomainOf', 'sales', 'domain:default/sales'],
    ['Component', 'providesApis', ['x', 'bills'], 'api:default/bills'],
    ['Component', 'consumesApis', ['bills'], 'api:default/bills'],
    ['Component', 'dependsOn', ['resource:db'], 'resource:default/db'],
    ['Resource', 'dependencyOf', ['component:app'], 'component:default/app'],
    ['Group', 'parent', 'team', 'group:default/team'],
    ['Group', 'children', ['team'], 'group:default/team'],
    ['Group', 'members', ['ada'], 'user:default/ada'],
    ['User', 'memberOf', ['team'], 'group:default/team'],
  ])(
    'finds a %s that refers by spec.%s',
    async (kind, field, value, heldRef) => {
      const { dependents, dependentCount } = (
        await findDependents(new Set([heldRef]), [
          entity(kind, 'Dependent', { [field]: value }),
        ])
      ).get(heldRef)!;
      expect(dependentCount).toBe(1);
      expect(dependents).toEqual([
        expect.objectContaining({
          entityRef: `${kind.toLowerCase()}:default/dependent`,
          field: `spec.${field}`,
        }),
      ]);
    },
  );

  it('names the owner of a dependent entity as an entity ref', async () => {
    const held = 'api:default/bills';
    const found = await findDependents(new Set([held]), [
      entity('Component', 'a', { owner: 'Team', consumesApis: ['bills'] }),
      entity('Component', 'b', { owner: 'user:x/ada', providesApis: [held] }),
      entity('Component', 'c', { consumesApis: ['bills'] }),
    ]);
    expect(found.get(held)!.dependents).toEqual([
      {
        entityRef: 'component:default/a',
        field: 'spec.consumesApis',
        owner: 'group:default/team',
      },
      {
        entityRef: 'component:default/b',
        field: 'spec.providesApis',
        owner: 'user:x/ada',
      },
      { entityRef: 'component:default/c', field: 'spec.consumesApis' },
    ]);
  });

  it('counts an entity once that refers in several fields', async () => {
    const held = 'api:default/bills';
    const found = await findDependents(new Set([held]), [
      entity('Component', 'a', {
        dependsOn: [held],
        consumesApis: ['bills', 'BILLS'],
        providesApis: ['bills'],
      }),
    ]);
    expect(found.get(held)).toEqual({
      dependents: [
        { entityRef: 'component:default/a', field: 'spec.providesApis' },
      ],
      dependentCount: 1,
    });
  });

  it('takes the namespace of the dependent entity where a reference names none', async () => {
    const found = await findDependents(
      new Set(['api:default/bills', 'api:other/bills']),
      [entity('Component', 'a', { consumesApis: ['bills'] }, 'other')],
    );
    expect(found.get('api:default/bills')!.dependentCount).toBe(0);
    expect(found.get('api:other/bills')!.dependents).toEqual([
      { entityRef: 'component:other/a', field: 'spec.consumesApis' },
    ]);
  });

  it('does not count entities that are held themselves', async () => {
    const found = await findDependents(
      new Set(['system:default/shop', 'component:default/a']),
      [
        entity('Component', 'a', { system: 'shop' }),
        entity('Component', 'b', { system: 'shop' }),
      ],
    );
    expect(found.get('system:default/shop')).toEqual({
      dependents: [{ entityRef: 'component:default/b', field: 'spec.system' }],
      dependentCount: 1,
    });
    expect(found.get('component:default/a')).toEqual({
      dependents: [],
      dependentCount: 0,
    });
  });

  it('follows the APIs that a held entity provides', async () => {
    const held = 'component:default/orders';
    const found = await findDependents(new Set([held]), [
      entity('Component', 'orders', { providesApis: ['order-api', 'events'] }),
      entity('Component', 'cart', {
        owner: 'team',
        consumesApis: ['events', 'order-api'],
      }),
      entity('Component', 'stock', {
        dependsOn: [held],
        consumesApis: ['order-api'],
      }),
      entity('Component', 'mirror', { providesApis: ['order-api'] }),
    ]);
    expect(found.get(held)).toEqual({
      dependents: [
        {
          entityRef: 'component:default/cart',
          field: 'spec.consumesApis',
          via: 'api:default/events',
          owner: 'group:default/team',
        },
        { entityRef: 'component:default/stock', field: 'spec.dependsOn' },
      ],
      dependentCount: 2,
    });
  });

  it('gives the first hundred by their refs, and counts all', async () => {
    const held = 'system:default/shop';
    const names = Array.from({ length: 150 }, (_, index) => `c${1000 + index}`);
    const { dependents, dependentCount } = (
      await findDependents(
        new Set([held]),
        [...names]
          .reverse()
          .map(name => entity('Component', name, { system: 'shop' })),
      )
    ).get(held)!;
    expect(dependentCount).toBe(150);
    expect(dependents.map(({ entityRef }) => entityRef)).toEqual(
      names.slice(0, 100).map(name => `component:default/${name}`),
    );
  });

  it('describes no more than it gives, of all that consume what many provide', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `c${index}`);
    let ownerReads = 0;
    const spec = {
      consumesApis: ['bills'],
      get owner() {
        ownerReads += 1;
        return 'team';
      },
    };
    const found = await findDependents(
      new Set(names.map(name => `component:default/held-${name}`)),
      names.flatMap(name => [
        entity('Component', `held-${name}`, { providesApis: ['bills'] }),
        entity('Component', name, spec),
      ]),
    );
    expect(found.size).toBe(200);
    for (const { dependents, dependentCount } of found.values()) {
      expect(dependents).toHaveLength(100);
      expect(dependentCount).toBe(200);
    }
    expect(ownerReads).toBeLessThanOrEqual(200 * 100 + 200);
  });

  it('counts those once that provide many APIs together, in few steps', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `n${index}`);
    const heldRefs = names.map(name => `component:default/held-${name}`);
    const entities = [
      ...names.map(name =>
        entity('Component', `held-${name}`, { providesApis: names }),
      ),
      ...names.map(name => entity('Component', name, { consumesApis: names })),
    ];
    const look = jest.spyOn(Map.prototype, 'get');
    const found = await findDependents(new Set(heldRefs), entities);
    const steps = look.mock.calls.length;
    look.mockRestore();
    expect(found.get(heldRefs[7])).toMatchObject({
      dependentCount: 100,
      dependents: expect.arrayContaining([
        {
          entityRef: 'component:default/n5',
          field: 'spec.consumesApis',
          via: 'api:default/n0',
        },
      ]),
    });
    // A few for each relation; not one for each relation and provider, which are a million.
    expect(steps).toBeLessThan(100_000);
  });

  it('passes over what is no reference', async () => {
    const held = 'system:default/shop';
    const found = await findDependents(new Set([held]), [
      entity('Component', 'a'),
      entity('Component', 'b', { system: 1, owner: null, dependsOn: {} }),
      entity('Component', 'c', { system: '', dependsOn: ['shop', ':', 'a:/'] }),
      entity('Component', 'd', {
        consumesApis: [['shop'], { system: 'shop' }],
      }),
    ]);
    expect(found.get(held)!.dependentCount).toBe(0);
  });
});
