import { z } from 'zod';
import { CONFIRMATION_STATUSES, SYNC_CHANGE_TYPES } from '../types';
import { pageParameters, searchText, someOf, text } from './parameters';

const MAX_PART_LENGTH = 63;

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
  kind: text({ maxLength: MAX_PART_LENGTH })
    .optional()
    .describe('Only entities of this kind, for example `Component`.'),
  confirmation: someOf(CONFIRMATION_STATUSES)
    .optional()
    .describe(
      'Only changes that stand like this on their way into the catalog.',
    ),
  q: searchText('Text that the entity ref contains, in any case.'),
  ...pageParameters,
});

/** A part of an entity ref, by the rules of the catalog, in any case. */
function refPart(part: string, pattern: RegExp) {
  const expected = `must be the ${part} of an entity`;
  return z
    .string({ error: expected })
    .max(MAX_PART_LENGTH, { error: expected })
    .regex(pattern, { error: expected })
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
    kind: refPart('kind', /^[a-zA-Z][a-zA-Z0-9]*$/),
    namespace: refPart('namespace', /^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/),
    name: refPart('name', /^[a-zA-Z0-9]([-_.a-zA-Z0-9]*[a-zA-Z0-9])?$/),
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
