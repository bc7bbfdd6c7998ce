import { StructuredPatchHunk } from 'diff';

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
