import { deserialize, serialize } from 'node:v8';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import once from 'lodash/once';
import { quote } from '@internal/plugin-static-data-common';
import { Problem } from '../findings';
import { inThread, TooMuchWorkError } from '../thread';
import {
  JsonLayout,
  MAX_VALUES,
  MAX_VALUES_OF_RECORD,
  parseScannedJson,
  scanJsonYielding,
  TOO_MANY_VALUES,
  TOO_MANY_VALUES_OF_RECORD,
} from './parseJson';
import { countValues, parseYamlRecords, YamlRecords } from './parseYaml';
import { createLineCounter, createLineFinder, lineOfOffset } from './readText';
import { SourceFile } from './SourceFile';

/** Characters of a record in which the line of a field is looked for. */
const MAX_LENGTH_LOOKED_INTO = 256 * 1024;

/** Records of one file: twice as many as the largest sources have entities. */
const MAX_RECORDS = 100_000;

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

/** The elements can be gone through once; each is made when it is its turn. */
type RecordList = { elements: Iterable<RecordElement> } | { problem: Problem };

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
  const layout = await scanJsonYielding(text, yieldWhenDue);
  if ('problem' in layout) {
    return { problem: toSyntaxProblem(file, 'JSON', layout.problem) };
  }
  // Before anything is made of them.
  const hasTooMany = layout.lists.some(
    ({ key, offsets }) =>
      offsets.length > MAX_RECORDS &&
      (key === undefined || isCalled(key, plural)),
  );
  if (hasTooMany) {
    return { problem: tooManyRecords(file, plural) };
  }
  const parsed = await parseScannedJson(text, layout, yieldWhenDue);
  if ('problem' in parsed) {
    return { problem: toSyntaxProblem(file, 'JSON', parsed.problem) };
  }
  const { value } = parsed;
  const list = findList(file, value, plural);
  if ('problem' in list) {
    return list;
  }
  const repeatedField = findTopLevel(layout.repeatedKeys, value);
  if (repeatedField) {
    const [key] = repeatedField.path;
    const line = lineOfOffset(text, repeatedField.offset);
    return { problem: repeatedFieldIn(file, key, line) };
  }
  return { elements: listJsonElements(text, list, layout) };
}

