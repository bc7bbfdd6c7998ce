import { z } from 'zod';
import { pageCursor, pageLimit, someOf } from './parameters';
import { syncChangeTypeSchema } from './syncChangesQuery';

/** A part of an entity ref, by the rules of the catalog, in any case. */
function refPart(part: string, pattern: RegExp) {
  const expected = `must be the ${part} of an entity`;
  return z
    .string({ error: expected })
    .max(63, { error: expected })
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
  change: someOf(syncChangeTypeSchema.options)
    .optional()
    .describe('Only changes of these types.'),
  limit: pageLimit(),
  cursor: pageCursor(),
});
