/** The two languages that build files are written in. */
export type BuildLanguage = 'groovy' | 'kotlin';

interface TokenPosition {
  /** Where the token begins in the text. */
  offset: number;
  /** Where the token ends in the text, exclusive. */
  end: number;
}

/** An identifier or keyword; backticks of Kotlin identifiers are taken off. */
export interface NameToken extends TokenPosition {
  type: 'name';
  text: string;
}

export interface StringToken extends TokenPosition {
  type: 'string';
  /** What the string says, escapes resolved; the text as written if it is interpolated. */
  text: string;
  interpolated: boolean;
}

/** A bracket, an operator or other punctuation. */
export interface SymbolToken extends TokenPosition {
  type: 'symbol';
  text: string;
}

export interface NumberToken extends TokenPosition {
  type: 'number';
  text: string;
}

export interface NewlineToken extends TokenPosition {
  type: 'newline';
  text: string;
}

/** What a build file consists of, whitespace and comments left out. */
export type Token =
  | NameToken
  | StringToken
  | SymbolToken
  | NumberToken
  | NewlineToken;

/** A place from which on a build file cannot be understood. */
export interface SyntaxProblem {
  offset: number;
  /** One sentence that says what is wrong. */
  message: string;
}
