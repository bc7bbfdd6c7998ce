/**
 * Names the first items of a list and counts the others: `a, b and 3 more`.
 *
 * @param max - number of items to name
 * @param options - `separator`: between the items; `describe`: names an item, called for those that
 * are named alone
 * @public
 */
export function listFirst<Item = string>(
  items: Item[],
  max: number,
  options: { separator?: string; describe?: (item: Item) => string } = {},
): string {
  const { separator = ', ', describe = String } = options;
  const named = items
    .slice(0, max)
    .map(item => describe(item))
    .join(separator);
  return items.length > max ? `${named} and ${items.length - max} more` : named;
}

/**
 * A place in a file as compilers and editors write it, for example `data/squads.json:3`.
 *
 * @param line - 1-based, where known
 * @public
 */
export function formatPlace(file: string, line?: number): string {
  return line ? `${file}:${line}` : file;
}

/**
 * Cuts a text that is longer than `maxLength` characters: it then ends in an ellipsis, which counts,
 * and not in half a character.
 *
 * @public
 */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) {
    return text;
  }
  const kept = text.slice(0, Math.max(0, maxLength - 1));
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Control characters, and those that make a text look as if it said something else. */
const CONTROLS =
  /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

const SHORT_ESCAPES: Record<string, string> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * Replaces control characters by their escapes in JSON, for example `\u001b`: a text from outside
 * must not write lines of its own to a log, steer a terminal, or change the direction of what stands
 * beside it.
 *
 * @param options - `keepsLines`: whether line breaks and tabs stay as they are
 * @public
 */
export function escapeControls(
  text: string,
  options?: { keepsLines: boolean },
): string {
  return text.replace(CONTROLS, character => {
    if (options?.keepsLines && (character === '\n' || character === '\t')) {
      return character;
    }
    const short = SHORT_ESCAPES[character];
    return (
      short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    );
  });
}

/**
 * A count with its noun, for example `1 removal` or `3 entities`.
 *
 * @public
 */
export function pluralize(
  count: number,
  singular: string,
  plural: string = `${singular}s`,
): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/**
 * Rounds a percentage down to one decimal: 94.99 must not read as the 95 that it falls short of.
 *
 * @public
 */
export function floorPercent(percent: number): number {
  // 0.57 * 1000 is a little less than 570 in binary.
  return Math.floor(Number((percent * 10).toFixed(6))) / 10;
}

/**
 * A percentage in English, with one decimal and rounded down.
 *
 * @public
 */
export function formatPercent(percent: number): string {
  return `${floorPercent(percent).toFixed(1)}%`;
}

const MINUTE_MS = 60_000;

const UNITS = [
  { name: 'day', ms: 24 * 60 * MINUTE_MS },
  { name: 'hour', ms: 60 * MINUTE_MS },
  { name: 'minute', ms: MINUTE_MS },
];

/**
 * A length of time in words, in its largest whole unit; for example `2 hours`.
 *
 * @public
 */
export function describeDuration(milliseconds: number): string {
  const unit = UNITS.find(({ ms }) => milliseconds >= ms);
  if (!unit) {
    return 'less than a minute';
  }
  return pluralize(Math.floor(milliseconds / unit.ms), unit.name);
}
