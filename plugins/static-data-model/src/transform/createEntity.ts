import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
  EntityMeta,
} from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { SourceLocation } from '../parse/types';
import { SourcedEntity } from './types';
import { toEntityRef } from './knownEntities';
import { TransformContext } from './TransformContext';

/** Annotation with the path of the file that an entity comes from. */
export const ANNOTATION_SOURCE_FILE = 'static-data/source-file';

/** What distinguishes one entity from another. */
export interface EntityParts {
  kind: 'Component' | 'Group' | 'System' | 'Domain' | 'API';
  name: string;
  title?: string;
  description?: string;
  annotations?: Record<string, string>;
  tags?: string[];
  links?: EntityMeta['links'];
  spec: JsonObject;
  location: SourceLocation;
}

/**
 * Puts an entity together. Nothing in it may change from sync to sync while its record stays the
 * same, and what is absent gets no key: both would make the catalog process the entity again.
 */
export function createEntity(
  parts: EntityParts,
  context: TransformContext,
): SourcedEntity {
  const { kind, name, title, description, tags, links, location } = parts;
  const locationRef = context.locationOf(location.file);
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      namespace: 'default',
      name,
      ...(title && { title }),
      ...(description && { description }),
      annotations: {
        [ANNOTATION_LOCATION]: locationRef,
        [ANNOTATION_ORIGIN_LOCATION]: locationRef,
        [ANNOTATION_SOURCE_FILE]: location.file,
        ...parts.annotations,
      },
      ...(tags?.length && { tags }),
      ...(links?.length && { links }),
    },
    spec: withoutUndefined(parts.spec),
  };
  return {
    entity,
    entityRef: toEntityRef(kind, name),
    sourceFile: location.file,
    sourceLine: location.line,
  };
}

function withoutUndefined(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  );
}
