import { toNameKey } from '../entities/suggestNames';

/**
 * Finds bounded contexts by their ids and names. Case, spaces and punctuation in names do not
 * matter.
 */
export interface BoundedContextNames {
  /**
   * The id of the bounded context that a text stands for: its id, in any case, or else the name that
   * no other has, or else an id that is written in another way.
   */
  find(idOrName: string): string | undefined;
  /** Whether several bounded contexts have the name. */
  isShared(name: string): boolean;
}

export function indexBoundedContextNames(
  records: { id: string; name?: string }[],
): BoundedContextNames {
  const ids = new Set(records.map(({ id }) => id.toLowerCase()));
  const byName = indexByKey(records, ({ name }) => name);
  const byId = indexByKey(records, ({ id }) => id);
  return {
    find(idOrName) {
      const key = toNameKey(idOrName);
      return ids.has(idOrName.toLowerCase())
        ? idOrName
        : byName.get(key) ?? byId.get(key);
    },
    isShared(name) {
      const key = toNameKey(name);
      return byName.has(key) && byName.get(key) === undefined;
    },
  };
}

/** Ids by the key of a text; undefined for a key that several have. */
function indexByKey<Named extends { id: string }>(
  records: Named[],
  toText: (record: Named) => string | undefined,
): Map<string, string | undefined> {
  const index = new Map<string, string | undefined>();
  for (const record of records) {
    const key = toNameKey(toText(record) ?? '');
    if (key) {
      index.set(key, index.has(key) ? undefined : record.id);
    }
  }
  return index;
}
