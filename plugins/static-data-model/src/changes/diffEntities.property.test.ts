import { isDeepStrictEqual } from 'node:util';
import { Entity } from '@backstage/catalog-model';
import { FieldDifference } from '@internal/plugin-static-data-common';
import { JsonObject, JsonValue } from '@backstage/types';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { diffEntities } from './diffEntities';
import { withSpec } from './__testUtils__/entities';
import { anyText } from './__testUtils__/texts';

const anyKey = fc.oneof(
  fc.constantFrom('a', 'b', 'a/b', 'a~b', '~1', '', '__proto__', 'constructor'),
  fc.string({ maxLength: 3 }),
);

const { value: anyValue } = fc.letrec<{ value: JsonValue }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonValue>(null, true, 0, -0, 1, 'a', 'b', {}, []),
    anyText,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(anyKey, tie('value')), { maxLength: 4 })
      .map(entries => Object.fromEntries(entries)),
  ),
}));

const anyEntity = fc
  .array(fc.tuple(anyKey, anyValue), { maxLength: 5 })
  .map(entries => withSpec(Object.fromEntries(entries)));

function toKeys(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function getOwn(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function setOwn(object: JsonObject, key: string, value: JsonValue) {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** Takes a field away, and the objects that are empty without it. */
function remove(object: JsonObject, [key, ...rest]: string[]) {
  if (rest.length > 0) {
    const child = object[key] as JsonObject;
    remove(child, rest);
    if (Object.keys(child).length > 0) {
      return;
    }
  }
  delete object[key];
}

function put(object: JsonObject, [key, ...rest]: string[], value: JsonValue) {
  if (rest.length === 0) {
    setOwn(object, key, value);
    return;
  }
  if (!isObject(getOwn(object, key))) {
    setOwn(object, key, {});
  }
  put(object[key] as JsonObject, rest, value);
}

/** The field at a pointer, where there is one: an object with keys is none. */
function getField(entity: JsonObject, keys: string[]): JsonValue | undefined {
  const value = keys.reduce<JsonValue | undefined>(
    (parent, key) => (isObject(parent) ? getOwn(parent, key) : undefined),
    entity,
  );
  return isObject(value) && Object.keys(value).length > 0 ? undefined : value;
}

/** As JSON has it, which knows no -0. */
function toJson<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}

function replay(before: Entity, fields: FieldDifference[]): JsonObject {
  const entity: JsonObject = JSON.parse(JSON.stringify(before));
  const after = fields.map(field => {
    const keys = toKeys(field.path);
    const value = getField(entity, keys);
    if (field.textDiff === undefined) {
      expect(isDeepStrictEqual(value, toJson(field.before))).toBe(true);
      return { keys, value: field.after };
    }
    const text = applyPatch(value as string, field.textDiff, {
      autoConvertLineEndings: false,
    });
    return { keys, value: text as string };
  });
  for (const { keys, value } of after) {
    if (value === undefined) {
      remove(entity, keys);
    }
  }
  for (const { keys, value } of after) {
    if (value !== undefined) {
      put(entity, keys, value);
    }
  }
  return entity;
}

describe('diffEntities', () => {
  it('gives what is needed to make one version of the other', () => {
    fc.assert(
      fc.property(anyEntity, anyEntity, (before, after) => {
        const { fields, fieldCount } = diffEntities(before, after);
        expect(fields.filter(({ cut }) => cut)).toEqual([]);
        expect(fields).toHaveLength(fieldCount);
        expect(
          isDeepStrictEqual(toJson(replay(before, fields)), toJson(after)),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('finds nothing between an entity and its copy', () => {
    fc.assert(
      fc.property(anyEntity, entity => {
        const copy = JSON.parse(JSON.stringify(entity));
        expect(diffEntities(entity, copy).fieldCount).toBe(0);
      }),
    );
  });

  it('finds the same fields in both directions, each once, in order', () => {
    fc.assert(
      fc.property(anyEntity, anyEntity, (before, after) => {
        const pathsOf = (from: Entity, to: Entity) =>
          diffEntities(from, to).fields.map(({ path }) => path);
        const paths = pathsOf(before, after);
        expect(paths).toEqual([...new Set(paths)].sort());
        expect(pathsOf(after, before)).toEqual(paths);
      }),
    );
  });
});
