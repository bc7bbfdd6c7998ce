import { isSymbol, Token } from './tokens';

/** The argument that names the API. */
export interface ReferenceArgument {
  /** A string, or where something begins that only running the file could tell. */
  token: Token;
  isComputed: boolean;
}

/** The arguments of one call. */
export interface CallArguments {
  /** Index of the token after them. */
  end: number;
  reference?: ReferenceArgument;
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

function toReference(value: Token[] = []): ReferenceArgument | undefined {
  const [token] = value;
  if (token?.type === 'string') {
    return { token, isComputed: value.length > 1 || token.interpolated };
  }
  const isComputed =
    (token?.type === 'name' && !CONSTANTS.has(token.text)) ||
    isSymbol(token, '[', '(');
  return isComputed ? { token, isComputed } : undefined;
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
    return { end: index, ...(isComplete && { reference }) };
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
