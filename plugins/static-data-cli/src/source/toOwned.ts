import {
  findOwner,
  OwnedEntity,
  TransformedSource,
} from '@internal/plugin-static-data-model';

type MadeEntity = Pick<
  TransformedSource['entities'][number],
  'entityRef' | 'entity' | 'sourceFile'
>;

/**
 * Entities with their owners, which findings about them concern.
 *
 * @param before - as they were applied, of which those count that are not made any more
 */
export function toOwned(
  entities: MadeEntity[],
  before: MadeEntity[],
): OwnedEntity[] {
  const made = new Set(entities.map(({ entityRef }) => entityRef));
  const gone = before.filter(({ entityRef }) => !made.has(entityRef));
  return [...entities, ...gone].map(({ entityRef, entity, sourceFile }) => ({
    entityRef,
    owner: findOwner(entity),
    sourceFile,
  }));
}
