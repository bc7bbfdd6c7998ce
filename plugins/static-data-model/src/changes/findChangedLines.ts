import { LineRange } from '@internal/plugin-static-data-common';
import { inThread } from '../thread';
import { areFewLines, compareLines } from './diffText';

const MAX_MS = 500;

/**
 * One place at which two versions of a text differ.
 *
 * @public
 */
export interface ChangedLines {
  before: LineRange;
  after: LineRange;
}

/**
 * Finds the lines at which two versions of a text differ. Where lines were only added or only
 * taken away, the other version has the line at which that happened.
 *
 * @returns in their order; nothing if the texts are too different
 * @public
 */
export function findChangedLines(
  before: string,
  after: string,
): ChangedLines[] {
  const patch = compareLines(before, after, { context: 0, timeoutMs: MAX_MS });
  const toRange = (lastLine: number, start: number, count: number) => {
    const first = Math.max(1, Math.min(start, lastLine));
    return { start: first, end: Math.max(first, start + count - 1) };
  };
  const [lastBefore, lastAfter] = [before, after].map(
    text => text.trimEnd().split('\n').length,
  );
  return (patch?.hunks ?? []).map(hunk => ({
    before: toRange(lastBefore, hunk.oldStart, hunk.oldLines),
    after: toRange(lastAfter, hunk.newStart, hunk.newLines),
  }));
}

/**
 * The same, in another thread where there are many lines.
 *
 * @public
 */
export const findChangedLinesInThread = inThread(
  __filename,
  findChangedLines,
  areFewLines,
);

/**
 * The first of the changed lines that lie within a range of them.
 *
 * @public
 */
export function firstWithin(
  changed: LineRange[],
  range: LineRange,
): LineRange | undefined {
  const first = changed.find(
    ({ start, end }) => start <= range.end && end >= range.start,
  );
  return (
    first && {
      start: Math.max(first.start, range.start),
      end: Math.min(first.end, range.end),
    }
  );
}
