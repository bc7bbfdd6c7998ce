import { Entity } from '@backstage/catalog-model';

const ANNOTATION_DELIVERY = 'static-data/delivery';

/**
 * The same entity, marked as a delivery of its own, so that the catalog takes it for changed.
 *
 * @param delivery - not the same for any two deliveries
 */
export function markDelivery(entity: Entity, delivery: string): Entity {
  return withAnnotations(entity, {
    ...entity.metadata.annotations,
    [ANNOTATION_DELIVERY]: delivery,
  });
}

/** Takes the mark off again; without a delivery where there is none. */
export function unmarkDelivery(entity: Entity): {
  entity: Entity;
  delivery?: string;
} {
  const { [ANNOTATION_DELIVERY]: delivery, ...annotations } =
    entity.metadata.annotations ?? {};
  return delivery === undefined
    ? { entity }
    : { entity: withAnnotations(entity, annotations), delivery };
}

function withAnnotations(
  entity: Entity,
  annotations: Record<string, string>,
): Entity {
  return { ...entity, metadata: { ...entity.metadata, annotations } };
}
