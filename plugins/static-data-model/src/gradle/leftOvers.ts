import trim from 'lodash/trim';
import { Span, StringToken, Token } from './tokens';
import { REFERENCE } from './vocabulary';

/** The form of a reference with parts that are computed. */
const COMPUTED_REFERENCE = /^[^\s:]*:[^\s:]*:[^\s/]+$/;

const MAX_REFERENCE_LENGTH = 300;

/** Finds the strings that look like references, and were not understood as such. */
export function findLeftOvers(
  tokens: Token[],
  {
    regions,
    computed,
    used,
  }: {
    /** What is about APIs. */
    regions: Span[];
    /** What is reported otherwise. */
    computed: Span[];
    /** Strings that are references. */
    used: ReadonlySet<Token>;
  },
): Token[] {
  const isInRegion = createCover(regions);
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

/** Tells whether an offset is in one of the spans; must be asked in the order of the offsets. */
export function createCover(spans: Span[]): (offset: number) => boolean {
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
