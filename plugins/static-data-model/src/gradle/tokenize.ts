import {
  BuildLanguage,
  findBlockCommentEnd,
  findLineEnd,
  findQuotedNameEnd,
  findWordEnd,
  isLineBreak,
  lineBreakLength,
  SyntaxProblem,
  Token,
} from './tokens';
import { openString, OpenString, scanString } from './stringLiterals';

/** After these Groovy keywords comes an operand, so a slash begins a string. */
const OPERAND_KEYWORDS = new Set([
  ...['as', 'assert', 'case', 'do', 'else', 'in', 'instanceof'],
  ...['new', 'return', 'throw', 'yield'],
]);

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

/** What the tokenizer made of a text. */
export interface TokenizedText {
  /** In file order; those before the problem, if there is one. */
  tokens: Token[];
  problem?: SyntaxProblem;
}

/** Something that is open at the current position; what is inside `${}` stands on its string. */
type OpenConstruct = '(' | '[' | '{' | '${' | OpenString;

const CLOSERS: Record<string, OpenConstruct> = { ')': '(', ']': '[' };

const TWO_CHARACTER_SYMBOLS = ['->', '++', '--', '=='];

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

  run(): TokenizedText {
    if (this.#text.startsWith('#!')) {
      this.#position = findLineEnd(this.#text, 0);
    }
    // Each round moves on by one character or more.
    while (this.#position < this.#text.length && !this.#problem) {
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

  #readCode(): void {
    const start = this.#position;
    const char = this.#text[start];
    const next = this.#text[start + 1];
    if (isLineBreak(char)) {
      this.#emit('newline', start + lineBreakLength(this.#text, start));
    } else if (char.trim() === '') {
      this.#position += 1;
    } else if (char === '\\' && isLineBreak(next)) {
      // Groovy: the statement goes on in the next line.
      this.#position += 1 + lineBreakLength(this.#text, start + 1);
    } else if (char === '/' && next === '/') {
      this.#position = findLineEnd(this.#text, start);
    } else if (char === '/' && next === '*') {
      this.#skipBlockComment();
    } else if (!this.#beginString(start, start)) {
      this.#readWordOrSymbol(char);
    }
  }

  #readWordOrSymbol(char: string): void {
    const start = this.#position;
    const wordEnd = findWordEnd(this.#text, start, this.#language);
    if (wordEnd > start) {
      this.#emit(/\d/.test(char) ? 'number' : 'name', wordEnd);
    } else if (char === '`' && this.#language === 'kotlin') {
      this.#readQuotedName();
    } else if (char === '$') {
      this.#readDollars();
    } else {
      this.#readSymbol(char);
    }
  }

  #readQuotedName(): void {
    const end = findQuotedNameEnd(this.#text, this.#position);
    const name = this.#text.slice(this.#position + 1, end);
    this.#emit('name', this.#text[end] === '`' ? end + 1 : end, name);
  }

  /** Kotlin: `$$"..."` is a string whose interpolation takes as many `$`. */
  #readDollars(): void {
    const start = this.#position;
    let end = start;
    while (this.#text[end] === '$') {
      end += 1;
    }
    if (this.#text[end] !== '"' || !this.#beginString(end, start)) {
      this.#emit('symbol', end);
    }
  }

  #readSymbol(char: string): void {
    const innermost = this.#open.at(-1);
    if (char === '(' || char === '[' || char === '{') {
      this.#open.push(char);
    } else if (char === '}') {
      if (this.#closeBrace()) {
        this.#position += 1;
        return;
      }
    } else if (CLOSERS[char] && CLOSERS[char] === innermost) {
      this.#open.pop();
    }
    const isPair = TWO_CHARACTER_SYMBOLS.some(symbol =>
      this.#text.startsWith(symbol, this.#position),
    );
    this.#emit('symbol', this.#position + (isPair ? 2 : 1));
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

  #beginString(quote: number, start: number): boolean {
    const string = openString(
      this.#text,
      start,
      quote,
      this.#language,
      isOperandExpected(this.#previous),
    );
    if (string) {
      this.#open.push(string);
      this.#readString(string, quote + string.style.open.length);
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
        text: string.interpolated
          ? this.#text.slice(string.offset, scan.position)
          : string.parts.join(''),
      });
    } else {
      this.#reportUnclosedString(string);
    }
  }

  #skipBlockComment(): void {
    const start = this.#position;
    const end = findBlockCommentEnd(this.#text, start, this.#language);
    this.#position = end ?? this.#text.length;
    if (end === undefined) {
      this.#problem = {
        offset: start,
        message: 'The comment that begins here is never closed',
      };
    }
  }

  #reportUnclosedString(string: OpenString): void {
    this.#problem = {
      offset: string.offset,
      message: `The string that begins with ${string.style.open} here is never closed`,
    };
  }

  #emit(
    type: 'name' | 'number' | 'symbol' | 'newline',
    end: number,
    name?: string,
  ): void {
    const offset = this.#position;
    this.#position = end;
    const text = name ?? this.#text.slice(offset, end);
    this.#add({ type, offset, end, text });
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
  }
}

/**
 * Splits a build file into tokens, in time linear in its length.
 *
 * Knows comments, all kinds of strings with their escapes and interpolation, and
 * nothing of what the tokens mean.
 */
export function tokenize(text: string, language: BuildLanguage): TokenizedText {
  return new Tokenizer(text, language).run();
}
