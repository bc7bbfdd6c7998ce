import { toError } from '@backstage/errors';
import { printParseErrorCode, visit } from 'jsonc-parser';
import sortedIndex from 'lodash/sortedIndex';
import { toSafeText } from '@internal/plugin-static-data-common';
import { runSteps, Steps } from '../async';
import { inThread } from '../thread';
import { lineOfOffset } from './readText';

/** Deeper nesting is nothing that anyone wrote by hand; the parsers below are recursive. */
export const MAX_NESTING = 100;

export const TOO_DEEP = `is nested more than ${MAX_NESTING} levels deep`;

/**
 * Values in a file of records: 20 for each record of the largest source. More of them would take
 * long to copy or to parse at once, as `[],[],[]` does.
 */
export const MAX_VALUES = 1_000_000;

export const TOO_MANY_VALUES = `has more than ${MAX_VALUES} values`;

/**
 * Values of one record, and of all that is around the records: three lists as long as they may be.
 * They are parsed at once, which for so many fields takes 40 ms.
 */
export const MAX_VALUES_OF_RECORD = 30_000;

export const TOO_MANY_VALUES_OF_RECORD = `has more than ${MAX_VALUES_OF_RECORD} values in one record, or around the records`;

const MAX_QUOTED_LENGTH = 40;

/** Keys of a text that are there twice: where more are, something else is wrong. */
const MAX_REPEATED_KEYS = 10_000;

/** Characters that are looked at in one step. */
const STEP_LENGTH = 100_000;

/** Characters before an error among which a comma is looked for. */
const MAX_LOOKBACK = 1000;

/**
 * Why a text does not parse.
 *
 * @public
 */
export interface SyntaxProblem {
  /** Continues a sentence that begins with the name of the file. */
  message: string;
  /** 1-based. */
  line?: number;
}

/** A list at the top level, or directly under a key of the object there. */
export interface JsonList {
  /** Undefined at the top level. */
  key?: string;
  /** Offsets at which its elements begin. */
  offsets: number[];
  /** Offset of its closing bracket. */
  end: number;
}

export interface JsonLayout {
  lists: JsonList[];
  /** Keys that an object has twice, at the second place, behind those that lead to the object. */
  repeatedKeys: { path: string[]; offset: number }[];
}

export type JsonResult =
  | { value: unknown; layout: JsonLayout }
  | { problem: SyntaxProblem };

/** Parses strict JSON: no comments, no trailing commas. */
export function parseJson(text: string): JsonResult {
  const scan = scanLayout(text);
  let step = scan.next();
  while (!step.done) {
    step = scan.next();
  }
  const layout = step.value;
  if ('problem' in layout) {
    return layout;
  }
  const parsed = parseValue(text);
  return 'error' in parsed
    ? { problem: findSyntaxProblem(text, parsed.error) }
    : { ...parsed, layout };
}

function parseValue(text: string): { value: unknown } | { error: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: toError(error).message };
  }
}

/**
 * Finds what `JSON.parse` does not tell: where elements begin, keys that are there twice, and
 * nesting that is too deep for a recursive parser. Looks only at brackets, commas, colons and
 * strings, as texts can have megabytes.
 */
