import {
  FieldDifference,
  pluralize,
} from '@internal/plugin-static-data-common';
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { cutHunks } from './cutHunks';

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
  const patch = structuredPatch(
    'before',
    'after',
    before,
    after,
    undefined,
    undefined,
    {
      context: CONTEXT_LINES,
      maxEditLength: MAX_CHANGED_LINES,
      timeout: timeoutMs,
    },
  );
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

function withUnixLineEndings(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
