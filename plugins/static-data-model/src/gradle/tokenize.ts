import { Steps } from '../async';
import { BuildLanguage, matchAt, SyntaxProblem, Token } from './tokens';
import { openString, OpenString, scanString } from './stringLiterals';
import { words } from './vocabulary';

/** Of a file. The longest build files of public projects have half of it. */
const MAX_TOKENS = 100_000;

/** Rounds of the tokenizer that take less than a millisecond together. */
const ROUNDS_IN_STEP = 500;

/** After these Groovy keywords comes an operand, so a slash begins a string. */
const OPERAND_KEYWORDS = words(
  'as assert case do else in instanceof new return throw yield',
);

const VALUE_ENDS = new Set([')', ']', '}', '++', '--']);

/** False after something that a slash would divide. */
function isOperandExpected(previous: Token | undefined): boolean {
  if (!previous || previous.type === 'newline') {
    return true;
  }
  return previous.type === 'symbol'
    ? !VALUE_ENDS.has(previous.text)
    : previous.type === 'name' && OPERAND_KEYWORDS.has(previous.text);
}

/** The tokens of a text, up to the problem if there is one. */
export interface TokenizedText {
  tokens: Token[];
  problem?: SyntaxProblem;
}

/** Something that is open at the current position; what is inside `${}` stands on its string. */
type OpenConstruct = '(' | '[' | '{' | '${' | OpenString;

const CLOSERS: Record<string, OpenConstruct> = { ')': '(', ']': '[' };

