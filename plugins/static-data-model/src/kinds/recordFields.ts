import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
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

const entityName = z
  .string({ error: expected('a string') })
  .refine(KubernetesValidatorFunctions.isValidObjectName, {
    error: `must be a valid entity name: ${ENTITY_NAME_RULE}`,
  });

/** An object with an id. */
export function recordSchema<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(
    { id: entityName, ...shape },
    { error: expected('an object') },
  );
}

/** A string that is not blank. */
export const requiredText = z
  .string({ error: expected('a string') })
  .trim()
  .min(1, { error: 'must not be empty' });

/** A string; null and blank count as absent. */
export const optionalText = z
  .string({ error: expected('a string') })
  .nullish()
  .transform(text => text?.trim() || undefined)
  .optional();

/** Strings, without blank ones and duplicates; null and absent count as none. */
export const textList = z
  .array(z.string({ error: expected('a string') }), {
    error: expected('an array of strings'),
  })
  .nullish()
  .transform(texts => [
    ...new Set((texts ?? []).map(text => text.trim()).filter(Boolean)),
  ]);

function describe(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'an array';
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
