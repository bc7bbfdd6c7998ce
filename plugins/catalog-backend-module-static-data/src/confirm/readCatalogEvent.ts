import { EventParams } from '@backstage/plugin-events-node';
import { z } from 'zod';
import { LOCATION_KEY } from '../apply/applyChanges';
import { describeConflict, describeErrors } from './describeRefusal';

/**
 * Topic of the events in which the catalog reports every entity that it fails to process, each
 * time that it fails.
 */
export const CATALOG_ERRORS_TOPIC = 'experimental.catalog.errors';

/** Topic of the events in which the catalog reports that two sources want the same entity. */
export const CATALOG_CONFLICTS_TOPIC = 'experimental.catalog.conflict';

const errorsSchema = z.object({
  entity: z.string(),
  // Errors lose their messages on the way from another process.
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

/** That the catalog refuses an entity, and why. */
export interface Refusal {
  entityRef: string;
  reason: string;
}

/**
 * Reads an event of the catalog.
 *
 * @returns undefined where it says nothing about entities of ours, or nothing that is understood
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
  // Where the entity is ours, the other one has the trouble.
  return data && data.existingLocationKey !== LOCATION_KEY
    ? {
        entityRef: data.entityRef,
        reason: describeConflict(data.existingLocationKey),
      }
    : undefined;
}
