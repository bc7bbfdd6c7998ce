import {
  CallSyntax,
  readCallArguments,
  ReferenceArgument,
} from './callArguments';
import { isSymbol, SyntaxProblem, Token } from './tokens';

/**
 * Where a token stands: outside of `openapi` and `avro`, in one of them, in their
 * `producer` or `consumer`, or in something there that cannot hold references.
 */
type Context = 'outside' | 'section' | 'provides' | 'consumes' | 'opaque';

/** The name before a bracket: `java` of `java("...")` and of `java("...") { }`. */
interface BlockHead {
  name: string;
  /** The name before the dot. */
  receiver?: string;
}

const SECTIONS = new Set(['openapi', 'avro']);
const RELATIONS = new Map<string, Context>([
  ['producer', 'provides'],
  ['consumer', 'consumes'],
]);

/** Their blocks are statements of the block around them, not closures given to a call. */
const CONTROL_FLOW = new Set([
  ...['if', 'else', 'for', 'while', 'do', 'when'],
  ...['try', 'catch', 'finally'],
]);
/** What follows these on the same line is a statement. */
const STATEMENT_PREFIXES = new Set(['else', 'do', 'try', 'finally']);
/** The name after these is declared, not called. */
const DECLARATIONS = new Set([
  ...['class', 'def', 'enum', 'fun', 'interface', 'object', 'task'],
  ...['val', 'var', 'void'],
]);
const NOT_CALLED = new Set([
  ...CONTROL_FLOW,
  ...DECLARATIONS,
  ...['as', 'assert', 'case', 'import', 'in', 'is', 'new', 'package'],
  ...['return', 'super', 'switch', 'synchronized', 'this', 'throw'],
]);

/** What a block is to the blocks around it. */
function contextOfBlock(parent: Context, head: BlockHead | undefined): Context {
  const { name = '', receiver = '' } = head ?? {};
  if (parent === 'opaque' || CONTROL_FLOW.has(name)) {
    return parent;
  }
  if (parent === 'provides' || parent === 'consumes') {
    return 'opaque';
  }
  if (SECTIONS.has(name)) {
    return 'section';
  }
  const relation = RELATIONS.get(name);
  if (relation && (parent === 'section' || SECTIONS.has(receiver))) {
    return relation;
  }
  return parent;
}

/** An argument of a call in a `producer` or `consumer` block that should name an API. */
export interface ApiReference extends ReferenceArgument {
  relation: 'provides' | 'consumes';
}

/** What a build file says about APIs, in file order. */
export interface ApiReferences {
  references: ApiReference[];
  problem?: SyntaxProblem;
}

interface OpenBracket {
  offset: number;
  symbol: string;
  context: Context;
  head?: BlockHead;
}

const CLOSERS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** Names of the object that a block configures. */
const SELF = new Set(['this', 'it', 'delegate']);
/** A statement does not end after these, even where the line does. */
const CONTINUED_AFTER = ['=', '==', ',', '.', '?', ':', '&', '|', '+'];

function nameOf(token: Token | undefined): string | undefined {
  return token?.type === 'name' ? token.text : undefined;
}

class ApiReferenceReader {
  readonly #tokens: Token[];
  readonly #references: ApiReference[] = [];
  readonly #open: OpenBracket[] = [];
  #problem: SyntaxProblem | undefined;
  /** What a bracket at the current position belongs to. */
  #head: BlockHead | undefined;
  /** The token before the current one, newlines left out, and the one before that. */
  #previous: Token | undefined;
  #beforePrevious: Token | undefined;
  #atStatementStart = true;
  /** Index of the first token that is no argument of a call that was read. */
  #callEnd = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  run(): ApiReferences {
    for (let index = 0; index < this.#tokens.length; index += 1) {
      const token = this.#tokens[index];
      if (token.type === 'newline') {
        this.#readNewline();
        continue;
      }
      if (token.type === 'symbol') {
        this.#readSymbol(token.text, token.offset);
      } else {
        this.#readCall(token, index);
        this.#readWord(token);
      }
      if (this.#problem) {
        break;
      }
      this.#beforePrevious = this.#previous;
      this.#previous = token;
    }
    const unclosed = this.#open.at(-1);
    if (unclosed && !this.#problem) {
      this.#reportUnclosed(unclosed);
    }
    return { references: this.#references, problem: this.#problem };
  }

