import leven from 'leven';

/**
 * Names that are compared with what was written, for one text and for all: to compare two takes some
 * 10 µs, and nothing else runs meanwhile. A source of 100 squads has 50 searches.
 */
const MAX_COMPARISONS = { once: 2_000, altogether: 5_000 };

/** No name of an entity is longer, and few titles are. */
const MAX_LENGTH = 63;

/**
 * Finds the name that was probably meant, among the entities of a kind; undefined if none is near.
 *
 * @public
 */
export type SuggestName = (kind: string, text: string) => string | undefined;

/** An entity, as people refer to it. */
export interface NamedEntity {
  kind: string;
  name: string;
  title?: string;
}

/** Creates a function that suggests names of entities for their titles, and for misspelt names. */
export function createSuggester(
  listEntities: () => Iterable<NamedEntity>,
): SuggestName {
  let comparisonsLeft = MAX_COMPARISONS.altogether;
  let nameByKey: Map<string, Map<string, string>> | undefined;
  const index = () => {
    nameByKey = new Map();
    for (const { kind, name, title } of listEntities()) {
      const names = nameByKey.get(kind.toLowerCase()) ?? new Map();
      nameByKey.set(kind.toLowerCase(), names);
      if (title && !names.has(toNameKey(title))) {
        names.set(toNameKey(title), name);
      }
      names.set(toNameKey(name), name);
    }
    return nameByKey;
  };
  return (kind, text) => {
    const names = (nameByKey ?? index()).get(kind.toLowerCase());
    const key = toNameKey(text);
    const exact = names?.get(key);
    if (exact || !names || key.length > MAX_LENGTH) {
      return exact;
    }
    const leftForOthers = Math.max(comparisonsLeft - MAX_COMPARISONS.once, 0);
    let nearest: string | undefined;
    let limit = Math.min(3, Math.floor(key.length / 4)) + 1;
    for (const [candidate, name] of names) {
      const isNear = Math.abs(candidate.length - key.length) <= limit;
      if (isNear && comparisonsLeft <= leftForOthers) {
        break;
      }
      if (isNear && !differInNumbers(candidate, key)) {
        comparisonsLeft -= 1;
        const distance = leven(candidate, key);
        // Of equals the last, which is the latest version of an API.
        if (distance < limit || (nearest && distance === limit)) {
          limit = distance;
          nearest = name;
        }
      }
    }
    return nearest;
  };
}

/**
 * Whether two names differ in numbers alone: `squad-12` is not meant by `squad-13`. Versions of an
 * API are another matter.
 */
function differInNumbers(a: string, b: string): boolean {
  const [left, right] = [a, b].map(name => name.replace(/v\d+$/, ''));
  const withoutNumbers = (name: string) => name.replace(/\d+/g, '0');
  return left !== right && withoutNumbers(left) === withoutNumbers(right);
}

/**
 * Equal for names and titles that differ in case, spaces and punctuation alone: `Payment Core`,
 * `payment-core` and `PaymentCore`.
 */
export function toNameKey(text: string): string {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word, index, words) => {
      // `1-2` is not 12.
      const isNumber =
        /\p{N}$/u.test(words[index - 1] ?? '') && /^\p{N}/u.test(word);
      return isNumber ? `-${word}` : word;
    })
    .join('');
}
