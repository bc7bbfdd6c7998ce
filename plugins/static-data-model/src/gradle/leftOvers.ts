import trim from 'lodash/trim';
import { Steps } from '../async';
import { Definitions } from './definitions';
import { Span, StringToken, Token } from './tokens';
import { REFERENCE } from './vocabulary';

/** The form of a reference with parts that are computed. */
const COMPUTED_REFERENCE = /^[^\s:]*:[^\s:]*:[^\s/]+$/;

const MAX_REFERENCE_LENGTH = 300;

/** Functions that are called by functions beyond these are not looked for. */
const MAX_FUNCTION_DEPTH = 8;

/** Finds the strings that look like references, and were not understood as such. */
export function* findLeftOvers(
  tokens: Token[],
  {
    regions,
    functions,
    computed,
    used,
  }: {
    /** What is about APIs. */
    regions: Span[];
    /** What regions name is about APIs as well. */
    functions: Definitions['functions'];
    /** What is reported otherwise. */
    computed: Span[];
    /** Strings that are references. */
    used: ReadonlySet<Token>;
  },
): Steps<Token[]> {
  const isInRegion = createCover(
    yield* withFunctions(regions, tokens, functions),
  );
  const isComputed = createCover(computed);
  return tokens.filter(
    token =>
      token.type === 'string' &&
      looksLikeReference(token) &&
      isInRegion(token.offset) &&
      !isComputed(token.offset) &&
      !used.has(token),
  );
}

/** Adds the bodies of the functions that are named in regions. */
function* withFunctions(
  regions: Span[],
  tokens: Token[],
  functions: Definitions['functions'],
): Steps<Span[]> {
  const names = new Set<string>();
  let all = regions;
  for (let round = 0; round < MAX_FUNCTION_DEPTH; round += 1) {
    yield;
    const isInRegion = createCover(all);
    const called = tokens.filter(
      ({ type, text, offset }) =>
        type === 'name' &&
        functions.has(text) &&
        isInRegion(offset) &&
        !names.has(text),
    );
    if (called.length === 0) {
      break;
    }
    const added = new Set(called.map(({ text }) => text));
    added.forEach(name => names.add(name));
    all = [...all, ...[...added].flatMap(name => functions.get(name)!)];
  }
  return all;
}

/** Tells whether an offset is in one of the spans; must be asked in the order of the offsets. */
function createCover(spans: Span[]): (offset: number) => boolean {
  const sorted = [...spans].sort((a, b) => a.offset - b.offset);
  let next = 0;
  let coveredUntil = -1;
  return offset => {
    for (; next < sorted.length && sorted[next].offset <= offset; next += 1) {
      coveredUntil = Math.max(coveredUntil, sorted[next].end);
    }
    return offset < coveredUntil;
  };
}

function looksLikeReference({ text, interpolated }: StringToken): boolean {
  if (text.length > MAX_REFERENCE_LENGTH) {
    return false;
  }
  return interpolated
    ? COMPUTED_REFERENCE.test(trim(text, `$"'/`).replace(/\$\{[^{}]*\}/g, '$'))
    : REFERENCE.test(text);
}
