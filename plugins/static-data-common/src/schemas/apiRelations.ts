import { z } from 'zod';
import {
  entityReference,
  ownerParameter,
  pageParameters,
  searchText,
} from './parameters';

/** The same, of one kind only. */
function entityReferenceOfKind(kind: string, description: string) {
  return entityReference(kind, description).refine(
    entityRef => entityRef.startsWith(`${kind}:`),
    { error: `must be the name or the entity ref of ${description}` },
  );
}

/**
 * Path parameters of an API; becomes its entity ref in lower case.
 *
 * @public
 */
export const apiPathSchema = z
  .strictObject({
    api: entityReferenceOfKind('api', 'an API').describe(
      'Name or entity ref of the API, in any case: `orders-api`, `default/orders-api` or `api:default/orders-api`, with its slash percent-encoded.',
    ),
  })
  .transform(({ api }) => api);

/**
 * Query parameters of `GET /api-relations`.
 *
 * @public
 */
export const apiRelationsQuerySchema = z.strictObject({
  q: searchText(
    'Text that the entity ref or the title of the API contains, in any case.',
  ),
  system: entityReferenceOfKind('system', 'a system')
    .optional()
    .describe('Only APIs of this system, by name or entity ref.'),
  owner: ownerParameter('Only APIs of this squad, by name or entity ref.'),
  ...pageParameters,
});
