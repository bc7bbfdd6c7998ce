import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
  EntityMeta,
} from '@backstage/catalog-model';
import { escapeControls } from '@internal/plugin-static-data-common';
import mapValues from 'lodash/mapValues';
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
 * Puts an entity together, without control characters, except in the definition of an API. Nothing in
 * it may change from sync to sync while its record stays the same, and what is absent gets no key:
 * both would make the catalog process the entity again.
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
      ...(title && { title: toLine(title) }),
      ...(description && { description: toLines(description) }),
      annotations: {
        [ANNOTATION_LOCATION]: locationRef,
        [ANNOTATION_ORIGIN_LOCATION]: locationRef,
        [ANNOTATION_SOURCE_FILE]: location.file,
        ...mapValues(parts.annotations, toLine),
      },
      ...(tags?.length && { tags }),
      ...(links?.length && { links }),
    },
    spec: Object.fromEntries(
      Object.entries(parts.spec)
        .filter(([, value]) => value !== undefined)
        .map(([field, value]) => [
          field,
          typeof value === 'string' && field !== 'definition'
            ? toLine(value)
            : value,
        ]),
    ),
  };
  return {
    entity,
    entityRef: toEntityRef(kind, name),
    sourceFile: location.file,
    sourceLine: location.line,
  };
}

function toLine(text: string): string {
  return escapeControls(text.replace(/[\r\n\t]+/g, ' '));
}

function toLines(text: string): string {
  return escapeControls(text.replace(/\r\n?/g, '\n'), { keepsLines: true });
}
