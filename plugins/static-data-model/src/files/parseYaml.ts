import { toError } from '@backstage/errors';
import {
  DEFAULT_SCHEMA,
  EventType,
  load,
  Schema,
  State,
  Type,
  YAMLException,
} from 'js-yaml';
import {
  findMergeConflict,
  MAX_NESTING,
  MAX_VALUES,
  SyntaxProblem,
  TOO_DEEP,
  TOO_MANY_VALUES,
} from './parseJson';

/** Characters that all aliases of a document together may stand for, outside of mappings. */
const MAX_ALIASED_LENGTH = 1_000_000;

const STANDARD_TAG = 'tag:yaml.org,2002:';

/**
 * All standard types except `!!omap`, whose check for duplicate keys takes quadratic time
 * (js-yaml 4.3). Tags of applications, such as `!Ref`, leave values as they are.
 */
const YAML_SCHEMA = DEFAULT_SCHEMA.extend({
  explicit: [
    new Type(`${STANDARD_TAG}omap`, {
      kind: 'sequence',
      resolve: () => false,
    }),
    ...(['scalar', 'sequence', 'mapping'] as const).map(
      kind =>
        new Type('', {
          kind,
          multi: true,
          // With the tag as its second argument, which the types do not have.
          resolve: (...args: unknown[]) =>
            !String(args[1]).startsWith(STANDARD_TAG),
        }),
    ),
  ],
});

/**
 * The same for records, which have no numbers and no dates: what looks like one is a text, as it is
 * written. `007` stays `007`.
 */
const RECORD_SCHEMA = YAML_SCHEMA.extend({
  implicit: ['int', 'float', 'timestamp'].map(
    name =>
      new Type(`${STANDARD_TAG}${name}`, {
        kind: 'scalar',
        resolve: (text: string | null) => /^[-+.\d]/.test(text ?? ''),
        construct: (text: string) => text,
      }),
  ),
});

const REPEATED_KEY = 'duplicated mapping key';

/** A private character of Unicode, around the number before a key that is there twice. */
const REPEATED_MARK = '\uE000';
const MARKED_KEY = /^\uE000(\d+)\uE000/;

/** Finding a key that is there twice takes reading the file once more. */
const MAX_REPEATED_KEYS = 20;
const MAX_LENGTH_READ_AGAIN = 1_000_000;

/** The only error of the library that does not tell its line. */
const MORE_DOCUMENTS = 'expected a single document in the stream';

class AliasLimitError extends Error {
  constructor(readonly line: number) {
    super('aliases repeat too much');
  }
}

/**
 * Limits how much aliases stand for. js-yaml 4.3 does not copy what they stand for, except where
 * a sequence is the key of a mapping: that becomes one long string.
 */
class AliasLimit {
  /** Whether there are aliases: without them, nothing is deeper than the library has limited it to. */
  hasAny = false;
  #length = 0;

  listen(event: EventType, state: State): void {
    // An alias is a node that has a result, but no kind of its own.
    if (event !== 'close' || state.kind !== null) {
      return;
    }
    const value: unknown = state.result;
    this.hasAny ||= typeof value === 'object' && value !== null;
    const parts: unknown[] = Array.isArray(value) ? value : [value];
    for (const part of parts) {
      this.#length += typeof part === 'string' ? part.length : 1;
      if (this.#length > MAX_ALIASED_LENGTH) {
        throw new AliasLimitError(state.line + 1);
      }
    }
  }
}

/**
 * Parses a YAML document in time roughly proportional to its length, whatever is in it. The
 * library itself limits nesting and merge keys.
 */
export function parseYaml(
  text: string,
  {
    schema = YAML_SCHEMA,
    lines,
  }: {
    schema?: Schema;
    /** Filled with the 1-based lines on which mappings begin. */
    lines?: Map<unknown, number>;
  } = {},
):
  | { value: unknown }
  | {
      problem: SyntaxProblem;
      /** The key that is there twice, if that is the problem. */
      repeatedKey?: { offset: number; line: number };
    } {
  try {
    const aliases = new AliasLimit();
    const rememberLine = lines && createLineListener(lines);
    const listener = (event: EventType, state: State) => {
      aliases.listen(event, state);
      rememberLine?.(event, state);
    };
    const value = load(text, { schema, listener });
    if (!aliases.hasAny) {
      return { value };
    }
    const depth = depthOf(value);
    if (depth === Infinity) {
      const message = 'has an alias that stands for something around it';
      return { problem: { message } };
    }
    return depth > MAX_NESTING ? { problem: { message: TOO_DEEP } } : { value };
  } catch (error) {
    const conflict = findMergeConflict(text);
    const isRepeated =
      error instanceof YAMLException && error.reason === REPEATED_KEY;
    return {
      problem: conflict ?? toProblem(error, text),
      ...(isRepeated &&
        !conflict && {
          repeatedKey: {
            offset: error.mark.position,
            line: error.mark.line + 1,
          },
        }),
    };
  }
}

