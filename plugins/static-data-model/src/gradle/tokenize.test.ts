import { BuildLanguage } from './tokens';
import { tokenize } from './tokenize';
import { runAtOnce } from '../__testUtils__/runAtOnce';

function textsOf(text: string, language: BuildLanguage): string[] {
  return runAtOnce(tokenize(text, language)).tokens.map(token => token.text);
}

describe('tokenize', () => {
  it.each<[string, BuildLanguage, string, string[]]>([
    [
      'names and numbers',
      'groovy',
      'a1 _b 12 1.5',
      ['a1', '_b', '12', '1', '.', '5'],
    ],
    [
      'line breaks of all kinds',
      'groovy',
      'a\nb\r\nc\rd',
      ['a', '\n', 'b', '\r\n', 'c', '\r', 'd'],
    ],
    ['arrows and increments', 'kotlin', 'a->b++', ['a', '->', 'b', '++']],
    ['line comments', 'groovy', 'a // b { "\nc', ['a', '\n', 'c']],
    ['block comments', 'groovy', 'a /* b { " */ c', ['a', 'c']],
    ['Groovy comments that do not nest', 'groovy', '/* /* */ a', ['a']],
    ['Kotlin comments that nest', 'kotlin', '/* /* */ a */ b', ['b']],
    ['a shebang', 'groovy', '#!/usr/bin/env groovy "\na', ['\n', 'a']],
    ['a byte order mark', 'groovy', '\uFEFFa', ['a']],
    [
      'lines joined by a backslash',
      'groovy',
      'a \\\n b \\\r\n c',
      ['a', 'b', 'c'],
    ],
    ['Kotlin names in backticks', 'kotlin', '`a b`', ['a b']],
    ['names in other scripts', 'kotlin', 'größe 名前', ['größe', '名前']],
    ['dollars in Groovy names', 'groovy', 'a$b', ['a$b']],
  ])('reads %s', (_, language, text, expected) => {
    expect(textsOf(text, language)).toEqual(expected);
  });

  it.each<[string, BuildLanguage, string, string]>([
    ['single quotes', 'groovy', `'a "b" $c'`, 'a "b" $c'],
    ['double quotes', 'groovy', `"a 'b'"`, `a 'b'`],
    ['triple single quotes', 'groovy', `'''a 'b' ''c\nd'''`, `a 'b' ''c\nd`],
    ['triple double quotes', 'groovy', `"""a "b" ""c\nd"""`, `a "b" ""c\nd`],
    ['empty strings', 'groovy', `''`, ''],
    ['escapes', 'groovy', `'\\'\\\\\\n\\u0041\\$\\q'`, `'\\\nA$q`],
    ['an escape that is cut off', 'groovy', `'\\u00zz'`, 'u00zz'],
    ['a line that goes on', 'groovy', `'a\\\r\nb'`, 'ab'],
    ['an escaped dollar', 'kotlin', `"a\\$b"`, 'a$b'],
    ['a dollar that interpolates nothing', 'kotlin', `"$ 5$"`, '$ 5$'],
    ['a Kotlin raw string', 'kotlin', `"""a\\n"b"""`, `a\\n"b`],
    ['a Kotlin raw string that ends in a quote', 'kotlin', `"""a""""`, `a"`],
    [
      'a Kotlin string with more dollars',
      'kotlin',
      `$$"a $b \${c"`,
      'a $b ${c',
    ],
    ['a Kotlin character', 'kotlin', `'"'`, '"'],
    ['a slashy string', 'groovy', `/a"b\\/c\\d/`, 'a"b/c\\d'],
    [
      'a dollar slashy string',
      'groovy',
      '$/a / "b" $$ $/ $/$ c/$',
      'a / "b" $ / /$ c',
    ],
  ])('reads the string: %s', (_, language, text, expected) => {
    const { tokens, problem } = runAtOnce(
      tokenize(`x = ${text}\nend`, language),
    );
    expect(problem).toBeUndefined();
    expect(tokens.slice(2).map(token => token.text)).toEqual([
      expected,
      '\n',
      'end',
    ]);
    expect(tokens[2]).toMatchObject({ type: 'string', interpolated: false });
  });

  it.each<[string, BuildLanguage, string]>([
    ['a name', 'groovy', '"a $b c"'],
    ['an expression', 'groovy', '"a ${b} c"'],
    [
      'an expression with braces and strings',
      'groovy',
      `"\${ [1].each { "}" + '"' } } c"`,
    ],
    ['strings in strings', 'kotlin', '"${ "${ "x" }" }"'],
    ['comments in expressions', 'kotlin', '"${ a /* } " */ }"'],
    ['a Kotlin raw string', 'kotlin', '"""a ${b} c"""'],
    ['a Kotlin string with more dollars', 'kotlin', '$$"a $$b"'],
    ['a slashy string', 'groovy', '/a ${b} c/'],
    ['a dollar slashy string', 'groovy', '$/a ${b} $c/$'],
    ['brackets that do not match', 'groovy', '"${ ( [ }"'],
  ])('marks interpolation of %s', (_, language, text) => {
    const { tokens, problem } = runAtOnce(
      tokenize(`x = ${text}\nend`, language),
    );
    expect(problem).toBeUndefined();
    expect(tokens.slice(2)).toEqual([
      expect.objectContaining({ type: 'string', text, interpolated: true }),
      expect.objectContaining({ type: 'newline' }),
      expect.objectContaining({ text: 'end' }),
    ]);
  });

  it.each([
    ['after a name', 'a / b / c'],
    ['after a number', '4 / 2 / 1'],
    ['after a call', 'f() / 2 / "x".size()'],
    ['after an index', 'l[0] / 2 / 1'],
    ['after an increment', 'i++ / 2 / 1'],
    ['in a list over several lines', '[a\n / b / c]'],
  ])('takes a slash for a division %s', (_, text) => {
    const { tokens, problem } = runAtOnce(tokenize(text, 'groovy'));
    expect(problem).toBeUndefined();
    expect(tokens.filter(token => token.text === '/')).toHaveLength(2);
  });

  it.each([
    ['after an assignment', 'x = /"/'],
    ['in a call', 'x.split(/"/)'],
    ['as a further argument', 'f(a, /"/)'],
    ['after a match operator', 'x =~ /"/'],
    ['after return', 'return /"/'],
    ['at the beginning of a statement', 'x\n/"/'],
  ])('takes a slash for a string %s', (_, text) => {
    const { tokens, problem } = runAtOnce(tokenize(text, 'groovy'));
    expect(problem).toBeUndefined();
    expect(tokens).toContainEqual(
      expect.objectContaining({ type: 'string', text: '"' }),
    );
  });

  it.each<[string, BuildLanguage, string, number]>([
    ['a string in one line', 'groovy', 'a\nb "c\nd"', 4],
    ['a string at the end', 'groovy', "a 'b", 2],
    ['a triple-quoted string', 'kotlin', 'a """b\n""', 2],
    ['a slashy string', 'groovy', 'a = /b', 4],
    ['a comment', 'groovy', 'a /* b\n', 2],
    ['a nested comment', 'kotlin', 'a /* /* */\n', 2],
    ['an interpolation', 'kotlin', 'a "b ${c', 2],
    ['a string in an interpolation', 'kotlin', 'a "b ${"\n', 7],
  ])('says where it gives up: %s', (_, language, text, offset) => {
    const { tokens, problem } = runAtOnce(tokenize(text, language));
    expect(problem).toEqual({
      offset,
      message: expect.stringContaining('never closed'),
    });
    expect(tokens[0].text).toBe('a');
  });
});
