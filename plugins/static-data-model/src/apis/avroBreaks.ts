import { Schema, Type } from 'avsc';
import { toList, toObject } from './documents';

const MAX_MESSAGE_LENGTH = 200;

/** Deeper schemas are not corrected; nothing is found in them if they are wrong. */
const MAX_DEPTH = 50;

type TypeHook = NonNullable<Parameters<typeof Type.forSchema>[1]>['typeHook'];

/** How often a schema is parsed to learn which types are not in it; each time finds others. */
const MAX_PASSES = 5;

/** Each of them is compared with each other. */
const MAX_OUTSIDE = 1_000;

const BUILT_IN =
  'null boolean int long float double bytes string array map record error enum fixed'.split(
    ' ',
  );

/**
 * Whether those who read with the schema before can read what is written with the one after, by
 * the rules of Avro's schema resolution. Of types that one of the schemas does not define, because
 * they are in other files, nothing is known.
 */
export function findAvroBreaks(before: unknown, after: unknown): string[] {
  const outside = new Set<string>();
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const known = outside.size;
    const reader = parseSchema(before, asReader, outside);
    const writer = parseSchema(after, asWriter, outside);
    if (!reader || !writer) {
      return [];
    }
    // What only one of them defines must not be compared with what the other one knows of it.
    if (outside.size === known) {
      const isKnown = [reader, writer].every(
        ({ name }) => name === undefined || !outside.has(name),
      );
      return isKnown ? compare(reader, writer) : [];
    }
  }
  return [];
}

function compare(reader: Type, writer: Type): string[] {
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
 * @param outside - names of types that are in other files; those that are found are added
 */
function parseSchema(
  schema: unknown,
  correct: (field: Field) => unknown,
  outside: Set<string>,
): Type | undefined {
  for (const attempt of [
    () => schema,
    () => correctFields(schema, correct, MAX_DEPTH),
  ]) {
    try {
      return Type.forSchema(attempt() as Schema, {
        registry: {},
        typeHook: createOutsideHook(outside),
      });
    } catch {
      // The next attempt, if there is one.
    }
  }
  return undefined;
}

/** Puts a type in the place of each that is in another file: all of them are compatible. */
function createOutsideHook(outside: Set<string>): TypeHook {
  return (schema, { registry, namespace: around }) => {
    const { name, aliases, namespace = around, ...others } = toObject(schema);
    const reference = typeof schema === 'string' ? schema : others.type;
    const names = [name, ...toList(aliases)]
      .filter(each => typeof each === 'string')
      .map(each => qualify(each, namespace));
    let outsideName: string | undefined;
    if (names.some(each => outside.has(each))) {
      [outsideName] = names;
    } else if (typeof reference === 'string' && !BUILT_IN.includes(reference)) {
      outsideName = qualify(reference, around);
      if (!registry[outsideName]) {
        outside.add(outsideName);
      }
      if (outside.size > MAX_OUTSIDE) {
        throw new Error('Too many types are in other files');
      }
    }
    if (outsideName === undefined) {
      return undefined;
    }
    return (
      registry[outsideName] ??
      Type.forSchema(
        { type: 'fixed', size: 1, name: outsideName, aliases: [...outside] },
        { registry },
      )
    );
  };
}

function qualify(name: string, namespace: unknown): string {
  return name.includes('.') || !namespace ? name : `${namespace}.${name}`;
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
