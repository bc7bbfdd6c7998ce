import { Entity } from '@backstage/catalog-model';
import { JsonValue } from '@backstage/types';
import {
  EntityDifferences,
  FieldDifference,
} from '@internal/plugin-static-data-common';
import stableStringify from 'fast-json-stable-stringify';
import { inThread } from '../thread';
import { areFewLines, diffText } from './diffText';

/** More fields than a person reads; an entity of the catalog model has a few dozen. */
const MAX_FIELDS = 200;

/** Characters of JSON: holds a list of some hundred references, not a document. */
const MAX_VALUE_LENGTH = 10_000;

/**
 * Characters of JSON of all fields together. A sync may change every entity, and what it leaves
 * behind is kept for months.
 */
const MAX_TOTAL_LENGTH = 100_000;

/** A text on one line that is longer than this is read more easily as a diff. */
const MAX_PLAIN_TEXT_LENGTH = 200;

/** Time that the text diffs of one entity may take. */
const MAX_TEXT_DIFF_MS = 500;

/**
 * Compares two versions of an entity, field by field.
 *
 * Objects are walked down to their leaves, also where a whole object appeared or went, so that
 * the differences of several syncs can be told apart by their paths. A list is one field. An
 * object without keys is a field too. Long texts are compared by lines. The order of keys does
 * not count.
 *
 * The result is bounded, whatever the entities are: a value of more than 10,000 characters of JSON
 * and the end of a text diff of more than 20,000 are left out, as `cut` says; at most 200 fields
 * with at most 100,000 characters of JSON are listed, of the `fieldCount` that differ.
 *
 * @public
 */
export function diffEntities(before: Entity, after: Entity): EntityDifferences {
  const leavesBefore = collectLeaves(before);
  const leavesAfter = collectLeaves(after);
  const paths = [...new Set([...leavesBefore.keys(), ...leavesAfter.keys()])]
    .filter(path => !isEqual(leavesBefore.get(path), leavesAfter.get(path)))
    .sort();

  const deadline = performance.now() + MAX_TEXT_DIFF_MS;
  const fields: FieldDifference[] = [];
  let totalLength = 0;
  for (const path of paths.slice(0, MAX_FIELDS)) {
    const field = {
      path,
      ...describeChange(
        leavesBefore.get(path),
        leavesAfter.get(path),
        deadline,
      ),
    };
    totalLength += JSON.stringify(field).length;
    if (totalLength > MAX_TOTAL_LENGTH) {
      break;
    }
    fields.push(field);
  }
  return { fields, fieldCount: paths.length };
}

/**
 * The same, in another thread where there is much to compare.
 *
 * @public
 */
export const diffEntitiesInThread = inThread(
  __filename,
  diffEntities,
  (before, after) => areFewLines(...textsOf(before), ...textsOf(after)),
);

function textsOf(entity: Entity): string[] {
  const leaves = [...collectLeaves(entity).values()];
  return leaves.filter(value => typeof value === 'string');
}

/** As JSON, in which 0 and -0 are the same, and keys have no order. */
function isEqual(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): boolean {
  if (typeof before !== 'object' || typeof after !== 'object') {
    return before === after;
  }
  return stableStringify(before) === stableStringify(after);
}

function describeChange(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  deadline: number,
): Omit<FieldDifference, 'path'> {
  if (
    typeof before === 'string' &&
    typeof after === 'string' &&
    (isLongText(before) || isLongText(after))
  ) {
    return diffText(before, after, Math.max(0, deadline - performance.now()));
  }
  const change: Omit<FieldDifference, 'path'> = {};
  const cut: string[] = [];
  for (const [side, value] of Object.entries({ before, after })) {
    const length = value === undefined ? 0 : JSON.stringify(value).length;
    if (length > MAX_VALUE_LENGTH) {
      cut.push(`the value ${side} (${length} characters)`);
    } else if (value !== undefined) {
      change[side as 'before' | 'after'] = value;
    }
  }
  return cut.length > 0 ? { ...change, cut: cut.join(', ') } : change;
}

function isLongText(text: string): boolean {
  return text.length > MAX_PLAIN_TEXT_LENGTH || /[\r\n]/.test(text);
}

/**
 * Lists the leaves of an entity by their JSON pointers (RFC 6901): values, lists as a whole, and
 * objects without keys, which would be lost otherwise.
 *
 * @public
 */
export function collectLeaves(entity: Entity): Map<string, JsonValue> {
  const leaves = new Map<string, JsonValue>();
  const walk = (object: object, pointer: string) => {
    for (const [key, value] of Object.entries(object)) {
      const child = `${pointer}/${escapeKey(key)}`;
      if (hasKeys(value)) {
        walk(value, child);
      } else if (value !== undefined) {
        leaves.set(child, value);
      }
    }
  };
  walk(entity, '');
  return leaves;
}

function hasKeys(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > 0
  );
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
