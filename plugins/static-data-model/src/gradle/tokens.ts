/** The two languages that build files are written in. */
export type BuildLanguage = 'groovy' | 'kotlin';

/** A part of a build file. */
export interface Span {
  /** Where it begins in the text. */
  offset: number;
  /** Where it ends in the text, exclusive. */
  end: number;
}

/** What a build file consists of, without whitespace and comments. */
export type Token = Span & {
  /**
   * Of a name, without the backticks of Kotlin; of a string, what it says, with escapes resolved,
   * or the text as written if it is interpolated.
   */
  text: string;
} & (
    | { type: 'name' | 'symbol' | 'number' | 'newline' }
    | { type: 'string'; interpolated: boolean }
  );

export type StringToken = Extract<Token, { type: 'string' }>;

/** A place from which on a build file cannot be understood. */
export interface SyntaxProblem {
  offset: number;
  /** One sentence that says what is wrong. */
  message: string;
}

/** What a sticky pattern matches at a position; empty if it matches nothing there. */
export function matchAt(
  pattern: RegExp,
  text: string,
  position: number,
): string {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? '';
}
