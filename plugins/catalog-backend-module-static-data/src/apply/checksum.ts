import { Entity } from '@backstage/catalog-model';
import { hashEntity } from '@internal/plugin-static-data-model';

/**
 * Annotation with a checksum of the entity as it was sent. The catalog counts the entities with each
 * checksum in one cheap request, which shows whether it has what it should have.
 */
export const ANNOTATION_CHECKSUM = 'static-data/checksum';

/**
 * The checksum of an entity: one of 256, so that the answer of the catalog is short however many
 * entities there are.
 *
 * @param hash - of the entity; the first two digits count
 */
export function toChecksum(hash: string): string {
  return hash.slice(0, 2);
}

/** An entity as it is sent to the catalog: with its checksum. */
export function withChecksum(entity: Entity): Entity {
  const { metadata } = entity;
  return {
    ...entity,
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        [ANNOTATION_CHECKSUM]: toChecksum(hashEntity(entity)),
      },
    },
  };
}
