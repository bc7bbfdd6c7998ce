import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ChangeToRecord,
  createYielder,
  listEntityReferences,
  StatedConsumers,
} from '@internal/plugin-static-data-model';
import { ConsumedApi } from '@internal/plugin-static-data-node';

/** APIs, and consumers of one, that a comment has room for. */
const MAX_APIS = 50;
const MAX_CONSUMERS = 10;

/**
 * Who consumes the APIs that change, whether the change breaks anything or not; in the order of the changes.
 *
 * @param options.entities - which may be consumers
 * @param options.statedConsumers - what build files say also of APIs that are removed
 */
export async function findConsumers(options: {
  changes: ChangeToRecord[];
  entities: Entity[];
  statedConsumers: StatedConsumers;
  signal: AbortSignal;
}): Promise<ConsumedApi[]> {
  const { changes, entities, statedConsumers, signal } = options;
  const changed = changes.filter(
    ({ kind, change }) => kind === 'API' && change !== 'added',
  );
  if (changed.length === 0) {
    return [];
  }
  const apiRefs = changed.map(({ entityRef }) => entityRef);
  const stated = await statedConsumers(new Set(apiRefs));
  const consumersOf = new Map(
    apiRefs.map(apiRef => [apiRef, new Set(stated.get(apiRef))]),
  );
  const yieldWhenDue = createYielder(signal);
  for (const entity of entities) {
    await yieldWhenDue();
    for (const { field, entityRef } of listEntityReferences(entity)) {
      if (field === 'spec.consumesApis') {
        consumersOf.get(entityRef)?.add(stringifyEntityRef(entity));
      }
    }
  }
  return [...consumersOf]
    .filter(([, consumers]) => consumers.size > 0)
    .slice(0, MAX_APIS)
    .map(([entityRef, consumers]) => ({
      entityRef,
      consumers: [...consumers].sort().slice(0, MAX_CONSUMERS),
      count: consumers.size,
    }));
}
