import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import {
  MAX_NAME_LENGTH,
  MAX_TEXT_LENGTH,
  quote,
} from '@internal/plugin-static-data-common';
import { z } from 'zod';

/** What an entity name looks like, in words. */
export const ENTITY_NAME_RULE =
  'at most 63 letters, digits and any of -_. between them';

/** The error for a wrong value; continues a sentence that names the field. */
function expected(what: string) {
  return (issue: { input: unknown }) =>
    issue.input === undefined
      ? 'is missing'
      : `must be ${what}, not ${describe(issue.input)}`;
}

const string = z.string({ error: expected('a string') });

/** A text that the catalog shows beside others, and that every list of entities carries. */
function stringUpTo(maxLength: number) {
  return string.max(maxLength, {
    error: `must have at most ${maxLength} characters`,
  });
}

/** Elements of a list in a record; nobody writes more of them. */
const MAX_ELEMENTS = 10_000;

const entityName = z.preprocess(
  value => (Number.isSafeInteger(value) ? String(value) : value),
  string.refine(KubernetesValidatorFunctions.isValidObjectName, {
    error: ({ input }) =>
      `must be a valid entity name, not ${quote(
        String(input),
      )}: ${ENTITY_NAME_RULE}`,
  }),
);

/** An object with an id. */
export function recordSchema<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(
    { id: entityName, ...shape },
    { error: expected('an object') },
  );
}

/** A string that is not blank. */
export const requiredText = z.preprocess(
  toText,
  stringUpTo(MAX_TEXT_LENGTH).trim().min(1, { error: 'must not be empty' }),
);

/** A string; null and blank count as absent. */
export const optionalText = z
  .preprocess(
    toText,
    stringUpTo(MAX_TEXT_LENGTH)
      .nullish()
      .transform(text => text?.trim() || undefined),
  )
  .optional();

/** The id of a record; also the record itself, or a list that has only it. */
export const optionalId = z
  .preprocess(
    value =>
      toId(Array.isArray(value) && value.length === 1 ? value[0] : value),
    stringUpTo(MAX_NAME_LENGTH)
      .nullish()
      .transform(text => text?.trim() || undefined),
  )
  .optional();

/**
 * Strings, without blank ones and duplicates; null and absent count as none. A single string is a
 * list with commas between its elements, and an object with an id stands for its id.
 */
export const textList = z.preprocess(
  toList,
  z
    .array(z.unknown(), { error: expected('an array of strings') })
    .max(MAX_ELEMENTS, {
      error: `must have at most ${MAX_ELEMENTS} elements`,
    })
    // Apart, so that the elements of a list that is too long are not looked at.
    .pipe(z.array(stringUpTo(MAX_NAME_LENGTH)))
    .transform(texts => [
      ...new Set(texts.map(text => text.trim()).filter(Boolean)),
    ]),
);

function toText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function toId(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value
    ? toText(value.id)
    : toText(value);
}

function toList(value: unknown): unknown {
  if (value === null || value === undefined) {
    return [];
  }
  if (Array.isArray(value)) {
    // Each stays where it is, so that a wrong one is found there.
    return value.slice(0, MAX_ELEMENTS + 1).map(element => toId(element ?? ''));
  }
  const single = toId(value);
  return typeof single === 'string'
    ? single.split(',', MAX_ELEMENTS + 1)
    : value;
}

function describe(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'an array';
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
