import { Schema, Type } from 'avsc';
import { toList, toObject } from './documents';

const MAX_MESSAGE_LENGTH = 200;

/** Deeper schemas are not corrected; nothing is found in them if they are wrong. */
const MAX_DEPTH = 50;

/**
 * Whether those who read with the schema before can read what is written with the one after, by
 * the rules of Avro's schema resolution.
 */
export function findAvroBreaks(before: unknown, after: unknown): string[] {
  const reader = parseSchema(before, asReader);
  const writer = parseSchema(after, asWriter);
  if (!reader || !writer) {
    return [];
  }
  try {
    reader.createResolver(writer);
    return [];
  } catch (error) {
    const [reason] = String((error as Error).message).split('\n');
    return [
      `data written with it cannot be read with the schema before (${reason.slice(
        0,
        MAX_MESSAGE_LENGTH,
      )})`,
    ];
  }
}

/**
 * A type of its own for each schema, so that names do not clash; undefined if it is not valid. That
 * a default does not fit its field does not count: not every library checks it.
 *
 * @param correct - takes the default of a field out of the way
 */
function parseSchema(
  schema: unknown,
  correct: (field: Field) => unknown,
): Type | undefined {
  for (const attempt of [
    () => schema,
    () => correctFields(schema, correct, MAX_DEPTH),
  ]) {
    try {
      return Type.forSchema(attempt() as Schema, { registry: {} });
    } catch {
      // The next attempt, if there is one.
    }
  }
  return undefined;
}

interface Field {
  type?: unknown;
  default?: unknown;
}

/** What is written does not depend on the default. */
function asWriter({ default: _, ...field }: Field): unknown {
  return field;
}

/** With `null` among its types, a field can have that as its default. */
function asReader({ default: value, type, ...field }: Field): unknown {
  if (value === undefined) {
    return { ...field, type };
  }
  const types = Array.isArray(type) ? type : [type];
  return {
    ...field,
    type: ['null', ...types.filter(each => each !== 'null')],
    default: null,
  };
}

function correctFields(
  schema: unknown,
  correct: (field: Field) => unknown,
  depth: number,
): unknown {
  const inner = (part: unknown) => correctFields(part, correct, depth - 1);
  if (depth === 0 || typeof schema !== 'object' || schema === null) {
    return schema;
  }
  if (Array.isArray(schema)) {
    return schema.map(inner);
  }
  const { fields, items, values, type, ...others } = toObject(schema);
  return {
    ...others,
    ...(type !== undefined && { type: inner(type) }),
    ...(items !== undefined && { items: inner(items) }),
    ...(values !== undefined && { values: inner(values) }),
    ...(fields !== undefined && {
      fields: toList(fields).map(field => {
        const { type: typeOfField, ...rest } = toObject(field);
        return correct({ ...rest, type: inner(typeOfField) });
      }),
    }),
  };
}
