import { z } from 'zod';

// What a query string carries is text, whatever a parameter means. The metadata says what it
// means, for the OpenAPI document; what is undefined in it takes away what zod says of the text.

const MAX_CURSOR_LENGTH = 1000;
const MAX_SEARCH_LENGTH = 200;

/** A whole number of a range, as the text that a query string carries. */
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

/** `true` or `false`, as the text that a query string carries. */
export function flag() {
  return z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform(value => value === 'true')
    .meta({ type: 'boolean', enum: undefined });
}

/** A value out of several. */
export function oneOf<const T extends string>(values: readonly T[]) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

/** Values out of several: a parameter given several times, a list with commas, or both. */
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
      // The years before and after these are none that every database takes.
      .refine(value => /^(?!0000)\d{4}-/.test(value), { error: expected })
      .meta({
        type: 'string',
        anyOf: [{ format: 'date-time' }, { format: 'date' }],
      })
  );
}

/** Text that is compared with, or looked for in, what is stored. */
export function text(options: { maxLength: number }) {
  const expected = `must be text of 1 to ${options.maxLength} characters`;
  return z
    .string({ error: expected })
    .min(1, { error: expected })
    .max(options.maxLength, { error: expected })
    .regex(/^\P{Cc}*$/u, { error: 'must not have control characters' });
}

/** Text to look for, in any case. */
export function searchText(description: string) {
  return text({ maxLength: MAX_SEARCH_LENGTH })
    .optional()
    .describe(description);
}

/** Items on a page at most. */
export function pageLimit() {
  return wholeNumber({ min: 1, max: 500 })
    .default(50)
    .describe('Items on a page at most.');
}

/** Asks for the page after the one that it comes from; whoever made it knows what is in it. */
export function pageCursor() {
  const expected = 'must be the nextCursor of a page';
  return z
    .string({ error: expected })
    .min(1, { error: expected })
    .max(MAX_CURSOR_LENGTH, { error: expected })
    .optional()
    .describe(
      'The nextCursor of the page before; the other parameters have to be the same.',
    );
}

/** A JSON object with these fields and no others. */
export function jsonObject<const T extends z.ZodRawShape>(fields: T) {
  return z.strictObject(fields, {
    error: issue =>
      issue.code === 'invalid_type' ? 'must be a JSON object' : undefined,
  });
}