function* scanLayout(
  text: string,
  { maxValues, maxValuesOfRecord } = {
    maxValues: Infinity,
    maxValuesOfRecord: Infinity,
  },
): Steps<JsonLayout | { problem: SyntaxProblem }> {
  const lists: JsonList[] = [];
  const repeatedKeys: JsonLayout['repeatedKeys'] = [];
  /** The keys of the objects around the place; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  /** The latest key of each of them. */
  const latestKeys: string[] = [];
  let list: JsonList | undefined;
  let listDepth = 0;
  let expectsElement = false;
  let latest = { key: '', offset: 0 };
  let nextStep = STEP_LENGTH;
  let isInList = false;
  const values = { all: 0, ofElement: 0, aroundLists: 0 };
  const countValue = () => {
    values.all++;
    values[isInList ? 'ofElement' : 'aroundLists']++;
  };

  for (let i = 0; i < text.length; i++) {
    if (i >= nextStep) {
      yield;
      nextStep = i + STEP_LENGTH;
    }
    const char = text[i];
    if (char === ' ' || char === '\n' || char === '\r' || char === '\t') {
      continue;
    }
    if (expectsElement && char !== ']') {
      list?.offsets.push(i);
      values.ofElement = 0;
    }
    expectsElement = false;
    if (char === '"') {
      const start = i;
      do {
        if (i >= nextStep) {
          yield;
          nextStep = i + STEP_LENGTH;
        }
        i = text.indexOf('"', i + 1);
      } while (i >= 0 && isEscaped(text, i));
      i = i < 0 ? text.length : i;
      latest = { key: text.slice(start + 1, i), offset: start };
    } else if (char === ':') {
      const keys = open.at(-1);
      const key = unescape(latest.key);
      latestKeys[open.length - 1] = key;
      if (keys?.has(key)) {
        if (repeatedKeys.length >= MAX_REPEATED_KEYS) {
          const message = `has more than ${MAX_REPEATED_KEYS} fields twice`;
          return { problem: { message, line: lineOfOffset(text, i) } };
        }
        repeatedKeys.push({
          path: latestKeys.filter((_, depth) => open[depth]),
          offset: latest.offset,
        });
      }
      keys?.add(key);
      if (open.length === 1) {
        latest.key = key;
      }
    } else if (char === '[' || char === '{') {
      countValue();
      const isTopLevel =
        open.length === 0 || (open.length === 1 && open[0] !== undefined);
      if (char === '[' && isTopLevel) {
        list = {
          ...(open.length === 1 && { key: latest.key }),
          offsets: [],
          end: text.length,
        };
        lists.push(list);
        listDepth = open.length + 1;
        isInList = true;
        expectsElement = true;
      }
      open.push(char === '{' ? new Set() : undefined);
      if (open.length > MAX_NESTING) {
        const line = lineOfOffset(text, i);
        return { problem: { message: TOO_DEEP, line } };
      }
    } else if (char === ']' || char === '}') {
      if (list && open.length === listDepth) {
        list.end = Math.min(list.end, i);
        isInList = false;
      }
      open.pop();
    } else if (char === ',') {
      countValue();
      expectsElement = open.length === listDepth && open.at(-1) === undefined;
    }
    const isTooMany = values.all > maxValues;
    if (
      isTooMany ||
      Math.max(values.ofElement, values.aroundLists) > maxValuesOfRecord
    ) {
      const message = isTooMany ? TOO_MANY_VALUES : TOO_MANY_VALUES_OF_RECORD;
      return { problem: { message, line: lineOfOffset(text, i) } };
    }
  }
  return { lists, repeatedKeys };
}

/** Whether there is an odd number of backslashes before a character. */
function isEscaped(text: string, offset: number): boolean {
  let start = offset;
  while (text[start - 1] === '\\') {
    start -= 1;
  }
  return (offset - start) % 2 === 1;
}

/** The same key can be written with escapes and without. */
function unescape(key: string): string {
  if (!key.includes('\\')) {
    return key;
  }
  try {
    return JSON.parse(`"${key}"`);
  } catch {
    return key;
  }
}

function findSyntaxProblem(text: string, error: string): SyntaxProblem {
  const conflict = findMergeConflict(text);
  if (conflict) {
    return conflict;
  }
  let problem: SyntaxProblem | undefined;
  let depth = 0;
  let isComplete = false;
  const enter = () => {
    depth += 1;
  };
  const leave = () => {
    depth -= 1;
    isComplete = depth === 0;
  };
  try {
    visit(
      text,
      {
        onObjectBegin: enter,
        onArrayBegin: enter,
        onObjectEnd: leave,
        onArrayEnd: leave,
        onError(code, offset, length, startLine) {
          if (problem) {
            return;
          }
          const token = text.slice(offset, offset + length).trim();
          const name = printParseErrorCode(code);
          const isBehind =
            isComplete && token !== '' && name !== 'InvalidCommentToken';
          const words = describeError(isBehind ? 'EndOfFileExpected' : name, {
            before: text.slice(Math.max(0, offset - MAX_LOOKBACK), offset),
            token,
          });
          problem = {
            message: `is not valid JSON: ${words}`,
            line: startLine + 1,
          };
        },
      },
      { disallowComments: true },
    );
  } catch (tooDeep) {
    // The parser is recursive; what it found before it gave up is all that is asked for.
    if (!problem) {
      throw tooDeep;
    }
  }
  return (
    problem ?? {
      message: `is not valid JSON: ${error}`,
    }
  );
}

const findSyntaxProblemInThread = inThread(__filename, findSyntaxProblem);

/**
 * The first half of {@link parseJson}, for a file of records; lets other work go on meanwhile.
 *
 * @param yieldWhenDue - awaited between the steps
 */
export async function scanJsonYielding(
  text: string,
  yieldWhenDue: () => Promise<void>,
): Promise<JsonLayout | { problem: SyntaxProblem }> {
  const limits = {
    maxValues: MAX_VALUES,
    maxValuesOfRecord: MAX_VALUES_OF_RECORD,
  };
  return runSteps(scanLayout(text, limits), yieldWhenDue);
}

