import { z } from 'zod';
import { MAX_PAGE_SIZE, MAX_SEARCH_LENGTH } from '../types';

// A query string carries text only, whatever type a parameter has. The metadata gives the type to
// the OpenAPI document; what it sets to undefined removes what zod would say about the text.

const MAX_CURSOR_LENGTH = 1000;

/** The longest part of an entity ref that the catalog allows. */
export const MAX_REF_PART_LENGTH = 63;

/** Patterns of the parts of an entity ref, by the rules of the catalog. */
export const REF_PARTS = {
  kind: '[a-zA-Z][a-zA-Z0-9]*',
  namespace: '[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*',
  name: '[a-zA-Z0-9](?:[-_.a-zA-Z0-9]*[a-zA-Z0-9])?',
};

/** A whole number within a range, as text. */
export function wholeNumber(range: { min: number; max: number }) {
  const expected = `must be a whole number from ${range.min} to ${range.max}`;
  return z
    .string({ error: expected })
    .regex(/^\d{1,15}$/, { error: expected })
    .transform(Number)
    .pipe(z.number().min(range.min, expected).max(range.max, expected))
    .meta({
      type: 'integer',
      minimum: range.min,
      maximum: range.max,
      pattern: undefined,
    });
}

/** `true` or `false`, as text. */
export function flag() {
  return z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform(value => value === 'true')
    .meta({ type: 'boolean', enum: undefined });
}

/** One of several values. */
export function oneOf<const T extends string>(values: readonly T[]) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

/** Some of several values: a repeated parameter, a comma-separated list, or both. */
export function someOf<const T extends string>(values: readonly T[]) {
  const expected = `must be one or more of ${values.join(', ')}`;
  return z
    .union([z.string(), z.array(z.string())], { error: expected })
    .transform(value => [
      ...new Set([value].flat().flatMap(part => part.split(','))),
    ])
    .pipe(z.array(z.enum(values, { error: expected })))
    .meta({
      type: 'array',
      items: { type: 'string', enum: values },
      minItems: 1,
      anyOf: undefined,
    });
}

/** A time in ISO 8601 with a zone, or a day, which starts at midnight UTC; becomes ISO 8601 in UTC. */
export function time() {
  const expected =
    'must be an ISO 8601 time with a zone, such as 2026-01-31T12:00:00Z, or a day, such as 2026-01-31';
  return (
    z
      .union([z.iso.datetime({ offset: true }), z.iso.date()], {
        error: expected,
      })
      .transform(value => new Date(value).toISOString())
      // Not every database takes years before or after these.
      .refine(value => /^(?!0000)\d{4}-/.test(value), { error: expected })
      .meta({
        type: 'string',
        anyOf: [{ format: 'date-time' }, { format: 'date' }],
      })
  );
}

/** Text that is compared with stored text. */
export function text(options: { maxLength: number }) {
  const expected = `must be text of 1 to ${options.maxLength} characters`;
  return z
    .string({ error: expected })
    .min(1, { error: expected })
    .max(options.maxLength, { error: expected })
    .regex(/^\P{Cc}*$/u, { error: 'must not have control characters' });
}

/** Text to search for, in any case. */
export function searchText(description: string) {
  return text({ maxLength: MAX_SEARCH_LENGTH })
    .optional()
    .describe(description);
}

const MAX_SOURCE_ID_LENGTH = 63;

/**
 * What the ids of sources are, in words.
 *
 * @public
 */
export const SOURCE_ID_RULE = `at most ${MAX_SOURCE_ID_LENGTH} lower-case letters, digits and hyphens, the first of them a letter`;

/** The id of a source, which is a key of the configuration too: Backstage wants a letter in front. */
export function sourceId() {
  const expected = `must be the id of a source: ${SOURCE_ID_RULE}`;
  return z
    .string({ error: expected })
    .max(MAX_SOURCE_ID_LENGTH, { error: expected })
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: expected });
}

/**
 * Whether a text can be the id of a source.
 *
 * @public
 */
export function isSourceId(id: string): boolean {
  return sourceId().safeParse(id).success;
}

/** Of what is about one source at a time. */
export const oneSource = sourceId()
  .optional()
  .describe(
    'Id of the source; left out: `default`, or the only one that is configured.',
  );

const NO_CURSOR = 'must be the nextCursor of a page';

/** Parameters of the endpoints that answer in pages. */
export const pageParameters = {
  limit: wholeNumber({ min: 1, max: MAX_PAGE_SIZE })
    .default(50)
    .describe('Maximum number of items on a page.'),
  cursor: z
    .string({ error: NO_CURSOR })
    .min(1, { error: NO_CURSOR })
    .max(MAX_CURSOR_LENGTH, { error: NO_CURSOR })
    .optional()
    .describe(
      'The nextCursor of the previous page; the other parameters must be the same.',
    ),
};

const { kind: KIND, namespace: NAMESPACE, name: NAME } = REF_PARTS;
const ENTITY_REFERENCE = new RegExp(
  `^(?:(${KIND}):)?(?:(${NAMESPACE})/)?(${NAME})$`,
);

/** Kind, namespace, name and the two separators. */
const MAX_REF_LENGTH = 3 * MAX_REF_PART_LENGTH + 2;

/**
 * An entity by its name or its entity ref, in any case; becomes its entity ref in lower case.
 *
 * @param kind - the kind of an entity that is given by name alone
 * @param description - what the entity is, for error messages
 */
export function entityReference(kind: string, description: string) {
  const expected = `must be the name or the entity ref of ${description}`;
  return z
    .string({ error: expected })
    .max(MAX_REF_LENGTH, { error: expected })
    .regex(ENTITY_REFERENCE, { error: expected })
    .transform(value => {
      const [, ownKind = kind, namespace = 'default', name] =
        ENTITY_REFERENCE.exec(value)!;
      return `${ownKind}:${namespace}/${name}`.toLowerCase();
    });
}

/** Restricts an answer to what concerns one owner. */
export function ownerParameter(description: string) {
  return entityReference('group', 'a squad').optional().describe(description);
}

/** Restricts changes to entities of one kind. */
export const entityKind = text({ maxLength: MAX_REF_PART_LENGTH })
  .optional()
  .describe('Only entities of this kind, for example `Component`.');

/** Restricts changes to entities whose refs contain a text. */
export const entityText = searchText(
  'Text that the entity ref contains, in any case.',
);

/** A JSON object with these fields and no others. */
export function jsonObject<const T extends z.ZodRawShape>(fields: T) {
  return z.strictObject(fields, {
    error: issue =>
      issue.code === 'invalid_type' ? 'must be a JSON object' : undefined,
  });
}
