import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
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
  return string.max(maxLength, { error: tooLong(maxLength) });
}

function tooLong(maxLength: number): string {
  return `must have at most ${maxLength} characters`;
}

/** Why an element of a list of texts is none of them. */
function findProblemOfElement(element: unknown): string | undefined {
  if (typeof element !== 'string') {
    return expected('a string')({ input: element });
  }
  return element.length > MAX_NAME_LENGTH
    ? tooLong(MAX_NAME_LENGTH)
    : undefined;
}

/** Elements of a list in a record; nobody writes more of them. */
const MAX_ELEMENTS = 10_000;

/**
 * JSON Schemas of what fields may be in a file, which is more than what they are made into: a number is
 * taken for a text.
 */
const acceptedInputs = z.registry<{ jsonSchema: JsonObject }>();

const idOfRecord = {
  type: ['string', 'number', 'object'],
  maxLength: MAX_NAME_LENGTH,
  required: ['id'],
};

const idOrNothing = { ...idOfRecord, type: [...idOfRecord.type, 'null'] };

const entityName = z
  .preprocess(
    value => (Number.isSafeInteger(value) ? String(value) : value),
    string.refine(KubernetesValidatorFunctions.isValidObjectName, {
      error: ({ input }) =>
        `must be a valid entity name, not ${quote(
          String(input),
        )}: ${ENTITY_NAME_RULE}`,
    }),
  )
  .describe(`Name of the entity: ${ENTITY_NAME_RULE}`)
  .register(acceptedInputs, {
    jsonSchema: {
      type: ['string', 'integer'],
      minLength: 1,
      maxLength: 63,
      pattern: '^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$',
    },
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
  .preprocess(
    toText,
    stringUpTo(MAX_TEXT_LENGTH).trim().min(1, { error: 'must not be empty' }),
  )
  .register(acceptedInputs, {
    jsonSchema: {
      type: ['string', 'number'],
      pattern: '\\S',
      maxLength: MAX_TEXT_LENGTH,
    },
  });

/** A string; null and blank count as absent. */
export const optionalText = z
  .preprocess(
    toText,
    stringUpTo(MAX_TEXT_LENGTH)
      .nullish()
      .transform(text => text?.trim() || undefined),
  )
  .optional()
  .register(acceptedInputs, {
    jsonSchema: {
      type: ['string', 'number', 'null'],
      maxLength: MAX_TEXT_LENGTH,
    },
  });

/** The id of a record; also the record itself, or a list that has only it. */
export const optionalId = z
  .preprocess(
    value =>
      toId(Array.isArray(value) && value.length === 1 ? value[0] : value),
    stringUpTo(MAX_NAME_LENGTH)
      .nullish()
      .transform(text => text?.trim() || undefined),
  )
  .optional()
  .register(acceptedInputs, {
    jsonSchema: {
      anyOf: [
        idOrNothing,
        { type: 'array', items: idOrNothing, minItems: 1, maxItems: 1 },
      ],
    },
  });

/**
 * Strings, without blank ones and duplicates; null and absent count as none. A single string is a
 * list with commas between its elements, and an object with an id stands for its id.
 */
export const textList = z
  .preprocess(
    toList,
    z
      .array(z.unknown(), { error: expected('an array of strings') })
      .max(MAX_ELEMENTS, {
        error: `must have at most ${MAX_ELEMENTS} elements`,
      })
      // Afterwards, so that the elements of a list that is too long are not looked at; and not with a schema of
      // their own, which takes several times as long where all of them are wrong.
      .transform((elements, { issues }) => {
        const texts = new Set<string>();
        for (const [index, element] of elements.entries()) {
          const problem = findProblemOfElement(element);
          if (problem) {
            const issue = { code: 'custom' as const, input: element };
            issues.push({ ...issue, message: problem, path: [index] });
          } else {
            texts.add(String(element).trim());
          }
        }
        texts.delete('');
        return [...texts];
      }),
  )
  .prefault(null)
  .register(acceptedInputs, {
    jsonSchema: {
      anyOf: [
        { type: 'array', items: idOrNothing, maxItems: MAX_ELEMENTS },
        { type: ['string', 'number', 'null'] },
        { type: 'object', required: ['id'] },
      ],
    },
  });

/** The JSON Schema of what a schema of records accepts in a file. */
export function toInputJsonSchema(schema: z.ZodType): JsonObject {
  return z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const accepted = acceptedInputs.get(zodSchema);
      if (accepted) {
        const { description } = jsonSchema;
        Object.keys(jsonSchema).forEach(key => delete jsonSchema[key]);
        Object.assign(jsonSchema, accepted.jsonSchema);
        if (description) {
          jsonSchema.description = description;
        }
      }
    },
  }) as JsonObject;
}

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
