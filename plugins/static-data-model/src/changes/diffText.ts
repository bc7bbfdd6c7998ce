import {
  FieldDifference,
  pluralize,
} from '@internal/plugin-static-data-common';
import {
  FILE_HEADERS_ONLY,
  formatPatch,
  StructuredPatch,
  structuredPatch,
  StructuredPatchHunk,
} from 'diff';

/** Characters: some hundred lines, as much as anybody reads. */
const MAX_DIFF_LENGTH = 20_000;

/** Lines that surround a change, as is customary. */
const CONTEXT_LINES = 3;

/**
 * Added and removed lines. The memory that a comparison takes grows with the square of them; far
 * fewer fill the longest diff.
 */
const MAX_CHANGED_LINES = 5_000;

/**
 * Compares two different texts by their lines.
 *
 * @param timeoutMs - time for the comparison; texts that need longer count as too different
 * @returns a unified diff that can be applied, up to where it is cut
 */
export function diffText(
  before: string,
  after: string,
  timeoutMs: number,
): Pick<FieldDifference, 'textDiff' | 'cut'> {
  const patch = compareLines(before, after, {
    context: CONTEXT_LINES,
    timeoutMs,
  });
  const { kept, linesLeftOut } = cutHunks(patch?.hunks ?? [], MAX_DIFF_LENGTH);
  if (patch && linesLeftOut === 0) {
    return { textDiff: formatPatch(patch, FILE_HEADERS_ONLY) };
  }
  if (withUnixLineEndings(before) === withUnixLineEndings(after)) {
    return { cut: 'the diff: only line endings are different' };
  }
  if (!patch) {
    return {
      cut: `the texts, which are too different (${before.length} characters before, ${after.length} after)`,
    };
  }
  if (kept.length === 0) {
    return {
      cut: `the diff, whose lines are too long (${before.length} characters before, ${after.length} after)`,
    };
  }
  return {
    textDiff: formatPatch({ ...patch, hunks: kept }, FILE_HEADERS_ONLY),
    cut: `${pluralize(linesLeftOut, 'more line')} of the diff`,
  };
}

/**
 * Compares two texts by their lines.
 *
 * @param options.context - number of lines around each change
 * @returns undefined if they are too different, or the comparison takes too long
 */
export function compareLines(
  before: string,
  after: string,
  { context, timeoutMs }: { context: number; timeoutMs: number },
): StructuredPatch | undefined {
  return structuredPatch(
    'before',
    'after',
    before,
    after,
    undefined,
    undefined,
    { context, maxEditLength: MAX_CHANGED_LINES, timeout: timeoutMs },
  );
}

/**
 * Lines of the texts of a comparison, which takes a few milliseconds even if none of them has
 * anything in common with another.
 */
const MAX_FEW_LINES = 1_000;

/** Whether short texts have so few lines that comparing them takes no time to speak of. */
export function areFewLines(...texts: string[]): boolean {
  return texts.join('\n').split('\n').length <= MAX_FEW_LINES;
}

function withUnixLineEndings(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** `@@ -1,3 +1,4 @@`, with line numbers of up to eight digits. */
const MAX_HEADER_LENGTH = 45;

/**
 * Keeps the hunks of a text diff that fit into a length, in characters. Of the first that does
 * not fit, its first lines are kept, as a hunk that can be applied.
 */
export function cutHunks(
  hunks: StructuredPatchHunk[],
  maxLength: number,
): { kept: StructuredPatchHunk[]; linesLeftOut: number } {
  const kept: StructuredPatchHunk[] = [];
  let length = 0;
  for (const hunk of hunks) {
    length += MAX_HEADER_LENGTH;
    const lines = takeLines(hunk.lines, maxLength - length);
    length += lengthOf(lines);
    if (lines.some(line => line.startsWith('+') || line.startsWith('-'))) {
      kept.push(withLines(hunk, lines));
    }
    if (lines.length < hunk.lines.length) {
      break;
    }
  }
  return { kept, linesLeftOut: countLines(hunks) - countLines(kept) };
}

function takeLines(lines: string[], maxLength: number): string[] {
  let length = 0;
  let count = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > maxLength) {
      break;
    }
    count += 1;
  }
  // "\ No newline at end of file" belongs to the line before.
  while (count > 0 && lines[count]?.startsWith('\\')) {
    count -= 1;
  }
  return lines.slice(0, count);
}

function withLines(
  hunk: StructuredPatchHunk,
  lines: string[],
): StructuredPatchHunk {
  const count = (prefixes: string) =>
    lines.filter(line => prefixes.includes(line[0])).length;
  return { ...hunk, lines, oldLines: count(' -'), newLines: count(' +') };
}

function lengthOf(lines: string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function countLines(hunks: StructuredPatchHunk[]): number {
  return hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
}
