import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import once from 'lodash/once';
import { quote } from '@internal/plugin-static-data-common';
import { Problem } from '../findings';
import { TooMuchWorkError } from '../thread';
import { parseJsonYielding } from './parseJson';
import { parseYamlRecordsInThread } from './parseYaml';
import { lineOfOffset } from './readText';
import { SourceFile } from './SourceFile';

/** Characters of a record in which the line of a field is looked for. */
const MAX_LENGTH_LOOKED_INTO = 256 * 1024;

/** One element of the list in a file. */
export interface RecordElement {
  value: unknown;
  /** 1-based, where known. */
  line?: number;
  /** What the record, or an object in it, has twice: the keys that lead there. */
  repeatedKeys: { path: string[]; line: number }[];
  /** 1-based line of a field, or of the record where it is not known. */
  lineOf(field: PropertyKey[]): number | undefined;
}

type RecordList = { elements: RecordElement[] } | { problem: Problem };

/** Lines of a record in YAML among which a field is looked for: aliases may repeat long records. */
const MAX_LINES_LOOKED_AT = 1000;

const UNTIL_THEN =
  'Until then the catalog keeps the last known good version of everything that comes from the file.';

/**
 * Reads a file with a list of records, in JSON or YAML: the list is at the top level, or in a field
 * that is called like the records.
 *
 * @param plural - what the records are called, for example `bounded contexts`
 * @param yieldWhenDue - awaited meanwhile
 */
export async function readRecordList(
  file: SourceFile,
  plural: string,
  yieldWhenDue: () => Promise<void>,
): Promise<RecordList> {
  if ('problem' in file) {
    return file;
  }
  const { text } = file;
  return /\.ya?ml$/i.test(file.path)
    ? readYamlList(file.path, text, plural)
    : readJsonList(file.path, text, plural, yieldWhenDue);
}

async function readJsonList(
  file: string,
  text: string,
  plural: string,
  yieldWhenDue: () => Promise<void>,
): Promise<RecordList> {
  const parsed = await parseJsonYielding(text, yieldWhenDue);
  if ('problem' in parsed) {
    return { problem: toSyntaxProblem(file, 'JSON', parsed.problem) };
  }
  const { value, layout } = parsed;
  const list = findList(value, plural);
  if (!list) {
    return { problem: noList(file, value, plural) };
  }
  const repeatedField = findTopLevel(layout.repeatedKeys, value);
  if (repeatedField) {
    const [key] = repeatedField.path;
    const line = lineOfOffset(text, repeatedField.offset);
    return { problem: repeatedFieldIn(file, key, line) };
  }
  const { offsets = [], end = 0 } =
    layout.lists.find(({ key }) => key === list.key) ?? {};
  const lineAt = createLineCounter(text);
  let repeatedAt = 0;
  return {
    elements: list.elements.map((element, index) => {
      const [start, stop] = [offsets[index], offsets[index + 1] ?? end];
      const line = lineAt(start);
      const repeatedKeys: RecordElement['repeatedKeys'] = [];
      for (; layout.repeatedKeys[repeatedAt]?.offset < stop; repeatedAt++) {
        const { path, offset } = layout.repeatedKeys[repeatedAt];
        if (offset > start) {
          repeatedKeys.push({
            path: withoutKeyOfList(path, value),
            line: lineAt(offset),
          });
        }
      }
      const parseRecord = once(() => {
        const record = text.slice(start, stop);
        return { record, tree: parseTree(record) };
      });
      return {
        value: element,
        line,
        repeatedKeys,
        lineOf(field) {
          if (stop - start > MAX_LENGTH_LOOKED_INTO) {
            return line;
          }
          const { record, tree } = parseRecord();
          const path = field.map(it => (typeof it === 'symbol' ? '' : it));
          const node = tree && findNodeAtLocation(tree, path);
          return node ? line + lineOfOffset(record, node.offset) - 1 : line;
        },
      };
    }),
  };
}

