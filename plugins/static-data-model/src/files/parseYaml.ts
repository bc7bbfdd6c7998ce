import { toError } from '@backstage/errors';
import {
  DEFAULT_SCHEMA,
  EventType,
  load,
  State,
  Type,
  YAMLException,
} from 'js-yaml';
import { findMergeConflict, SyntaxProblem } from './parseJson';

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

/** The only error of the library that does not tell its line. */
const MORE_DOCUMENTS = 'expected a single document in the stream';

class AliasLimitError extends Error {
  constructor(readonly line: number) {
    super('aliases repeat too much');
  }
}

/**
 * Parses a YAML document in time roughly proportional to its length, whatever is in it. The
 * library itself limits nesting and merge keys.
 *
 * @param lines - filled with the 1-based lines on which mappings begin
 */
export function parseYaml(
  text: string,
  lines?: Map<unknown, number>,
): { value: unknown } | { problem: SyntaxProblem } {
  try {
    const limitAliases = createAliasLimit();
    const rememberLine = lines && createLineListener(lines);
    const listener = (event: EventType, state: State) => {
      limitAliases(event, state);
      rememberLine?.(event, state);
    };
    const value = load(text, { schema: YAML_SCHEMA, listener });
    return isCircular(value)
      ? {
          problem: {
            message: 'has an alias that stands for something around it',
          },
        }
      : { value };
  } catch (error) {
    return { problem: findMergeConflict(text) ?? toProblem(error, text) };
  }
}

/** Whether a value contains itself, which no JSON can and no reader expects. */
function isCircular(
  value: unknown,
  around = new Set<unknown>(),
  done = new Set<unknown>(),
): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) {
    return false;
  }
  if (around.has(value)) {
    return true;
  }
  around.add(value);
  const found = Object.values(value).some(part =>
    isCircular(part, around, done),
  );
  around.delete(value);
  done.add(value);
  return found;
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

/**
 * Limits how much aliases stand for. js-yaml 4.3 does not copy what they stand for, except where
 * a sequence is the key of a mapping: that becomes one long string.
 */
function createAliasLimit() {
  let aliasedLength = 0;
  return (event: EventType, state: State) => {
    // An alias is a node that has a result, but no kind of its own.
    if (event !== 'close' || state.kind !== null) {
      return;
    }
    const value: unknown = state.result;
    const parts: unknown[] = Array.isArray(value) ? value : [value];
    for (const part of parts) {
      aliasedLength += typeof part === 'string' ? part.length : 1;
      if (aliasedLength > MAX_ALIASED_LENGTH) {
        throw new AliasLimitError(state.line + 1);
      }
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
