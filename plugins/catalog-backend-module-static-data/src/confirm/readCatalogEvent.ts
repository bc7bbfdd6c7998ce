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

const errorsSchema = z.object({
  entity: z.string(),
  // Errors lose their messages on their way from another process.
  errors: z
    .array(
      z.object({ name: z.string().optional(), message: z.string().optional() }),
    )
    .min(1),
});

const conflictSchema = z.object({
  entityRef: z.string(),
  existingLocationKey: z.string(),
});

/** An entity that the catalog refuses, and why. */
export interface Refusal {
  entityRef: string;
  reason: string;
}

/**
 * Reads an event of the catalog.
 *
 * @returns undefined if it is not about our entities, or not understood
 */
export function readCatalogEvent({
  topic,
  eventPayload,
}: EventParams): Refusal | undefined {
  switch (topic) {
    case CATALOG_ERRORS_TOPIC:
      return readErrors(eventPayload);
    case CATALOG_CONFLICTS_TOPIC:
      return readConflict(eventPayload);
    default:
      return undefined;
  }
}

function readErrors(payload: unknown): Refusal | undefined {
  const { data } = errorsSchema.safeParse(payload);
  return (
    data && {
      entityRef: data.entity,
      reason: describeErrors(
        data.errors.map(({ name = 'Error', message }) =>
          message ? `${name}: ${message}` : name,
        ),
      ),
    }
  );
}

function readConflict(payload: unknown): Refusal | undefined {
  const { data } = conflictSchema.safeParse(payload);
  // If the catalog has the entity from us, the conflict is the other source's problem.
  return data && data.existingLocationKey !== LOCATION_KEY
    ? {
        entityRef: data.entityRef,
        reason: describeConflict(data.existingLocationKey),
      }
    : undefined;
}