async function readYamlList(
  path: string,
  text: string,
  plural: string,
): Promise<RecordList> {
  let parsed;
  try {
    parsed = await parseYamlRecordsInThread(text);
  } catch (error) {
    if (!(error instanceof TooMuchWorkError)) {
      throw error;
    }
    return {
      problem: {
        code: 'TOO_LARGE',
        message: `${path} ${error.message} to read`,
        hint: `Make the records fewer or simpler. ${UNTIL_THEN}`,
      },
    };
  }
  if ('problem' in parsed) {
    return { problem: toSyntaxProblem(path, 'YAML', parsed.problem) };
  }
  const { lines, repeatedKeys } = parsed;
  const repeatedField = findTopLevel(repeatedKeys, parsed.value);
  if (repeatedField) {
    const [key] = repeatedField.path;
    return { problem: repeatedFieldIn(path, key, repeatedField.line) };
  }
  const list = findList(parsed.value, plural);
  if (!list) {
    return { problem: noList(path, parsed.value, plural) };
  }
  const getLines = once(() => text.split('\n'));
  /** The lines of the file, without what stands before a field. */
  const getFields = once(() =>
    getLines().map(it => it.replace(/^[\s-]*["']?/, '')),
  );
  const starts = list.elements.map(value => lines.get(value) ?? Infinity);
  return {
    elements: list.elements.map((value, index) => {
      const line = lines.get(value);
      return {
        value,
        line,
        repeatedKeys: repeatedKeys
          .filter(
            ({ line: at }) =>
              starts[index] <= at && at < (starts[index + 1] ?? Infinity),
          )
          .map(repeated => ({
            ...repeated,
            path: withoutKeyOfList(repeated.path, parsed.value),
          })),
        // The fields of records stand on lines of their own, or all on one.
        lineOf([field, position]) {
          if (!line) {
            return undefined;
          }
          const next = starts[index + 1] ?? Infinity;
          const end = Math.min(next - 1, line + MAX_LINES_LOOKED_AT);
          const found = getFields()
            .slice(line - 1, Math.max(line, end))
            .findIndex(
              it =>
                it.startsWith(String(field)) &&
                /^["']?\s*:/.test(it.slice(String(field).length)),
            );
          if (found < 0) {
            return line;
          }
          const fieldLine = line + found;
          return typeof position === 'number'
            ? fieldLine +
                linesBefore(getLines().slice(fieldLine, end), position)
            : fieldLine;
        },
      };
    }),
  };
}

/**
 * How many lines after a field one of its elements is, if each has a line of its own that begins with
 * a dash; 0 if they do not.
 */
function linesBefore(lines: string[], position: number): number {
  const [dash] = /^\s*-\s/.exec(lines[0] ?? '') ?? [];
  const elements = lines.flatMap((it, index) =>
    dash !== undefined && it.startsWith(dash) ? [index + 1] : [],
  );
  return elements[position] ?? 0;
}

/** Finds a key that the object at the top level of a file has twice. */
function findTopLevel<Repeated extends { path: string[] }>(
  repeatedKeys: Repeated[],
  content: unknown,
): Repeated | undefined {
  return Array.isArray(content)
    ? undefined
    : repeatedKeys.find(({ path }) => path.length === 1);
}

/** Of the keys that lead to something in a record, those in the record. */
function withoutKeyOfList(path: string[], content: unknown): string[] {
  return Array.isArray(content) ? path : path.slice(1);
}

function repeatedFieldIn(path: string, key: string, line: number): Problem {
  return {
    code: 'DUPLICATE',
    message: `${path} has the field '${key}' twice`,
    hint: `Remove one of the two. ${UNTIL_THEN}`,
    line,
  };
}

function findList(
  value: unknown,
  plural: string,
): { key?: string; elements: unknown[] } | undefined {
  if (Array.isArray(value)) {
    return { elements: value };
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const lists = Object.entries(value).filter(
    ([key, elements]) =>
      toLetters(key) === toLetters(plural) && Array.isArray(elements),
  );
  return lists.length === 1
    ? { key: lists[0][0], elements: lists[0][1] }
    : undefined;
}

/** `boundedContexts`, `bounded-contexts` and `bounded contexts` are the same. */
function toLetters(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}

function noList(path: string, value: unknown, plural: string): Problem {
  const field = plural.replace(/ (\w)/g, (_, letter) => letter.toUpperCase());
  const message =
    typeof value === 'object' && value !== null
      ? Object.entries(value).find(([key]) => key === 'message')?.[1]
      : undefined;
  return {
    code: 'SCHEMA',
    message: `${path} must hold a list of records, at its top level or in a field '${field}'${
      typeof message === 'string' ? `; it says: ${quote(message)}` : ''
    }`,
    hint: `Put the records between square brackets. ${UNTIL_THEN}`,
    line: 1,
  };
}

function toSyntaxProblem(
  path: string,
  format: string,
  problem: { message: string; line?: number },
): Problem {
  return {
    code: 'SYNTAX',
    message: `${path} ${problem.message}`,
    hint: `Correct the ${format} at this line. ${UNTIL_THEN}`,
    line: problem.line,
  };
}

/** Tells the lines of ascending offsets. */
function createLineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return offset => {
    while (next >= 0 && next < offset) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
