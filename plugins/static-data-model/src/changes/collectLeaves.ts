import { Entity } from '@backstage/catalog-model';
import { JsonValue } from '@backstage/types';

/**
 * Takes an entity apart into its leaves, by their JSON pointers (RFC 6901): values, lists as a
 * whole, and objects without keys, which would be lost otherwise.
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
