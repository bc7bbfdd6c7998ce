import {
  FieldDifference,
  NetChange,
} from '@internal/plugin-static-data-common';
import { diffArrays, diffWordsWithSpace } from 'diff';

/** The kind of a line; a `place` is the header of a hunk, or stands for what is left out. */
export type DiffLineKind = 'added' | 'removed' | 'same' | 'place';

/** A line of a diff, without its sign. */
export interface DiffLine {
  kind: DiffLineKind;
  text: string;
  /** The text in parts, where only some of its words changed. */
  words?: Array<{ text: string; changed: boolean }>;
}

const KIND_OF_SIGN: Record<string, DiffLineKind | undefined> = {
  '+': 'added',
  '-': 'removed',
  ' ': 'same',
};
const HUNK_START = /^@@ .* @@/;

/** The diff of a field: a text by its lines, a list by its items. */
export function toDiffLines(field: FieldDifference): DiffLine[] {
  const { before, after, textDiff } = field;
  if (textDiff !== undefined) {
    return markWords(parseUnifiedDiff(textDiff));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return diffLists(before, after);
  }
  return markWords([...toLines('removed', before), ...toLines('added', after)]);
}

/** Parses the hunks of a unified diff; the file names in its header mean nothing to readers. */
function parseUnifiedDiff(textDiff: string): DiffLine[] {
  const lines = textDiff.replace(/\n$/, '').split('\n');
  const start = lines.findIndex(line => HUNK_START.test(line));
  return lines.slice(Math.max(start, 0)).flatMap((line): DiffLine[] => {
    if (HUNK_START.test(line)) {
      return [{ kind: 'place', text: line }];
    }
    const kind = KIND_OF_SIGN[line.charAt(0)];
    return kind ? [{ kind, text: line.slice(1) }] : [];
  });
}

/** The items that are new, gone or in another place, each with those beside it. */
function diffLists(before: unknown[], after: unknown[]): DiffLine[] {
  const items = diffArrays(before.map(toText), after.map(toText)).flatMap(
    ({ added, removed, value }) => {
      const change = added ? 'added' : 'removed';
      const kind: DiffLineKind = added || removed ? change : 'same';
      return value.map(text => ({ kind, text }));
    },
  );
  const isShown = items.map((_, index) =>
    items.slice(Math.max(0, index - 1), index + 2).some(isChanged),
  );
  return items.flatMap(({ kind, text }, index): DiffLine[] => {
    if (isShown[index]) {
      return text.split('\n').map(line => ({ kind, text: line }));
    }
    return index === 0 || isShown[index - 1]
      ? [{ kind: 'place', text: '…' }]
      : [];
  });
}

function isChanged({ kind }: DiffLine): boolean {
  return kind === 'added' || kind === 'removed';
}

function toLines(kind: DiffLineKind, value: unknown): DiffLine[] {
  if (value === undefined) {
    return [];
  }
  const items = Array.isArray(value) && value.length > 0 ? value : [value];
  return items
    .flatMap(item => toText(item).split('\n'))
    .map(text => ({ kind, text }));
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** In characters; the time that a comparison takes grows with the square of it. */
const LONGEST_COMPARED_LINE = 1_000;

/** Less than this share of a line in common makes it another line, not a changed one. */
const SHARE_IN_COMMON = 0.3;

/** Marks the words that changed in lines that took the place of others. */
function markWords(lines: DiffLine[]): DiffLine[] {
  const marked = [...lines];
  let start = 0;
  while (start < lines.length) {
    const middle = endOfRun(lines, start, 'removed');
    const end = endOfRun(lines, middle, 'added');
    const count = Math.min(middle - start, end - middle);
    for (let index = 0; index < count; index++) {
      const pair = compareWords(lines[start + index], lines[middle + index]);
      if (pair) {
        [marked[start + index], marked[middle + index]] = pair;
      }
    }
    start = Math.max(end, start + 1);
  }
  return marked;
}

function endOfRun(lines: DiffLine[], start: number, kind: DiffLineKind) {
  let end = start;
  while (lines[end]?.kind === kind) {
    end += 1;
  }
  return end;
}

function compareWords(
  removed: DiffLine,
  added: DiffLine,
): [DiffLine, DiffLine] | undefined {
  const longest = Math.max(removed.text.length, added.text.length);
  if (longest > LONGEST_COMPARED_LINE) {
    return undefined;
  }
  const parts = diffWordsWithSpace(removed.text, added.text);
  const common = parts
    .filter(part => !part.added && !part.removed)
    .reduce((length, { value }) => length + value.trim().length, 0);
  if (common < longest * SHARE_IN_COMMON) {
    return undefined;
  }
  const withWords = (line: DiffLine, other: 'added' | 'removed') => ({
    ...line,
    words: parts
      .filter(part => !part[other])
      .map(part => ({
        text: part.value,
        changed: part.added || part.removed,
      })),
  });
  return [withWords(removed, 'added'), withWords(added, 'removed')];
}

/**
 * The words that changed in a text of which only one line did, before and after, each behind the word
 * before it. Undefined where more than that changed, or all of it.
 */
export function findChangedWords(
  field: FieldDifference,
): [before: string, after: string] | undefined {
  const [before, after, ...more] = toDiffLines(field).filter(isChanged);
  if (!before?.words || !after?.words || more.length > 0) {
    return undefined;
  }
  const lines = [before.words, after.words];
  const common = (index: number) =>
    lines.every(words => words.at(index)?.changed === false)
      ? lines[0].at(index)!.text
      : '';
  const [start, end] = [common(0), common(-1)];
  const trimmed = start.trimEnd();
  const lastWord = trimmed.split(/\s/).at(-1)!;
  const beside = start.slice(trimmed.length - lastWord.length);
  const excerpt = ({ text }: DiffLine) =>
    [
      start.length > beside.length && '…',
      beside,
      text.slice(start.length, text.length - end.length),
      end.trim() !== '' && '…',
    ]
      .filter(Boolean)
      .join('');
  return [excerpt(before), excerpt(after)];
}

/** What a net change is in the other direction. */
export const REVERSED_CHANGE = {
  added: 'removed',
  updated: 'updated',
  removed: 'added',
} as const;
const SIGNS: Record<string, string | undefined> = { '+': '-', '-': '+' };

/** Turns a net change into its opposite. */
export function reverseNetChange(change: NetChange): NetChange {
  return {
    ...change,
    change: REVERSED_CHANGE[change.change],
    differences: change.differences && {
      ...change.differences,
      fields: change.differences.fields.map(reverseField),
    },
  };
}

function reverseField(field: FieldDifference): FieldDifference {
  const { before, after, textDiff, ...rest } = field;
  return {
    ...rest,
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
    ...(textDiff !== undefined && { textDiff: reverseUnifiedDiff(textDiff) }),
  };
}

function reverseUnifiedDiff(textDiff: string): string {
  return textDiff
    .split('\n')
    .map(line => {
      const place = /^@@ -(\S+) \+(\S+) @@(.*)$/.exec(line);
      if (place) {
        return `@@ -${place[2]} +${place[1]} @@${place[3]}`;
      }
      const sign = SIGNS[line.charAt(0)];
      return sign ? `${sign}${line.slice(1)}` : line;
    })
    .join('\n');
}
