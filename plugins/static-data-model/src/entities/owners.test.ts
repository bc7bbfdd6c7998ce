import { Entity } from '@backstage/catalog-model';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { assignOwners, findOwner, OwnedEntity } from './owners';

function entity(kind: string, owner?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'Checkout', namespace: 'default' },
    spec: { owner },
  };
}

describe('findOwner', () => {
  it.each<[string, Entity, string | undefined]>([
    ['by name', entity('Component', 'Payments'), 'group:default/payments'],
    ['by ref', entity('API', 'user:default/ada'), 'user:default/ada'],
    ['itself', entity('Group', 'payments'), 'group:default/checkout'],
    ['nobody', entity('Component'), undefined],
    ['nobody in the place of one', entity('Component', 'unknown'), undefined],
  ])('says that the owner is %s', (_, owned, owner) => {
    expect(findOwner(owned)).toBe(owner);
  });
});

const red = 'group:default/red';
const blue = 'group:default/blue';

const entities: OwnedEntity[] = [
  { entityRef: 'component:default/a', owner: red, sourceFile: 'apps.json' },
  { entityRef: 'component:default/b', owner: blue, sourceFile: 'apps.json' },
  { entityRef: 'component:default/c', sourceFile: 'apps.json' },
  { entityRef: 'api:default/d', owner: red, sourceFile: 'contracts/d.yaml' },
  { entityRef: 'api:default/e', owner: red, sourceFile: 'contracts/d.yaml' },
  { entityRef: 'api:default/f', sourceFile: 'contracts/d.yaml' },
];

describe('assignOwners', () => {
  it.each<[string, Pick<SyncFinding, 'entity' | 'file'>, string | undefined]>([
    [
      'the owner of the entity, whoever else has something in the file',
      { entity: 'component:default/b', file: 'apps.json' },
      blue,
    ],
    [
      'the owner of the entity, if the file is none of the source',
      { entity: 'component:default/a', file: 'acme/a/build.gradle' },
      red,
    ],
    ['the only owner of the file', { file: 'contracts/d.yaml' }, red],
    [
      'the only owner of the file, if the entity has none',
      { entity: 'api:default/f', file: 'contracts/d.yaml' },
      red,
    ],
    [
      'the only owner of the file, if the entity is not known',
      { entity: 'api:default/new', file: 'contracts/d.yaml' },
      red,
    ],
    [
      'nobody, if the file has several owners',
      { file: 'apps.json' },
      undefined,
    ],
    [
      'nobody, if neither is known',
      { entity: 'api:default/new', file: 'new.yaml' },
      undefined,
    ],
    ['nobody, if it is about nothing', {}, undefined],
  ])('concerns %s', (_, about, owner) => {
    const finding: SyncFinding = {
      severity: 'error',
      phase: 'PARSE',
      code: 'SCHEMA',
      message: 'It is wrong',
      hint: 'Correct it.',
      ...about,
    };
    expect(assignOwners([finding], entities)).toEqual([
      { ...finding, ...(owner && { owner }) },
    ]);
  });
});
