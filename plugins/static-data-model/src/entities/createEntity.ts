import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
  EntityMeta,
} from '@backstage/catalog-model';
import { SourceLocation } from '../files/SourceFile';
import { SourcedEntity, toEntityRef } from './SourcedEntity';

/**
 * Annotation with the path of the file that an entity comes from.
 *
 * @public
 */
export const ANNOTATION_SOURCE_FILE = 'static-data/source-file';

/** What distinguishes one entity from another. */
export interface EntityParts {
  kind: string;
  name: string;
  title?: string;
  description?: string;
  annotations?: Record<string, string>;
  tags?: string[];
  links?: EntityMeta['links'];
  /** Fields that are undefined are left out. */
  spec: Record<string, string | string[] | undefined>;
  location: SourceLocation;
}

/**
 * Puts an entity together. Nothing in it may change from sync to sync while its record stays the
 * same, and what is absent gets no key: both would make the catalog process the entity again.
 *
 * @param locationRef - location ref of the file that the entity comes from
 */
export function createEntity(
  parts: EntityParts,
  locationRef: string,
): SourcedEntity {
  const { kind, name, title, description, tags, links, location } = parts;
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
    spec: Object.fromEntries(
      Object.entries(parts.spec).filter(([, value]) => value !== undefined),
    ),
  };
  return {
    entity,
    entityRef: toEntityRef(kind, name),
    sourceFile: location.file,
    sourceLine: location.line,
  };
}
