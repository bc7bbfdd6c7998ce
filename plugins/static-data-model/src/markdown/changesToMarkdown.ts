import {
  escapeControls,
  FieldDifference,
  formatPlace,
  truncate,
} from '@internal/plugin-static-data-common';
import { listByType, ToldChange, toValue } from './listChanges';

/** Items of one list: more are not read in a comment. */
const MAX_ITEMS = 50;

const MAX_FIELDS = 10;

const MAX_VALUE_LENGTH = 200;

/**
 * Changes as Markdown, a list for each type. All texts from the repository are in code spans and code blocks,
 * which they cannot get out of: there, nothing is a mention, a link or HTML.
 *
 * @param totals - where not all changes are given: how many there are of a type
 * @returns pieces for {@link joinMarkdown}
 * @public
 */
export function changesToMarkdown(
  changes: ToldChange[],
  totals: Partial<Record<ToldChange['change'], number>> = {},
): string[] {
  return listByType(changes).flatMap(group => {
    const total = totals[group.type] ?? group.changes.length;
    return toMarkdownList(
      `${total} ${group.title}`,
      group.changes.map(toItem),
      total,
    );
  });
}

/**
 * A list with a title, of which the first items are named.
 *
 * @param items - Markdown
 * @param total - how many there are, if not all are given
 * @returns pieces for {@link joinMarkdown}
 * @public
 */
export function toMarkdownList(
  title: string,
  items: string[],
  total = items.length,
): string[] {
  const shown = items.slice(0, MAX_ITEMS);
  const more = total - shown.length;
  return [
    `\n**${title}**\n`,
    ...shown.map(item => `- ${item}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}

function toItem(change: ToldChange): string {
  const { entityRef, sourceFile, sourceLine, reason, differences } = change;
  const { fields = [], fieldCount = 0 } = differences ?? {};
  const shown = fields.slice(0, MAX_FIELDS).map(toFieldItem);
  const more = fieldCount - shown.length;
  return [
    `${toCode(entityRef)} in ${toCode(
      formatPlace(sourceFile ?? '', sourceLine),
    )}${reason === undefined ? '' : `: ${toCode(reason)}`}`,
    ...shown.map(item => `  - ${item}`),
    ...(more > 0 ? [`  - and ${more} more fields`] : []),
  ].join('\n');
}

function toFieldItem({
  path,
  before,
  after,
  textDiff,
}: FieldDifference): string {
  if (textDiff !== undefined) {
    return `${toCode(path)}\n\n${toCodeBlock(textDiff, '    ')}\n`;
  }
  const [from, to] = [before, after].map(value =>
    toCode(truncate(toValue(value), MAX_VALUE_LENGTH)),
  );
  return `${toCode(path)}: ${from} → ${to}`;
}

/**
 * As a code span, whatever is in it: the fence is longer than any in the text.
 *
 * @public
 */
export function toCode(text: string): string {
  const escaped = escapeControls(text);
  if (escaped.trim() === '') {
    return '` `';
  }
  const fence = '`'.repeat(longestRun(escaped) + 1);
  // Of spaces on both sides, Markdown takes away one.
  const space = /^[` ]|[` ]$/.test(escaped) ? ' ' : '';
  return fence + space + escaped + space + fence;
}

/** The first lines of a unified diff, as a code block. */
function toCodeBlock(text: string, indent: string): string {
  const all = escapeControls(text, { keepsLines: true }).trimEnd().split('\n');
  const lines = all
    .slice(0, MAX_ITEMS)
    .map(line => truncate(line, MAX_VALUE_LENGTH));
  const more = all.length - lines.length;
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [
    `${fence}diff`,
    ...lines,
    ...(more > 0 ? [`and ${more} more lines`] : []),
    fence,
  ]
    .map(line => indent + line)
    .join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length));
}

/**
 * Joins pieces, and leaves out whole ones from the end, so that none is cut in the middle.
 *
 * @param maxLength - characters, but for a sentence that says that there is more
 * @public
 */
export function joinMarkdown(pieces: string[], maxLength: number): string {
  const joined: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    length += piece.length + 1;
    if (length > maxLength) {
      joined.push('\nThere is more, which is too long for a comment.');
      break;
    }
    joined.push(piece);
  }
  return joined.join('\n');
}
