import { parseJson } from '../files/parseJson';
import { parseYaml } from '../files/parseYaml';
import { findAsyncApiBreaks } from './asyncApiBreaks';
import { findAvroBreaks } from './avroBreaks';
import { findOpenApiBreaks } from './openApiBreaks';

/** By the type of the API: what of a document breaks those who rely on the one before, in words. */
const RULES: Record<string, (before: unknown, after: unknown) => string[]> = {
  openapi: findOpenApiBreaks,
  asyncapi: findAsyncApiBreaks,
  avro: findAvroBreaks,
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
  const [old, current] = [before, after].map(parseDocument);
  return old && current ? RULES[type]?.(old.value, current.value) ?? [] : [];
}

function parseDocument(text: string): { value: unknown } | undefined {
  const parsed = /^\s*[{["]/.test(text) ? parseJson(text) : parseYaml(text);
  return 'value' in parsed ? parsed : undefined;
}
