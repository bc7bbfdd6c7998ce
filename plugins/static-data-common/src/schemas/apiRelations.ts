import { z } from 'zod';
import {
  MAX_REF_PART_LENGTH,
  pageParameters,
  REF_PARTS,
  searchText,
} from './parameters';

const { kind: KIND, namespace: NAMESPACE, name: NAME } = REF_PARTS;
const REFERENCE = new RegExp(`^(?:(${KIND}):)?(?:(${NAMESPACE})/)?(${NAME})$`);

/** Kind, namespace, name and the two separators. */
const MAX_LENGTH = 3 * MAX_REF_PART_LENGTH + 2;

/**
 * An entity by its name or its entity ref, in any case; becomes its entity ref in lower case.
 *
 * @param kind - the kind of an entity that is given by name alone
 * @param description - what the entity is, for error messages
 */
function entityReference(kind: string, description: string) {
  const expected = `must be the name or the entity ref of ${description}`;
  return z
    .string({ error: expected })
    .max(MAX_LENGTH, { error: expected })
    .regex(REFERENCE, { error: expected })
    .transform(text => {
      const [, ownKind = kind, namespace = 'default', name] =
        REFERENCE.exec(text)!;
      return `${ownKind}:${namespace}/${name}`.toLowerCase();
    });
}

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
  owner: entityReference('group', 'a squad')
    .optional()
    .describe('Only APIs of this squad, by name or entity ref.'),
  ...pageParameters,
});
