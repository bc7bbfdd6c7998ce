import {
  FieldDifference,
  NetChange,
} from '@internal/plugin-static-data-common';
import differenceBy from 'lodash/differenceBy';

/** The kind of a line; a `place` is the header of a hunk. */
export type DiffLineKind = 'added' | 'removed' | 'same' | 'place';

/** A line of a diff, without its sign. */
export interface DiffLine {
  kind: DiffLineKind;
  text: string;
}

const KIND_OF_SIGN: Record<string, DiffLineKind | undefined> = {
  '+': 'added',
  '-': 'removed',
  ' ': 'same',
};
const HUNK_START = /^@@ .* @@/;

/** The diff of a field, removed lines first. */
export function toDiffLines(field: FieldDifference): DiffLine[] {
  const { before, after, textDiff } = field;
  if (textDiff !== undefined) {
    return parseUnifiedDiff(textDiff);
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const lines = diffLists(before, after);
    if (lines.length > 0) {
      return lines;
    }
    // only the order changed, so show both lists in full
  }
  return [...toLines('removed', before), ...toLines('added', after)];
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

/** The items that are in only one of two lists. */
function diffLists(before: unknown[], after: unknown[]): DiffLine[] {
  return [
    ...differenceBy(before, after, toText).flatMap(item =>
      toLines('removed', item),
    ),
    ...differenceBy(after, before, toText).flatMap(item =>
      toLines('added', item),
    ),
  ];
}

function toLines(kind: DiffLineKind, value: unknown): DiffLine[] {
  return value === undefined
    ? []
    : toText(value)
        .split('\n')
        .map(text => ({ kind, text }));
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

const REVERSED = {
  added: 'removed',
  updated: 'updated',
  removed: 'added',
} as const;
const SIGNS: Record<string, string | undefined> = { '+': '-', '-': '+' };

/** Turns a net change into its opposite. */
export function reverseNetChange(change: NetChange): NetChange {
  return {
    ...change,
    change: REVERSED[change.change],
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
