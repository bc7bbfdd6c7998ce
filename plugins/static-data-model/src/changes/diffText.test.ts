import { applyPatch } from 'diff';
import fc from 'fast-check';
import { diffText } from './diffText';
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