/** A document with records. */
export interface YamlRecords {
  value: unknown;
  /** The 1-based lines on which mappings begin. */
  lines: Map<unknown, number>;
  /** Keys that a mapping has twice, at the second place, behind those that lead to the mapping. */
  repeatedKeys: { path: string[]; line: number }[];
}

/** Parses a YAML document with records. A key that is there twice does not cost the others. */
export function parseYamlRecords(
  text: string,
  maxValues = MAX_VALUES,
): YamlRecords | { problem: SyntaxProblem } {
  const repeated: { key: string; line: number }[] = [];
  let marked = text;
  for (;;) {
    const lines = new Map<unknown, number>();
    const parsed = parseYaml(marked, { schema: RECORD_SCHEMA, lines });
    if (!('problem' in parsed)) {
      if (countValues(parsed.value) > maxValues) {
        return { problem: { message: TOO_MANY_VALUES } };
      }
      const around = findMarkedKeys(parsed.value);
      const repeatedKeys = repeated.map(({ key, line }, index) => ({
        path: [...(around.get(index) ?? []), key],
        line,
      }));
      return { value: parsed.value, lines, repeatedKeys };
    }
    const { repeatedKey } = parsed;
    const isTooMuch =
      repeated.length >= MAX_REPEATED_KEYS ||
      repeated.length * text.length > MAX_LENGTH_READ_AGAIN;
    if (!repeatedKey || isTooMuch) {
      return parsed;
    }
    const { offset, line } = repeatedKey;
    const [, quotation = '', key = ''] =
      /^(["']?)([^"':\s]*)/.exec(marked.slice(offset, offset + 200)) ?? [];
    const start = offset + quotation.length;
    const mark = `${REPEATED_MARK}${repeated.length}${REPEATED_MARK}`;
    marked = `${marked.slice(0, start)}${mark}${marked.slice(start)}`;
    repeated.push({ key, line });
  }
}

/** The keys that lead to each mapping with a marked key, by the number in the mark. */
function findMarkedKeys(
  value: unknown,
  path: string[] = [],
  found = new Map<number, string[]>(),
  done = new Set<unknown>(),
): Map<number, string[]> {
  if (typeof value === 'object' && value !== null && !done.has(value)) {
    done.add(value);
    for (const [key, part] of Object.entries(value)) {
      const [, number] = MARKED_KEY.exec(key) ?? [];
      if (number !== undefined) {
        found.set(Number(number), path);
      }
      findMarkedKeys(
        part,
        Array.isArray(value) ? path : [...path, key],
        found,
        done,
      );
    }
  }
  return found;
}

/**
 * How many levels a value has, those of what aliases stand for included: nobody who goes through them
 * may run out of stack. Infinitely many if it contains itself, which no JSON can and no reader expects.
 */
function depthOf(value: unknown, depths = new Map<object, number>()): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  let depth = depths.get(value);
  if (depth === undefined) {
    // Until it is known, whoever comes here again is inside of the value.
    depths.set(value, Infinity);
    depth = 1;
    for (const part of Object.values(value)) {
      depth = Math.max(depth, 1 + depthOf(part, depths));
    }
    depths.set(value, depth);
  }
  return depth;
}

/**
 * Counts what a copy of a value has in it: what several aliases stand for is copied once.
 *
 * @param counted - what was counted with other values of the same copy; is added to
 */
export function countValues(
  value: unknown,
  counted = new Set<unknown>(),
): number {
  if (typeof value !== 'object' || value === null || counted.has(value)) {
    return 1;
  }
  counted.add(value);
  return Object.values(value).reduce(
    (sum: number, part) => sum + countValues(part, counted),
    1,
  );
}

function createLineListener(lines: Map<unknown, number>) {
  const openLines: number[] = [];
  return (event: EventType, state: State) => {
    if (event === 'open') {
      openLines.push(state.line + 1);
      return;
    }
    const line = openLines.pop();
    if (line && state.kind === 'mapping' && !lines.has(state.result)) {
      lines.set(state.result, line);
    }
  };
}

function toProblem(error: unknown, text: string): SyntaxProblem {
  if (error instanceof YAMLException) {
    if (error.reason.startsWith(MORE_DOCUMENTS)) {
      return {
        message: 'has more than one YAML document in it',
        line: lineOfSecondDocument(text),
      };
    }
    // Not every one of these exceptions has a mark, whatever the types say.
    const mark: { line: number } | undefined = error.mark;
    return {
      message: `is not valid YAML: ${error.reason}`,
      // The library ends every text with a line break, so its end may be on an extra line.
      line: mark && Math.min(mark.line + 1, text.split('\n').length),
    };
  }
  return {
    message: `is not valid YAML: ${toError(error).message}`,
    line: error instanceof AliasLimitError ? error.line : undefined,
  };
}

/** The line of the first marker after something that is neither a comment nor a directive. */
function lineOfSecondDocument(text: string): number | undefined {
  const lines = text.split('\n');
  const content = lines.findIndex(line => !/^(?:\s*$|[#%]|---\s*$)/.test(line));
  const marker = lines.findIndex(
    (line, index) => index > content && /^---(?:\s|$)/.test(line),
  );
  return marker < 0 ? undefined : marker + 1;
}
