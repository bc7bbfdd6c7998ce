import { z } from 'zod';
import { CONFIRMATION_STATUSES, SYNC_CHANGE_TYPES } from '../types';
import {
  entityKind,
  entityText,
  MAX_REF_PART_LENGTH,
  pageParameters,
  REF_PARTS,
  someOf,
} from './parameters';

const change = someOf(SYNC_CHANGE_TYPES)
  .optional()
  .describe('Only changes of these types.');

/**
 * Query parameters of `GET /sync-history/:syncId/changes`.
 *
 * @public
 */
export const syncChangesQuerySchema = z.strictObject({
  change,
  kind: entityKind,
  confirmation: someOf(CONFIRMATION_STATUSES)
    .optional()
    .describe('Only changes with one of these confirmation statuses.'),
  q: entityText,
  ...pageParameters,
});

/** A part of an entity ref, in any case. */
function refPart(part: keyof typeof REF_PARTS) {
  const expected = `must be the ${part} of an entity`;
  return z
    .string({ error: expected })
    .max(MAX_REF_PART_LENGTH, { error: expected })
    .regex(new RegExp(`^${REF_PARTS[part]}$`), { error: expected })
    .transform(value => value.toLowerCase())
    .describe(`The ${part} of the entity, in any case.`);
}

/**
 * Path parameters of an entity, in any case; becomes its entity ref in lower case.
 *
 * @public
 */
export const entityPathSchema = z
  .strictObject({
    kind: refPart('kind'),
    namespace: refPart('namespace'),
    name: refPart('name'),
  })
  .transform(({ kind, namespace, name }) => `${kind}:${namespace}/${name}`);

/**
 * Query parameters of `GET /entities/:kind/:namespace/:name/history`.
 *
 * @public
 */
export const entityHistoryQuerySchema = z.strictObject({
  change,
  ...pageParameters,
});
