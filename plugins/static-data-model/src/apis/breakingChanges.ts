import { stripComments } from 'jsonc-parser';
import { parseJson } from '../files/parseJson';
import { parseYaml } from '../files/parseYaml';
import { inThread } from '../thread';
import { findAsyncApiBreaks } from './asyncApiBreaks';
import { findAvroBreaks } from './avroBreaks';
import { toObject } from './documents';
import { findOpenApiBreaks } from './openApiBreaks';

/** By the type of the API: what of a document breaks those who rely on the one before, in words. */
const RULES: Record<string, (before: unknown, after: unknown) => string[]> = {
  openapi: findOpenApiBreaks,
  asyncapi: findAsyncApiBreaks,
  avro: findAvroBreaks,
};

/** What only a document of the type has; Avro's rules see to that themselves. */
const MARKS: Record<string, string[]> = {
  openapi: ['openapi', 'swagger'],
  asyncapi: ['asyncapi'],
};

/**
 * Finds what breaks the consumers of an API, as far as rules that are never wrong can tell:
 * `docs/source-format.md` lists them. Finds nothing in documents that it cannot read.
 *
 * @param type - of the API
 */
export function findBreakingChanges(
  type: string,
  before: string,
  after: string,
): string[] {
  const [old, current] = [before, after].map(text => parse(type, text));
  return old && current ? RULES[type]?.(old.value, current.value) ?? [] : [];
}

/** With aliases, a document says more than its length, so that comparing it takes longer. */
const MAX_LIGHT_LENGTH = 2_000;

/** The same, in another thread unless the documents are short. */
export const findBreakingChangesInThread = inThread(
  __filename,
  findBreakingChanges,
  (...texts) => texts.join('').length <= MAX_LIGHT_LENGTH,
);

/** A document of the type; undefined for what stands in the place of one that was left out. */
function parse(type: string, text: string): { value: unknown } | undefined {
  let parsed;
  if (type === 'avro') {
    parsed = parseJson(stripComments(text, ' '));
  } else {
    parsed = /^\s*[{["]/.test(text) ? parseJson(text) : parseYaml(text);
  }
  if (!('value' in parsed)) {
    return undefined;
  }
  const document = toObject(parsed.value);
  const marks = MARKS[type];
  return !marks || marks.some(mark => mark in document) ? parsed : undefined;
}
