import fc from 'fast-check';

/** Lines that mean something in a unified diff, or nothing at all. */
const anyLine = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'b',
    'c',
    '- a',
    '+ a',
    '-- a',
    '++ a',
    '--- before',
    '+++ after',
    '@@ -1,1 +1,1 @@',
    '\\ No newline at end of file',
    'Index: a',
    'a\u0000b',
    'a\rb',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);

/** Texts that have much in common, with line endings of all kinds and none at the end. */
export const anyText = fc
  .array(fc.tuple(anyLine, fc.constantFrom('\n', '\n', '\n', '\r\n')), {
    maxLength: 30,
  })
  .chain(lines =>
    fc.boolean().map(endsWithNewline => {
      const text = lines.flat().join('');
      return endsWithNewline ? text : text.replace(/\r?\n$/, '');
    }),
  );

/** A text of numbered lines. */
export function numberedLines(
  count: number,
  toLine: (number: number) => string = number => `line ${number}`,
): string {
  return Array.from({ length: count }, (_, index) => `${toLine(index)}\n`).join(
    '',
  );
}
