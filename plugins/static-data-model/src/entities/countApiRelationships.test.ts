import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { countApiRelationships } from './countApiRelationships';

function entity(kind: string, spec?: JsonObject): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'x' },
    spec,
  };
}

describe('countApiRelationships', () => {
  it('counts the relations of components', () => {
    expect(
      countApiRelationships([
        entity('Component', { providesApis: ['a', 'b'], consumesApis: ['c'] }),
        entity('Component', { consumesApis: ['a'] }),
        entity('Component', { providesApis: [] }),
        entity('Component'),
        entity('API', { providesApis: ['a'] }),
      ]),
    ).toEqual({
      componentsWithApis: 2,
      totalProvidesApis: 2,
      totalConsumesApis: 2,
    });
  });

  it('counts nothing where there is nothing', () => {
    expect(countApiRelationships([])).toEqual({
      componentsWithApis: 0,
      totalProvidesApis: 0,
      totalConsumesApis: 0,
    });
  });
});