  #context(): Context {
    return this.#open.at(-1)?.context ?? 'outside';
  }

  #readNewline(): void {
    const continued = isSymbol(this.#previous, ...CONTINUED_AFTER);
    const innermost = this.#open.at(-1);
    const isInBlock = !innermost || innermost.symbol === '{';
    if (isInBlock && !continued) {
      this.#atStatementStart = true;
    }
  }

  #readWord(token: Token): void {
    if (token.type !== 'name') {
      this.#head = undefined;
      this.#atStatementStart = false;
      return;
    }
    const receiver = isSymbol(this.#previous, '.')
      ? nameOf(this.#beforePrevious)
      : undefined;
    this.#head = DECLARATIONS.has(nameOf(this.#previous) ?? '')
      ? undefined
      : { name: token.text, receiver };
    const isSelf = this.#atStatementStart && SELF.has(token.text);
    this.#atStatementStart = isSelf || STATEMENT_PREFIXES.has(token.text);
  }

  #readSymbol(symbol: string, offset: number): void {
    const isAfterSelf = SELF.has(nameOf(this.#previous) ?? '');
    const wasAtStart = this.#atStatementStart;
    this.#atStatementStart = symbol === ';' || symbol === '->';
    if (symbol === '(' || symbol === '[' || symbol === '{') {
      this.#openBracket(symbol, offset);
    } else if (CLOSERS[symbol]) {
      this.#closeBracket(symbol, offset);
    } else {
      this.#head = undefined;
      if (symbol === '.' && isAfterSelf && wasAtStart) {
        this.#atStatementStart = true;
      }
    }
  }

  #openBracket(symbol: string, offset: number): void {
    const parent = this.#open.at(-1);
    const context = this.#context();
    if (symbol === '{') {
      // `openapi({ ... })` is `openapi { ... }`.
      const isSoleArgument =
        parent?.symbol === '(' && isSymbol(this.#previous, '(');
      const head = isSoleArgument ? parent.head : this.#head;
      this.#open.push({
        offset,
        symbol,
        context: contextOfBlock(context, head),
      });
      this.#atStatementStart = true;
    } else {
      const holdsReferences = context === 'provides' || context === 'consumes';
      this.#open.push({
        offset,
        symbol,
        context: holdsReferences ? 'opaque' : context,
        head: symbol === '(' ? this.#head : undefined,
      });
    }
    this.#head = undefined;
  }

  #closeBracket(symbol: string, offset: number): void {
    const bracket = this.#open.pop();
    if (!bracket) {
      this.#problem = {
        offset,
        message: `There is nothing that this ${symbol} closes`,
      };
    } else if (bracket.symbol !== CLOSERS[symbol]) {
      this.#reportUnclosed(bracket);
    } else {
      // A block after `name(...)` belongs to the name.
      this.#head = bracket.head;
      this.#atStatementStart =
        symbol === '}' || CONTROL_FLOW.has(bracket.head?.name ?? '');
    }
  }

  #reportUnclosed({ offset, symbol }: OpenBracket): void {
    this.#problem = { offset, message: `The ${symbol} here is never closed` };
  }

  /** Reads a call that is a statement of a `producer` or `consumer` block. */
  #readCall(token: Token, index: number): void {
    const relation = this.#context();
    if (
      !this.#atStatementStart ||
      index < this.#callEnd ||
      (relation !== 'provides' && relation !== 'consumes') ||
      NOT_CALLED.has(nameOf(token) ?? '')
    ) {
      return;
    }
    const call = this.#findArguments(token, index);
    if (!call) {
      return;
    }
    const { end, reference } = readCallArguments(
      this.#tokens,
      call.start,
      call.syntax,
    );
    this.#callEnd = end;
    if (reference) {
      this.#references.push({ relation, ...reference });
    }
  }

  #findArguments(
    callee: Token,
    index: number,
  ): { start: number; syntax: CallSyntax } | undefined {
    const next = this.#tokens[index + 1];
    // `"java"("...")` calls by name.
    if (isSymbol(next, '(') && callee.type !== 'number') {
      return { start: index + 2, syntax: 'parentheses' };
    }
    if (callee.type !== 'name') {
      return undefined;
    }
    const isNamedArgument =
      next?.type === 'name' && isSymbol(this.#tokens[index + 2], ':');
    return next?.type === 'string' || isNamedArgument
      ? { start: index + 1, syntax: 'command' }
      : undefined;
  }
}

/**
 * Finds the API references in the tokens of a build file, following its nesting.
 *
 * Nothing is evaluated: both branches of a condition count, and an argument that is
 * not a plain string is handed back as computed.
 */
export function readApiReferences(tokens: Token[]): ApiReferences {
  return new ApiReferenceReader(tokens).run();
}
