import {
  escapeControls,
  FieldDifference,
  formatPlace,
  truncate,
} from '@internal/plugin-static-data-common';
import { Change, SourceDifference } from '../source/diffSource';
import { describeCounts, listByType, toValue } from './changes';

/** Entities of one list: more are not read in a comment. */
const MAX_CHANGES = 50;

const MAX_FIELDS = 10;

const MAX_VALUE_LENGTH = 200;

/** Characters: GitHub takes 65,536 in a comment. */
const MAX_LENGTH = 60_000;

/**
 * A difference as Markdown, for a comment on a pull request. All texts from the repository are in
 * code spans and code blocks, which they cannot get out of: there, nothing is a mention, a link or HTML.
 */
export function toMarkdown(difference: SourceDifference): string {
  const { base, changes, heldBecause, consumers, areConsumersKnown } =
    difference;
  const pieces = [
    `### Static Data: ${describeCounts(changes)}\n`,
    `Compared with ${toCode(base.ref)} (${toCode(base.commit.slice(0, 7))}).`,
  ];
  if (base.problem !== undefined) {
    const problem = toCode(base.problem);
    pieces.push(`There is no source there, so everything is added: ${problem}`);
  }
  if (heldBecause.length > 0) {
    pieces.push(...list('The guard holds removals', heldBecause.map(toCode)));
  }
  if (consumers.length > 0) {
    const items = consumers.map(
      ({ code, message, hint }) =>
        `**${code}** ${toCode(message)}\n  ${toCode(hint)}`,
    );
    pieces.push(...list('Consumers are affected', items));
  } else if (!areConsumersKnown) {
    pieces.push(
      'Who consumes which API is not known here: there are no build files.',
    );
  }
  for (const group of listByType(changes)) {
    const title = `${group.changes.length} ${group.title}`;
    pieces.push(...list(title, group.changes.map(toItem)));
  }
  return joinUpTo(MAX_LENGTH, pieces);
}

function list(title: string, items: string[]): string[] {
  const more = items.length - MAX_CHANGES;
  return [
    `\n**${title}**\n`,
    ...items.slice(0, MAX_CHANGES).map(item => `- ${item}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}

function toItem(change: Change): string {
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

/** As a code span, whatever is in it: the fence is longer than any in the text. */
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
    .slice(0, MAX_CHANGES)
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

/** Leaves out whole pieces from the end, so that none is cut in the middle. */
function joinUpTo(maxLength: number, pieces: string[]): string {
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
