import { Entity } from '@backstage/catalog-model';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { SyncStepError } from '@internal/plugin-static-data-model';

/** What the catalog is told. */
export type CatalogChange =
  | { type: 'none' }
  | { type: 'full'; entities: Entity[] }
  | { type: 'delta'; upserts: Entity[]; removedRefs: string[] };

/** Keeps entities of other providers from taking over ours, and the reverse. */
export const LOCATION_KEY = 'static-data';

/**
 * Sends a change to the catalog; an empty one is not sent.
 *
 * @throws SyncStepError with code CATALOG when the catalog refuses it
 */
export async function applyChanges(
  change: CatalogChange,
  applyMutation: (mutation: EntityProviderMutation) => Promise<void>,
): Promise<void> {
  const mutation = toMutation(change);
  if (!mutation) {
    return;
  }
  try {
    await applyMutation(mutation);
  } catch (error) {
    throw new SyncStepError(
      {
        phase: 'CATALOG_APPLY',
        code: 'CATALOG',
        message: `The catalog did not take the changes: ${
          error instanceof Error ? error.message : String(error)
        }`,
        hint: 'Look at the log of the catalog and at its database; the next sync sends everything again.',
        stackTrace: error instanceof Error ? error.stack : undefined,
      },
      error,
    );
  }
}

function toMutation(change: CatalogChange): EntityProviderMutation | undefined {
  const defer = (entity: Entity) => ({ entity, locationKey: LOCATION_KEY });
  switch (change.type) {
    case 'full':
      return { type: 'full', entities: change.entities.map(defer) };
    case 'delta':
      return {
        type: 'delta',
        added: change.upserts.map(defer),
        removed: change.removedRefs.map(entityRef => ({
          entityRef,
          locationKey: LOCATION_KEY,
        })),
      };
    default:
      return undefined;
  }
}
