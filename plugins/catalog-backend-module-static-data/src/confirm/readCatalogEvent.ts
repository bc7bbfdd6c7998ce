import { EventParams } from '@backstage/plugin-events-node';
import { z } from 'zod';
import { isProviderName } from '../apply/providerName';
import { describeConflict, describeErrors } from './judgeArrival';

/**
 * The catalog publishes an event on this topic each time it fails to process an entity. See
 * `CATALOG_ERRORS_TOPIC` in `@backstage/plugin-catalog-backend` 4.0.0, which does not export it.
 */
export const CATALOG_ERRORS_TOPIC = 'experimental.catalog.errors';

/** The catalog publishes an event on this topic when two sources provide the same entity. */
export const CATALOG_CONFLICTS_TOPIC = 'experimental.catalog.conflict';

export interface Refusal {
  entityRef: string;
  reason: string;
  /** Name of the provider that sent the entity; absent if the catalog does not say. */
  provider?: string;
}

/** How the payloads of events are read, by topic. */
const REFUSALS: Record<string, z.ZodType<Refusal>> = {
  [CATALOG_ERRORS_TOPIC]: z
    .object({
      entity: z.string(),
      // Errors lose their messages on their way from another process.
      errors: z
        .array(
          z.object({
            name: z.string().default('Error'),
            message: z.string().optional(),
          }),
        )
        .min(1),
    })
    .transform(({ entity, errors }) => ({
      entityRef: entity,
      reason: describeErrors(
        errors.map(({ name, message }) =>
          message ? `${name}: ${message}` : name,
        ),
      ),
    })),
  [CATALOG_CONFLICTS_TOPIC]: z
    .object({
      entityRef: z.string(),
      existingLocationKey: z.string(),
      // If others have sent the entity, the conflict is their problem.
      newLocationKey: z.string().refine(isProviderName),
    })
    .transform(({ entityRef, existingLocationKey, newLocationKey }) => ({
      entityRef,
      reason: describeConflict(existingLocationKey),
      provider: newLocationKey,
    })),
};

/**
 * Reads an event of the catalog.
 *
 * @returns undefined if it is not about our entities, or not understood
 */
export function readCatalogEvent({
  topic,
  eventPayload,
}: EventParams): Refusal | undefined {
  return REFUSALS[topic]?.safeParse(eventPayload).data;
}
