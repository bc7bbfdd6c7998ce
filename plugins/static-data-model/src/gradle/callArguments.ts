import { isSymbol, StringToken, Token } from './tokens';

/** What the argument is that names the API. */
export type ReferenceArgument =
  | { kind: 'none' }
  | { kind: 'literal'; string: StringToken }
  /** Something that only running the file could tell. */
  | { kind: 'computed'; at: Token };

/** The arguments of one call. */
export interface CallArguments {
  /** Index of the token after them. */
  end: number;
  reference: ReferenceArgument;
}

/** `parentheses`: `java("...")`; `command`: Groovy's `java "..."`. */
export type CallSyntax = 'parentheses' | 'command';

/** Enough to know the argument: name, separator, value, and whether anything follows. */
const REMEMBERED_TOKENS = 4;

const CONSTANTS = new Set(['true', 'false', 'null']);

/** The value of a named argument; Kotlin writes `name = value`, Groovy `name: value`. */
function namedValue(
  argument: Token[],
  syntax: CallSyntax,
): Token[] | undefined {
  const [name, separator] = argument;
  const canBeName = name?.type === 'name' || name?.type === 'string';
  const isNamed =
    isSymbol(separator, ':') ||
    (syntax === 'parentheses' && isSymbol(separator, '='));
  return canBeName && isNamed ? argument.slice(2) : undefined;
}

function toReference(value: Token[] | undefined): ReferenceArgument {
  const first = value?.[0];
  if (!value || !first) {
    return { kind: 'none' };
  }
  if (first.type === 'string') {
    return value.length === 1 && !first.interpolated
      ? { kind: 'literal', string: first }
      : { kind: 'computed', at: first };
  }
  const isComputed =
    (first.type === 'name' && !CONSTANTS.has(first.text)) ||
    isSymbol(first, '[', '(');
  return isComputed ? { kind: 'computed', at: first } : { kind: 'none' };
}

/**
 * Reads the arguments of a call and finds the one that names the API: the first
 * positional argument, or the first named one if there is no other.
 *
 * @param start - index of the first token of the arguments
 */
export function readCallArguments(
  tokens: Token[],
  start: number,
  syntax: CallSyntax,
): CallArguments {
  let positional: Token[] | undefined;
  let named: Token[] | undefined;
  let argument: Token[] = [];
  let previous: Token | undefined;
  let depth = 0;
  let index = start;

  const endArgument = () => {
    const value = namedValue(argument, syntax);
    if (value) {
      named ??= value;
    } else if (argument.length > 0) {
      positional ??= argument;
    }
    argument = [];
  };
  const finish = (isComplete: boolean): CallArguments => {
    endArgument();
    const reference = toReference(positional ?? named);
    return { end: index, reference: isComplete ? reference : { kind: 'none' } };
  };

  for (; index < tokens.length; index += 1) {
    const token = tokens[index];
    const isOutermost = depth === 0;
    const goesOn = isSymbol(previous, ',', ':');
    if (isOutermost && isSymbol(token, ')', ']', '}')) {
      return finish(syntax === 'command' || isSymbol(token, ')'));
    }
    if (isOutermost && syntax === 'command' && !goesOn) {
      if (token.type === 'newline' || isSymbol(token, ';', '{')) {
        return finish(true);
      }
    }
    if (isOutermost && isSymbol(token, ',')) {
      endArgument();
    } else if (
      token.type !== 'newline' &&
      argument.length < REMEMBERED_TOKENS
    ) {
      argument.push(token);
    }
    if (isSymbol(token, '(', '[', '{')) {
      depth += 1;
    } else if (isSymbol(token, ')', ']', '}')) {
      depth -= 1;
    }
    if (token.type !== 'newline') {
      previous = token;
    }
  }
  return finish(syntax === 'command');
}
