import { toNameKey } from '../entities/suggestNames';

/**
 * Creates a function that finds the id of the bounded context that a text stands for: its id, in
 * any case, or else the name that no other has, or else an id that is written in another way. Case,
 * spaces and punctuation in names do not matter.
 */
export function createBoundedContextLookup(
  records: { id: string; name?: string }[],
): (idOrName: string) => string | undefined {
  const ids = new Set(records.map(({ id }) => id.toLowerCase()));
  const byName = indexByKey(records, ({ name }) => name);
  const byId = indexByKey(records, ({ id }) => id);
  return idOrName => {
    const key = toNameKey(idOrName);
    return ids.has(idOrName.toLowerCase())
      ? idOrName
      : byName.get(key) ?? byId.get(key);
  };
}

/** Creates a function that tells whether a text is the name of several bounded contexts. */
export function createAmbiguousNameCheck(
  records: { id: string; name?: string }[],
): (name: string) => boolean {
  const byName = indexByKey(records, ({ name }) => name);
  return name => {
    const key = toNameKey(name);
    return byName.has(key) && byName.get(key) === undefined;
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
