import { z } from 'zod';

/** A whole number of a range, as the text that a query string carries. */
export function wholeNumber(range: { min: number; max: number }) {
  const expected = `must be a whole number from ${range.min} to ${range.max}`;
  return z
    .string({ error: expected })
    .regex(/^\d{1,15}$/, { error: expected })
    .transform(Number)
    .pipe(z.number().min(range.min, expected).max(range.max, expected));
}

/** `true` or `false`, as the text that a query string carries. */
export function flag() {
  return z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform(value => value === 'true');
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
    .pipe(z.array(z.enum(values, { error: expected })));
}

/** A time in ISO 8601 with a zone, or a day, which starts at midnight UTC; becomes ISO 8601 in UTC. */
export function time() {
  return z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error:
        'must be an ISO 8601 time with a zone, such as 2026-01-31T12:00:00Z, or a day, such as 2026-01-31',
    })
    .transform(value => new Date(value).toISOString());
}
