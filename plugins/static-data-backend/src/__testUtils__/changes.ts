import { createHash } from 'node:crypto';
import {
  ChangeToRecord,
  diffEntities,
  findOwner,
} from '@internal/plugin-static-data-model';

type Entity = NonNullable<ChangeToRecord['version']>['entity'];

/** A version of a component of the default namespace. */
export function createComponent(
  name: string,
  spec: Entity['spec'] = { lifecycle: 'production' },
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec,
  };
}

export function added(entity: Entity): ChangeToRecord {
  return {
    ...describe(entity),
    change: 'added',
    sourceLine: 7,
    version: toVersion(entity),
  };
}

export function updated(before: Entity, after: Entity): ChangeToRecord {
  return {
    ...describe(after),
    change: 'updated',
    previousHash: hash(before),
    version: toVersion(after),
    differences: diffEntities(before, after),
  };
}

/** What has no version after it: removed, retained, held. */
export function withoutVersion(
  change: 'removed' | 'retained' | 'held',
  before: Entity,
): ChangeToRecord {
  return { ...describe(before), change, previousHash: hash(before) };
}

function describe(entity: Entity) {
  const { kind, metadata } = entity;
  return {
    entityRef: `${kind}:default/${metadata.name}`.toLowerCase(),
    kind,
    owner: findOwner(entity),
    sourceFile: 'data/applications.json',
  };
}

function toVersion(entity: Entity) {
  return { hash: hash(entity), entity };
}

function hash(entity: Entity): string {
  return createHash('sha256').update(JSON.stringify(entity)).digest('hex');
}
