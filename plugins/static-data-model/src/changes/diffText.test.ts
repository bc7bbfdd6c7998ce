import { applyPatch, formatPatch, parsePatch, structuredPatch } from 'diff';
import fc from 'fast-check';
import { cutHunks, diffText } from './diffText';
import { anyText, numberedLines } from './__testUtils__/texts';

/** Nothing in these tests comes near it. */
const TIMEOUT_MS = 60_000;

describe('diffText', () => {
  it('gives a unified diff with three lines around a change', () => {
    const before = numberedLines(100);
    expect(
      diffText(before, before.replace('line 50\n', 'changed\n'), TIMEOUT_MS),
    ).toEqual({
      textDiff: [
        '--- before',
        '+++ after',
        '@@ -48,7 +48,7 @@',
        ' line 47',
        ' line 48',
        ' line 49',
        '-line 50',
        '+changed',
        ' line 51',
        ' line 52',
        ' line 53',
        '',
      ].join('\n'),
    });
  });

  it('tells a newline at the end of the text', () => {
    expect(diffText('a\nb', 'a\nb\n', TIMEOUT_MS).textDiff).toContain(
      '-b\n\\ No newline at end of file\n+b\n',
    );
  });

  it('tells line endings that changed', () => {
    expect(diffText('a\r\nb\n', 'a\nb\n', TIMEOUT_MS).textDiff).toContain(
      '-a\r\n+a\n b\n',
    );
  });

  it('turns one text into the other when it is applied', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const { textDiff, cut } = diffText(before, after, TIMEOUT_MS);
        expect(cut).toBeUndefined();
        expect(
          applyPatch(before, textDiff!, { autoConvertLineEndings: false }),
        ).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it('cuts a long diff at the end of a line, and says how much is left out', () => {
    const before = numberedLines(1000);
    const after = numberedLines(1000, number => `changed ${number}`);
    const { textDiff, cut } = diffText(before, after, TIMEOUT_MS);

    expect(textDiff!.length).toBeLessThanOrEqual(20_000 + 30);
    const lines = textDiff!.split('\n').slice(3, -1);
    expect(cut).toBe(`${2000 - lines.length} more lines of the diff`);
    expect(lines[0]).toBe('-line 0');
    expect(lines.at(-1)).toMatch(/^\+changed \d+$/);
    // All lines that it takes away, and the first of those that it puts there.
    const patched = applyPatch(before, textDiff!);
    expect(after.startsWith(patched as string)).toBe(true);
  });

  it('shows the start of a text that grew by thousands of lines', () => {
    const { textDiff, cut } = diffText('a\n', numberedLines(4000), TIMEOUT_MS);
    expect(textDiff).toContain('-a\n+line 0\n');
    expect(cut).toMatch(/^\d+ more lines of the diff$/);
  });

  it('gives up on texts that have too little in common to be compared in time', () => {
    const before = numberedLines(10_000);
    const after = numberedLines(10_000, number => `changed ${number}`);
    expect(diffText(before, after, 0)).toEqual({
      cut: `the texts, which are too different (${before.length} characters before, ${after.length} after)`,
    });
  });

  it('gives up on texts with too many changed lines, however quick it is', () => {
    expect(diffText('', numberedLines(6000), TIMEOUT_MS).cut).toContain(
      'too different',
    );
  });

  it('leaves out a diff of which not one line fits', () => {
    const before = 'a'.repeat(1_000_000);
    expect(diffText(before, `${before}b`, TIMEOUT_MS)).toEqual({
      cut: 'the diff, whose lines are too long (1000000 characters before, 1000001 after)',
    });
  });

  it('says so when nothing but the line endings of a long text changed', () => {
    const cut = 'the diff: only line endings are different';
    const text = numberedLines(1000);
    const withCrlf = text.replaceAll('\n', '\r\n');
    expect(diffText(withCrlf, text, TIMEOUT_MS)).toEqual({ cut });
    expect(diffText(text, withCrlf, TIMEOUT_MS)).toEqual({ cut });
    // Although there is no time to compare them.
    expect(diffText(text, withCrlf, 0)).toEqual({ cut });
  });
});

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