function* listJsonElements(
  text: string,
  { key: listKey, elements }: FoundList,
  { lists, repeatedKeys }: JsonLayout,
): Generator<RecordElement> {
  const { offsets = [], end = 0 } =
    lists.find(({ key }) => key === listKey) ?? {};
  const lineAt = createLineCounter(text);
  let repeatedAt = 0;
  for (const [index, value] of elements.entries()) {
    const [start, stop] = [offsets[index], offsets[index + 1] ?? end];
    const line = lineAt(start);
    const ofRecord: RecordElement['repeatedKeys'] = [];
    for (; repeatedKeys[repeatedAt]?.offset < stop; repeatedAt++) {
      const { path, offset } = repeatedKeys[repeatedAt];
      if (offset > start) {
        ofRecord.push({
          path: withoutKeyOfList(path, listKey),
          line: lineAt(offset),
        });
      }
    }
    const parseRecord = once(() => {
      const record = text.slice(start, stop);
      return { record, tree: parseTree(record) };
    });
    yield {
      value,
      line,
      repeatedKeys: ofRecord,
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
  }
}

/** Values of records that are copied from the thread at once; those of all records would take long. */
const MAX_VALUES_OF_BATCH = 5_000;

/**
 * Characters of all records in YAML, however long the file is: by aliases and merge keys, a few
 * characters can stand for many. The largest file in JSON has a tenth of it.
 */
const MAX_CHARACTERS = 50_000_000;

interface YamlList extends Pick<FoundList, 'key'> {
  /** The elements, serialised some at a time. */
  batches: Uint8Array[];
  /** The 1-based lines of the elements, where known. */
  lines: (number | undefined)[];
  repeatedKeys: YamlRecords['repeatedKeys'];
}

function parseYamlList(
  path: string,
  text: string,
  plural: string,
): YamlList | { problem: Problem } {
  const parsed = parseYamlRecords(text);
  if ('problem' in parsed) {
    return { problem: toSyntaxProblem(path, 'YAML', parsed.problem) };
  }
  const { lines, repeatedKeys } = parsed;
  const repeatedField = findTopLevel(repeatedKeys, parsed.value);
  if (repeatedField) {
    const [key] = repeatedField.path;
    return { problem: repeatedFieldIn(path, key, repeatedField.line) };
  }
  const list = findList(path, parsed.value, plural);
  if ('problem' in list) {
    return list;
  }
  if (list.elements.length > MAX_RECORDS) {
    return { problem: tooManyRecords(path, plural) };
  }
  const serialised = serialiseInBatches(list.elements);
  if ('message' in serialised) {
    return { problem: toSyntaxProblem(path, 'YAML', serialised) };
  }
  return {
    key: list.key,
    ...serialised,
    lines: list.elements.map(element => lines.get(element)),
    repeatedKeys,
  };
}

function serialiseInBatches(
  elements: unknown[],
): Pick<YamlList, 'batches'> | { message: string } {
  const batches: Uint8Array[] = [];
  let batch: unknown[] = [];
  /** What several aliases stand for is copied once for each batch. */
  let counted = new Set<unknown>();
  let valuesOfBatch = 0;
  let values = 0;
  let characters = 0;
  const countCharacters = createCharacterCount();
  for (const element of elements) {
    const count = countValues(element, counted);
    values += count;
    valuesOfBatch += count;
    characters += countCharacters(element);
    if (count > MAX_VALUES_OF_RECORD) {
      return { message: TOO_MANY_VALUES_OF_RECORD };
    }
    if (values > MAX_VALUES) {
      return { message: TOO_MANY_VALUES };
    }
    if (characters > MAX_CHARACTERS) {
      return { message: 'has aliases that stand for too much' };
    }
    batch.push(element);
    if (valuesOfBatch >= MAX_VALUES_OF_BATCH) {
      batches.push(serialize(batch));
      batch = [];
      counted = new Set();
      valuesOfBatch = 0;
    }
  }
  batches.push(serialize(batch));
  return { batches };
}

/** The same, in another thread where the text is long. */
const parseYamlListInThread = inThread(__filename, parseYamlList);

async function readYamlList(
  path: string,
  text: string,
  plural: string,
): Promise<RecordList> {
  try {
    const list = await parseYamlListInThread(path, text, plural);
    return 'problem' in list
      ? list
      : { elements: listYamlElements(text, list) };
  } catch (error) {
    if (!(error instanceof TooMuchWorkError)) {
      throw error;
    }
    return { problem: tooLarge(`${path} ${error.message} to read`) };
  }
}

function* listYamlElements(
  text: string,
  { key: listKey, batches, lines, repeatedKeys }: YamlList,
): Generator<RecordElement> {
  const getLineFinder = once(() => createLineFinder(text));
  let index = -1;
  for (const value of listSerialised(batches)) {
    index++;
    const line = lines[index];
    const end = lines[index + 1] ?? Infinity;
    yield {
      value,
      line,
      repeatedKeys: repeatedKeys
        .filter(({ line: at }) => (line ?? Infinity) <= at && at < end)
        .map(({ path, line: at }) => ({
          path: withoutKeyOfList(path, listKey),
          line: at,
        })),
      // The fields of records stand on lines of their own, or all on one.
      lineOf([field, position]) {
        if (!line) {
          return undefined;
        }
        const start = getLineFinder()(line);
        const looked = text
          .slice(start, start + MAX_LENGTH_LOOKED_INTO)
          .split('\n', Math.max(1, Math.min(end - line, MAX_LINES_LOOKED_AT)));
        const found = looked.findIndex(it => isField(it, String(field)));
        if (found < 0) {
          return line;
        }
        return typeof position === 'number'
          ? line + found + linesBefore(looked.slice(found + 1), position)
          : line + found;
      },
    };
  }
}

/** Counts the characters of a value as they would be without aliases; goes through each alias once. */
function createCharacterCount(): (value: unknown) => number {
  const counts = new Map<object, number>();
  const count = (value: unknown): number => {
    if (!isObject(value)) {
      return typeof value === 'string' ? value.length : 1;
    }
    let characters = counts.get(value);
    if (characters === undefined) {
      characters = 1;
      for (const [key, part] of Object.entries(value)) {
        characters += key.length + count(part);
      }
      counts.set(value, characters);
    }
    return characters;
  };
  return count;
}

function* listSerialised(batches: Uint8Array[]): Generator<unknown> {
  for (const batch of batches) {
    yield* deserialize(batch);
  }
}

/** Whether a field of that name begins on a line. */
function isField(line: string, name: string): boolean {
  const field = line.replace(/^[\s-]*["']?/, '');
  return field.startsWith(name) && /^["']?\s*:/.test(field.slice(name.length));
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

function tooLarge(message: string): Problem {
  return {
    code: 'TOO_LARGE',
    message,
    hint: `Make the records fewer or simpler. ${UNTIL_THEN}`,
  };
}

function tooManyRecords(path: string, plural: string): Problem {
  return tooLarge(`${path} has more than ${MAX_RECORDS} ${plural}`);
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
function withoutKeyOfList(path: string[], listKey?: string): string[] {
  return listKey === undefined ? path : path.slice(1);
}

function repeatedFieldIn(path: string, key: string, line: number): Problem {
  return {
    code: 'DUPLICATE',
    message: `${path} has the field ${quote(key)} twice`,
    hint: `Remove one of the two. ${UNTIL_THEN}`,
    line,
  };
}

interface FoundList {
  /** The field that the list is in; undefined at the top level. */
  key?: string;
  elements: unknown[];
}

function findList(
  path: string,
  value: unknown,
  plural: string,
): FoundList | { problem: Problem } {
  const lists: FoundList[] = Array.isArray(value)
    ? [{ elements: value }]
    : Object.entries(isObject(value) ? value : {}).flatMap(([key, elements]) =>
        Array.isArray(elements) && isCalled(key, plural)
          ? { key, elements }
          : [],
      );
  return lists.length === 1
    ? lists[0]
    : { problem: noList(path, value, plural) };
}

/** The field that a list of records is best put into, if it is not at the top level. */
export function toListField(plural: string): string {
  return plural.replace(/ (\w)/g, (_, letter) => letter.toUpperCase());
}

/** `boundedContexts`, `bounded-contexts` and `bounded contexts` are the same. */
function isCalled(key: string, plural: string): boolean {
  // Of a name that is much longer, the letters are not even looked for.
  return key.length < 2 * plural.length && toLetters(key) === toLetters(plural);
}

function toLetters(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function noList(path: string, value: unknown, plural: string): Problem {
  const field = toListField(plural);
  const message =
    isObject(value) && Object.hasOwn(value, 'message')
      ? value.message
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