const SHEBANG = /#![^\r\n]*/y;
/** Whitespace, line comments, and in Groovy a backslash before a line break: the statement goes on. */
const IGNORED = /[^\S\r\n]+|\\(?:\r\n|[\r\n])|\/\/[^\r\n]*/y;
const LINE_BREAK = /\r\n|[\r\n]/y;
/** Names and numbers, with letters of other scripts, and `$` in Groovy. */
const WORD: Record<BuildLanguage, RegExp> = {
  groovy: /(?:[\w$]|[^\s\p{ASCII}])+/uy,
  kotlin: /(?:\w|[^\s\p{ASCII}])+/uy,
};
const KOTLIN_QUOTED_NAME = /`[^`\r\n]*`?/y;
const SYMBOL = /->|\+\+|--|==|\$+|[^]/y;

class Tokenizer {
  readonly #text: string;
  readonly #language: BuildLanguage;
  readonly #tokens: Token[] = [];
  readonly #open: OpenConstruct[] = [];
  #position = 0;
  #openTemplates = 0;
  /** The token before the current position, also inside of `${}`; a newline only where it ends a statement. */
  #previous: Token | undefined;
  #problem: SyntaxProblem | undefined;

  constructor(text: string, language: BuildLanguage) {
    this.#text = text;
    this.#language = language;
  }

  *run(): Steps<TokenizedText> {
    this.#position = this.#match(SHEBANG).length;
    // Each round moves on by one character or more.
    for (
      let round = 1;
      this.#position < this.#text.length && !this.#problem;
      round += 1
    ) {
      if (round % ROUNDS_IN_STEP === 0) {
        yield;
      }
      const innermost = this.#open.at(-1);
      if (typeof innermost === 'object') {
        this.#readString(innermost, this.#position);
      } else {
        this.#readCode();
      }
    }
    const unclosed = this.#open.find(it => typeof it === 'object');
    if (unclosed && !this.#problem) {
      this.#reportUnclosedString(unclosed);
    }
    return { tokens: this.#tokens, problem: this.#problem };
  }

  #match(pattern: RegExp): string {
    return matchAt(pattern, this.#text, this.#position);
  }

  #readCode(): void {
    const ignored = this.#match(IGNORED);
    const lineBreak = this.#match(LINE_BREAK);
    if (ignored) {
      this.#position += ignored.length;
    } else if (lineBreak) {
      this.#emit('newline', lineBreak);
    } else if (this.#text.startsWith('/*', this.#position)) {
      this.#skipBlockComment();
    } else if (!this.#beginString()) {
      this.#readWordOrSymbol();
    }
  }

  #readWordOrSymbol(): void {
    const word = this.#match(WORD[this.#language]);
    const quotedName =
      this.#language === 'kotlin' && this.#match(KOTLIN_QUOTED_NAME);
    if (word) {
      this.#emit(/^\d/.test(word) ? 'number' : 'name', word);
    } else if (quotedName) {
      this.#emit('name', quotedName, quotedName.replaceAll('`', ''));
    } else {
      this.#readSymbol(this.#match(SYMBOL));
    }
  }

  #readSymbol(symbol: string): void {
    if (symbol === '(' || symbol === '[' || symbol === '{') {
      this.#open.push(symbol);
    } else if (symbol === '}') {
      if (this.#closeBrace()) {
        this.#position += 1;
        return;
      }
    } else if (CLOSERS[symbol] && CLOSERS[symbol] === this.#open.at(-1)) {
      this.#open.pop();
    }
    this.#emit('symbol', symbol);
  }

  /** Closes the innermost brace and what was left open in it; true if it was that of `${`. */
  #closeBrace(): boolean {
    const isBrace = (construct: OpenConstruct | undefined) =>
      construct === '{' || construct === '${';
    while (this.#open.length > 0 && !isBrace(this.#open.at(-1))) {
      this.#open.pop();
    }
    const closesTemplate = this.#open.pop() === '${';
    if (closesTemplate) {
      this.#openTemplates -= 1;
    }
    return closesTemplate;
  }

  #beginString(): boolean {
    const string = openString(
      this.#text,
      this.#position,
      this.#language,
      isOperandExpected(this.#previous),
    );
    if (string) {
      this.#open.push(string);
      this.#readString(string, string.contentStart);
    }
    return string !== undefined;
  }

  #readString(string: OpenString, start: number): void {
    const scan = scanString(this.#text, start, string);
    this.#position = scan.position;
    if (scan.end === 'template') {
      this.#open.push('${');
      this.#openTemplates += 1;
      this.#previous = undefined;
    } else if (scan.end === 'closed') {
      this.#open.pop();
      this.#add({
        type: 'string',
        offset: string.offset,
        end: scan.position,
        interpolated: string.interpolated,
        text: scan.text,
      });
    } else {
      this.#reportUnclosedString(string);
    }
  }

  #skipBlockComment(): void {
    // Only Kotlin nests comments.
    const delimiter = this.#language === 'kotlin' ? /\/\*|\*\//g : /\*\//g;
    delimiter.lastIndex = this.#position + 2;
    let depth = 1;
    while (depth > 0) {
      const match = delimiter.exec(this.#text);
      if (!match) {
        this.#problem = {
          offset: this.#position,
          message: 'The comment that begins here is never closed',
        };
        return;
      }
      depth += match[0] === '*/' ? -1 : 1;
    }
    this.#position = delimiter.lastIndex;
  }

  #reportUnclosedString(string: OpenString): void {
    this.#problem = {
      offset: string.offset,
      message: `The string that begins with ${string.style.open} here is never closed`,
    };
  }

  #emit(
    type: 'name' | 'number' | 'symbol' | 'newline',
    source: string,
    text = source,
  ): void {
    const offset = this.#position;
    this.#position += source.length;
    this.#add({ type, offset, end: this.#position, text });
  }

  #add(token: Token): void {
    const innermost = this.#open.at(-1);
    const isInList = innermost === '(' || innermost === '[';
    if (token.type !== 'newline' || !isInList) {
      this.#previous = token;
    }
    // What an interpolation computes is no part of the file's own structure.
    if (this.#openTemplates === 0) {
      this.#tokens.push(token);
    }
    if (this.#tokens.length > MAX_TOKENS) {
      this.#problem = {
        offset: token.offset,
        message: `The file has more than ${MAX_TOKENS} words and signs, which is the limit`,
      };
    }
  }
}

/**
 * Splits a build file into tokens, in time linear in its length.
 *
 * Knows comments, all kinds of strings with their escapes and interpolation, and
 * nothing of what the tokens mean.
 */
export function tokenize(
  text: string,
  language: BuildLanguage,
): Steps<TokenizedText> {
  return new Tokenizer(text, language).run();
}
