import { applyPatch, formatPatch, parsePatch, structuredPatch } from 'diff';
import fc from 'fast-check';
import { cutHunks } from './diffText';
import { anyText, numberedLines } from './__testUtils__/texts';

function patchOf(before: string, after: string) {
  return structuredPatch('before', 'after', before, after, '', '', {
    context: 3,
  });
}

describe('cutHunks', () => {
  it('keeps all hunks where there is room', () => {
    const { hunks } = patchOf('a\nb\n', 'a\nc\n');
    expect(cutHunks(hunks, 1000)).toEqual({ kept: hunks, linesLeftOut: 0 });
  });

  it('leaves out the hunks that do not fit, and says how many lines they have', () => {
    const before = numberedLines(100);
    const after = before
      .replace('line 10\n', 'changed\n')
      .replace('line 50\n', 'changed\n');
    const { hunks } = patchOf(before, after);
    expect(hunks).toHaveLength(2);
    // A header, and the eight lines of the first hunk.
    expect(cutHunks(hunks, 150)).toEqual({
      kept: [hunks[0]],
      linesLeftOut: 8,
    });
  });

  it('keeps the first lines of a hunk that does not fit', () => {
    const { hunks } = patchOf('', numberedLines(100));
    const { kept, linesLeftOut } = cutHunks(hunks, 45 + 3 * '+line 0\n'.length);
    expect(kept).toEqual([
      {
        oldStart: 1,
        oldLines: 0,
        newStart: 1,
        newLines: 3,
        lines: ['+line 0', '+line 1', '+line 2'],
      },
    ]);
    expect(linesLeftOut).toBe(97);
  });

  it('keeps nothing of a hunk of which only unchanged lines fit', () => {
    const { hunks } = patchOf('a\nb\nc\nlong line\n', 'a\nb\nc\nlonger line\n');
    expect(cutHunks(hunks, 55)).toEqual({ kept: [], linesLeftOut: 5 });
  });

  it('keeps a line without a newline only together with the mark that says so', () => {
    const { hunks } = patchOf('a', 'b');
    expect(hunks[0].lines).toEqual([
      '-a',
      '\\ No newline at end of file',
      '+b',
      '\\ No newline at end of file',
    ]);
    const length = 45 + '-a\n\\ No newline at end of file\n+b\n'.length;
    expect(cutHunks(hunks, length).kept[0].lines).toEqual([
      '-a',
      '\\ No newline at end of file',
    ]);
  });

  it('gives hunks that fit, that parse, and that can be applied, wherever it cuts', () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        fc.integer({ min: 0, max: 400 }),
        (before, after, maxLength) => {
          const patch = patchOf(before, after);
          const { kept, linesLeftOut } = cutHunks(patch.hunks, maxLength);
          const lines = patch.hunks.flatMap(hunk => hunk.lines);
          const keptLines = kept.flatMap(hunk => hunk.lines);
          expect(keptLines).toEqual(
            lines.slice(0, lines.length - linesLeftOut),
          );

          const text = formatPatch({ ...patch, hunks: kept });
          const headerLength = formatPatch({ ...patch, hunks: [] }).length;
          expect(text.length - headerLength).toBeLessThanOrEqual(maxLength);
          expect(parsePatch(text)[0].hunks).toHaveLength(kept.length);
          expect(
            applyPatch(before, text, { autoConvertLineEndings: false }),
          ).not.toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
