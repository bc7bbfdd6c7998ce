import { Span, Token } from './tokens';

/** A text that is known without running the build. */
export interface Value {
  text: string;
  /** Where it is written, or used. */
  offset: number;
  /** The strings that it comes from. */
  tokens: Token[];
}

/** One text or a list of them. */
export interface Texts {
  type: 'texts';
  values: Value[];
  isList: boolean;
  /** Elements of the list that only running the build could tell. */
  unknown?: Span[];
}

/**
 * What an expression is: texts; something that only running the build could tell; or nothing that
 * could be a text, such as a number.
 */
export type Evaluated =
  | Texts
  | ({ type: 'unknown' } & Span)
  | { type: 'other' };

/** What a name stands for where it is used, if it is not a constant of the file. */
export type Lookup = (name: string) => Evaluated | undefined;

export const OTHER: Evaluated = { type: 'other' };

/** More texts than these are not joined: no reference has as many parts. */
const MAX_OPERANDS = 100;
/** Longer than any path in a repository: those are normalized in time that grows with the square. */
export const MAX_PATH_LENGTH = 1_000;
/** Longer than any reference. */
export const MAX_TEXT_LENGTH = 2_000;
/** Together with the length of a text, it keeps hostile files from growing when they are read. */
const MAX_VALUES = 1_000;
/** One more, so that whoever takes no more than these can tell that there are more. */
const MAX_LISTED_VALUES = MAX_VALUES + 1;

/** @param tokens - the strings that the text comes from */
export function toTexts(text: string, offset: number, tokens: Token[]): Texts {
  return { type: 'texts', values: [{ text, offset, tokens }], isList: false };
}

/** All of the texts, as one list; those beyond the limit count as unknown. */
export function union(evaluated: Evaluated[]): Evaluated {
  const values = evaluated.flatMap(each =>
    each.type === 'texts' ? each.values : [],
  );
  const unknown = evaluated.flatMap((each): Span[] => {
    if (each.type === 'unknown') {
      return [each];
    }
    return each.type === 'texts' ? each.unknown ?? [] : [];
  });
  if (values.length + unknown.length === 0) {
    return OTHER;
  }
  const left = values[MAX_LISTED_VALUES];
  if (left) {
    unknown.push({ offset: left.offset, end: left.offset + left.text.length });
  }
  return {
    type: 'texts',
    values: values.slice(0, MAX_LISTED_VALUES),
    isList: true,
    ...(unknown.length > 0 && { unknown }),
  };
}

/** Every combination of the texts, which is one if none of them is a list. */
export function join(evaluated: Evaluated[], separator: string): Evaluated {
  if (
    evaluated.length > MAX_OPERANDS ||
    !evaluated.every(each => each.type === 'texts')
  ) {
    return OTHER;
  }
  const [first, ...others] = evaluated.map(({ values }) => values);
  let joined = first;
  for (const values of others) {
    if (joined.length * values.length > MAX_VALUES) {
      return OTHER;
    }
    joined = joined.flatMap(left =>
      values.map(right => ({
        text: `${left.text}${separator}${right.text}`,
        offset: left.offset,
        tokens: [...new Set([...left.tokens, ...right.tokens])],
      })),
    );
  }
  return joined.some(({ text }) => text.length > MAX_TEXT_LENGTH)
    ? OTHER
    : { type: 'texts', values: joined, isList: joined.length > 1 };
}
