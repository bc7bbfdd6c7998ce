import { EventParams } from '@backstage/plugin-events-node';
import { z } from 'zod';
import { LOCATION_KEY } from '../apply/StaticDataProvider';
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
      // If the catalog has the entity from us, the conflict is the other source's problem.
      existingLocationKey: z.string().refine(key => key !== LOCATION_KEY),
    })
    .transform(({ entityRef, existingLocationKey }) => ({
      entityRef,
      reason: describeConflict(existingLocationKey),
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
