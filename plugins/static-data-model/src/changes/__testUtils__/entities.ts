import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';

/** A component with this spec. */
export function withSpec(spec: JsonObject): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'a' },
    spec,
  };
}
