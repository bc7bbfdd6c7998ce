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

export function isLineBreak(char: string | undefined): boolean {
  return char === '\n' || char === '\r';
}

export function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** Letters of other scripts count as such; Groovy takes `$` for a letter. */
export function isNameStart(char: string, language: BuildLanguage): boolean {
  return (
    (char >= 'a' && char <= 'z') ||
    (char >= 'A' && char <= 'Z') ||
    char === '_' ||
    (char === '$' && language === 'groovy') ||
    (char > '\u007f' && char.trim() !== '')
  );
}

/** Length of the line break at a position: 2 for `\r\n`. */
export function lineBreakLength(text: string, position: number): number {
  return text[position] === '\r' && text[position + 1] === '\n' ? 2 : 1;
}

export function findLineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isLineBreak(text[end])) {
    end += 1;
  }
  return end;
}

/** The end of a name or number that begins at `start`. */
export function findWordEnd(
  text: string,
  start: number,
  language: BuildLanguage,
): number {
  let end = start + 1;
  while (
    end < text.length &&
    (isDigit(text[end]) || isNameStart(text[end], language))
  ) {
    end += 1;
  }
  return end;
}

/** The closing backtick of a Kotlin name, or the end of the line. */
export function findQuotedNameEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '`' && !isLineBreak(text[end])) {
    end += 1;
  }
  return end;
}

/** The end of the block comment that begins at `start`; undefined if it has none. */
export function findBlockCommentEnd(
  text: string,
  start: number,
  language: BuildLanguage,
): number | undefined {
  let depth = 1;
  let position = start + 2;
  while (position < text.length) {
    if (text.startsWith('*/', position)) {
      position += 2;
      depth -= 1;
      if (depth === 0) {
        return position;
      }
    } else if (language === 'kotlin' && text.startsWith('/*', position)) {
      position += 2;
      depth += 1;
    } else {
      position += 1;
    }
  }
  return undefined;
}
