import { Entity } from '@backstage/catalog-model';

/**
 * Divides items into batches, in their order.
 *
 * @param lengthOf - length of an item, in characters
 * @param limits - number of items in a batch, and their length together; an item that is longer has
 * a batch of its own
 */
export function toBatches<Item>(
  items: Item[],
  lengthOf: (item: Item) => number,
  limits: { items: number; length: number },
): Item[][] {
  const batches: Item[][] = [];
  let batch: Item[] = [];
  let length = 0;
  for (const item of items) {
    const added = lengthOf(item);
    if (batch.length === limits.items || length + added > limits.length) {
      batch = [];
      length = 0;
    }
    if (batch.length === 0) {
      batches.push(batch);
    }
    batch.push(item);
    length += added;
  }
  return batches;
}

/** The length of what can be long in an entity, in characters. */
export function lengthOfDefinition({ spec }: Entity): number {
  const definition = spec?.definition;
  return typeof definition === 'string' ? definition.length : 0;
}