/**
 * The second half, for a text that was scanned.
 *
 * @param yieldWhenDue - awaited between the steps
 */
export async function parseScannedJson(
  text: string,
  layout: JsonLayout,
  yieldWhenDue: () => Promise<void>,
): Promise<{ value: unknown } | { problem: SyntaxProblem }> {
  const parsed =
    text.length > STEP_LENGTH
      ? await runSteps(parseInSteps(text, layout), yieldWhenDue)
      : parseValue(text);
  return 'error' in parsed
    ? { problem: await findSyntaxProblemInThread(text, parsed.error) }
    : parsed;
}

/**
 * Parses the text without the elements of its lists, and then these, some in each step: all of it at
 * once takes `JSON.parse` more than 100 ms for a large file. The parts are valid if the text is, and
 * only then.
 *
 * @param stepLength - characters in which elements that are parsed in one step begin
 */
export function* parseInSteps(
  text: string,
  { lists }: JsonLayout,
  stepLength = STEP_LENGTH,
): Steps<{ value: unknown } | { error: string }> {
  let around = '';
  let aroundFrom = 0;
  for (const { offsets, end } of lists) {
    around += text.slice(aroundFrom, offsets[0] ?? end);
    aroundFrom = end;
  }
  const parsed = parseValue(around + text.slice(aroundFrom));
  if ('error' in parsed) {
    return parsed;
  }
  let { value } = parsed;
  for (const { key, offsets, end } of lists) {
    const elements: unknown[] = [];
    while (elements.length < offsets.length) {
      yield;
      const start = offsets[elements.length];
      const next = sortedIndex(offsets, start + stepLength);
      // Between a comma and the element after it is nothing but white space.
      const stop =
        next < offsets.length ? text.lastIndexOf(',', offsets[next] - 1) : end;
      const some = parseValue(`[${text.slice(start, stop)}]`);
      if ('error' in some) {
        return some;
      }
      for (const element of some.value as unknown[]) {
        elements.push(element);
      }
      if (elements.length !== next) {
        return { error: 'an element is missing' };
      }
    }
    if (key === undefined) {
      value = elements;
    } else if (Array.isArray(Reflect.get(value as object, key))) {
      // Of a key that is there several times, the last one counts.
      Reflect.set(value as object, key, elements);
    }
  }
  return { value };
}

/** What nobody means to keep in a file is told before its effects. */
export function findMergeConflict(text: string): SyntaxProblem | undefined {
  const marker = /^<{7} /m.exec(text);
  return marker
    ? {
        message: 'has a merge conflict that was not resolved',
        line: lineOfOffset(text, marker.index),
      }
    : undefined;
}

/** What was expected, and what stands there. */
function describeError(
  code: ReturnType<typeof printParseErrorCode>,
  { before, token }: { before: string; token: string },
): string {
  const found = token
    ? `found ${toSafeText(token, MAX_QUOTED_LENGTH)}`
    : 'found the end of the file';
  const isClosing = token === ']' || token === '}';
  if (/,\s*$/.test(before) && isClosing) {
    return `expected no comma before '${token}'`;
  }
  switch (code) {
    case 'InvalidSymbol':
      return /^['‘’“”]/.test(token)
        ? `expected text in double quotes, ${found}`
        : `expected a value, or a name in double quotes, ${found}`;
    case 'InvalidNumberFormat':
    case 'UnexpectedEndOfNumber':
      return `expected a number, ${found}`;
    case 'PropertyNameExpected':
      return `expected the name of a field in double quotes, ${found}`;
    case 'ValueExpected':
      return `expected a value, ${found}`;
    case 'ColonExpected':
      return `expected a colon after the name of a field, ${found}`;
    case 'CommaExpected':
      return isClosing
        ? `expected a comma or '${token === ']' ? '}' : ']'}', ${found}`
        : `expected a comma before this, ${found}`;
    case 'CloseBraceExpected':
      return `expected a comma or '}', ${found}`;
    case 'CloseBracketExpected':
      return `expected a comma or ']', ${found}`;
    case 'EndOfFileExpected':
      return `expected the end of the file, ${found}`;
    case 'InvalidCommentToken':
    case 'UnexpectedEndOfComment':
      return `expected no comments, ${found}`;
    case 'UnexpectedEndOfString':
      return `expected double quotes at the end of the text, ${found}`;
    case 'InvalidUnicode':
      return `expected four hexadecimal digits after \\u, ${found}`;
    case 'InvalidEscapeCharacter':
      return `expected one of "\\/bfnrtu after a backslash, ${found}`;
    case 'InvalidCharacter':
      return `expected tabs and other control characters as escapes such as \\t, ${found}`;
    default:
      return `expected something else, ${found}`;
  }
}
