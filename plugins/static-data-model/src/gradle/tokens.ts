/** The two languages that build files are written in. */
export type BuildLanguage = 'groovy' | 'kotlin';

interface TokenText {
  /** Where the token begins in the text. */
  offset: number;
  /** Where the token ends in the text, exclusive. */
  end: number;
  /** Of a name, without the backticks of Kotlin. */
  text: string;
}

export interface StringToken extends TokenText {
  type: 'string';
  /** What the string says, with escapes resolved; the text as written if it is interpolated. */
  text: string;
  interpolated: boolean;
}

/** What a build file consists of, without whitespace and comments. */
export type Token =
  | (TokenText & { type: 'name' | 'symbol' | 'number' | 'newline' })
  | StringToken;

/** A place from which on a build file cannot be understood. */
export interface SyntaxProblem {
  offset: number;
  /** One sentence that says what is wrong. */
  message: string;
}

export function isSymbol(
  token: Token | undefined,
  ...texts: string[]
): boolean {
  return token?.type === 'symbol' && texts.includes(token.text);
}

export function isLineBreak(char: string | undefined): boolean {
  return char === '\n' || char === '\r';
}

/** Length of the line break at a position: 2 for `\r\n`. */
export function lineBreakLength(text: string, position: number): number {
  return text[position] === '\r' && text[position + 1] === '\n' ? 2 : 1;
}

/** What ends a name or number. Letters of other scripts do not, nor does `$` in Groovy. */
const WORD_END: Record<BuildLanguage, RegExp> = {
  groovy: /[^\w$\u0080-\uffff]|\s/g,
  kotlin: /[^\w\u0080-\uffff]|\s/g,
};

/** The end of the name or number at `start`; `start` itself if there is none. */
export function findWordEnd(
  text: string,
  start: number,
  language: BuildLanguage,
): number {
  return findNext(text, start, WORD_END[language]);
}

export function findLineEnd(text: string, start: number): number {
  return findNext(text, start, /[\r\n]/g);
}

/** The closing backtick of a Kotlin name, or the end of the line. */
export function findQuotedNameEnd(text: string, start: number): number {
  return findNext(text, start + 1, /[`\r\n]/g);
}

function findNext(text: string, start: number, pattern: RegExp): number {
  pattern.lastIndex = start;
  return pattern.exec(text)?.index ?? text.length;
}

/** The end of the block comment that begins at `start`; undefined if it has none. */
export function findBlockCommentEnd(
  text: string,
  start: number,
  language: BuildLanguage,
): number | undefined {
  // Only Kotlin nests comments.
  const delimiter = language === 'kotlin' ? /\/\*|\*\//g : /\*\//g;
  delimiter.lastIndex = start + 2;
  let depth = 1;
  for (let match = delimiter.exec(text); match; match = delimiter.exec(text)) {
    depth += match[0] === '*/' ? -1 : 1;
    if (depth === 0) {
      return delimiter.lastIndex;
    }
  }
  return undefined;
}
