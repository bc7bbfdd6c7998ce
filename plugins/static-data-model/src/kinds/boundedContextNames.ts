import { toNameKey } from '../entities/suggestNames';

/**
 * Creates a function that finds the id of the bounded context that a text stands for: its id, in
 * any case, or else the name that no other has. Case, spaces and punctuation in names do not matter.
 */
export function createBoundedContextLookup(
  records: { id: string; name?: string }[],
): (idOrName: string) => string | undefined {
  const ids = new Set(records.map(({ id }) => id.toLowerCase()));
  const byName = new Map<string, string | undefined>();
  for (const { id, name } of records) {
    const key = name && toNameKey(name);
    if (key) {
      byName.set(key, byName.has(key) ? undefined : id);
    }
  }
  return idOrName =>
    ids.has(idOrName.toLowerCase())
      ? idOrName
      : byName.get(toNameKey(idOrName));
}
