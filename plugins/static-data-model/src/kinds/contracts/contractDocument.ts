import { hash } from 'node:crypto';
import {
  listFirst,
  MAX_NAME_LENGTH,
  MAX_TEXT_LENGTH,
  quote,
  truncate,
} from '@internal/plugin-static-data-common';
import { stripComments } from 'jsonc-parser';
import memoize from 'lodash/memoize';
import { parseJson, SyntaxProblem } from '../../files/parseJson';
import { parseYaml } from '../../files/parseYaml';
import { lineOfOffset } from '../../files/readText';
import { inThread } from '../../thread';
import { ContractType } from './contractPath';

const MAX_NAMES = 5;

/** Of a type in a schema that is defined elsewhere in it, or outside of it. */
const AVRO_NAME = /^[A-Za-z_][\w.]*$/;

const AVRO_PRIMITIVES = 'null boolean int long float double bytes string'.split(
  ' ',
);

/** As JSON and YAML can write it. */
const ESCAPED_NUL = /\\(?:u0000|x00|U00000000|0)/;

/**
 * What an API entity takes from a contract, besides its text.
 *
 * @public
 */
export interface ContractDocument {
  description?: string;
  lifecycle?: string;
}

/**
 * A contract, or the reason why it could not be read.
 *
 * @public
 */
export type ContractDocumentResult =
  | { document: ContractDocument }
  | { problem: SyntaxProblem & { code: 'SYNTAX' | 'SCHEMA' } };

/**
 * Remembers from one sync to the next what contracts say, by the hash of their text: hashing is
 * about fifty times faster than parsing, and most contracts do not change. Keeps a few strings
 * for every contract, not the contracts.
 *
 * @public
 */
export class ContractDocumentCache {
  #previous = new Map<string, ContractDocumentResult>();
  #current = new Map<string, ContractDocumentResult>();

  /** Begins a pass over all contracts; what the previous pass did not use is forgotten. */
  beginPass(): void {
    this.#previous = this.#current;
    this.#current = new Map();
  }

  /** Returns what is known about the text, or what `parse` makes of it. */
  async getOrParse(
    text: string,
    format: string,
    parse: () => Promise<ContractDocumentResult>,
  ): Promise<ContractDocumentResult> {
    const key = `${format} ${hash('sha256', text, 'base64')}`;
    const result =
      this.#current.get(key) ?? this.#previous.get(key) ?? (await parse());
    this.#current.set(key, result);
    return result;
  }
}

/** What makes a document a contract of a format. */
const FORMATS: Record<
  ContractType,
  { expected: string; isOfType(value: unknown): boolean }
> = {
  openapi: {
    expected: "an OpenAPI document, which has a field 'openapi' or 'swagger'",
    isOfType: value =>
      hasVersion(value, 'openapi') || hasVersion(value, 'swagger'),
  },
  asyncapi: {
    expected: "an AsyncAPI document, which has a field 'asyncapi'",
    isOfType: value => hasVersion(value, 'asyncapi'),
  },
  avro: { expected: 'an Avro schema', isOfType: isAvroSchema },
};

/** Parses the text of a contract. */
export function parseContractDocument(
  text: string,
  format: { type: ContractType; isYaml: boolean },
): ContractDocumentResult {
  // Apache Avro takes schemas with comments.
  const parsed = format.isYaml
    ? parseYaml(text)
    : parseJson(format.type === 'avro' ? stripComments(text, ' ') : text);
  if ('problem' in parsed) {
    const { message, line } = parsed.problem;
    const isMarkup = /^\s*<[!?a-z]/i.test(text);
    return {
      problem: {
        code: 'SYNTAX',
        message: isMarkup ? `${message}; it looks like HTML or XML` : message,
        line,
      },
    };
  }
  const { value } = parsed;
  const { expected, isOfType } = FORMATS[format.type];
  if (!isOfType(value)) {
    const message = `is not ${expected}: it is ${describeDocument(value)}`;
    return { problem: { code: 'SCHEMA', message, line: 1 } };
  }
  const info = field(value, 'info');
  const document = {
    description: firstParagraph(
      format.type === 'avro' ? field(value, 'doc') : field(info, 'description'),
    ),
    lifecycle: cut(trimmed(field(info, 'x-lifecycle')), MAX_NAME_LENGTH),
  };
  if (Object.values(document).some(it => it?.includes('\0'))) {
    return {
      problem: {
        code: 'SCHEMA',
        message:
          'has the character NUL in its description or lifecycle, which the catalog cannot store',
        line: lineOfOffset(text, Math.max(0, text.search(ESCAPED_NUL))),
      },
    };
  }
  return { document };
}

/** The same, in another thread where the text is long. */
export const parseContractDocumentInThread = inThread(
  __filename,
  parseContractDocument,
);

function hasVersion(value: unknown, name: string): boolean {
  return ['string', 'number'].includes(typeof field(value, name));
}

/**
 * What a value is in Avro: a schema; a word that may be the name of a type, which is a schema only
 * inside of another one; or neither.
 */
type AvroPart = 'schema' | 'name' | undefined;

function isAvroSchema(value: unknown): boolean {
  // In YAML, many aliases can lead to the same part.
  const judge: (part: unknown) => AvroPart = memoize(part =>
    judgeAvro(part, judge),
  );
  return judge(value) === 'schema';
}

function judgeAvro(
  value: unknown,
  judge: (part: unknown) => AvroPart,
): AvroPart {
  if (typeof value === 'string') {
    if (AVRO_PRIMITIVES.includes(value)) {
      return 'schema';
    }
    return AVRO_NAME.test(value) ? 'name' : undefined;
  }
  if (Array.isArray(value)) {
    const judged = value.map(judge);
    // A list of nothing but words is hardly a schema.
    const isUnion = value.some(
      (each, index) =>
        judged[index] === 'schema' ||
        (typeof each === 'string' && each.includes('.')),
    );
    return isUnion && !judged.includes(undefined) ? 'schema' : undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const schemaIf = (isSchema: boolean) => (isSchema ? 'schema' : undefined);
  const type = field(value, 'type');
  switch (type) {
    case 'record':
    case 'error':
      return schemaIf(Array.isArray(field(value, 'fields')));
    case 'enum':
      return schemaIf(Array.isArray(field(value, 'symbols')));
    case 'fixed':
      return schemaIf(typeof field(value, 'size') === 'number');
    case 'array':
      return schemaIf(judge(field(value, 'items')) !== undefined);
    case 'map':
      return schemaIf(judge(field(value, 'values')) !== undefined);
    default:
      return ['properties', '$schema', 'apiVersion'].every(
        name => field(value, name) === undefined,
      )
        ? judge(type)
        : undefined;
  }
}

/** Says what a document is that is no contract of the expected format. */
function describeDocument(value: unknown): string {
  if (value === null || value === undefined) {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value !== 'object') {
    return `nothing but ${quote(String(value))}`;
  }
  const text = (name: string) => trimmed(field(value, name));
  // Of RFC 9457; every API has a title.
  const isProblem =
    field(value, 'status') !== undefined || text('type') !== undefined;
  const message =
    text('message') ?? text('error') ?? (isProblem ? text('title') : undefined);
  if (hasVersion(value, 'openapi') || hasVersion(value, 'swagger')) {
    return 'an OpenAPI document';
  }
  if (hasVersion(value, 'asyncapi')) {
    return 'an AsyncAPI document';
  }
  if (text('apiVersion') && text('kind')) {
    return text('apiVersion')?.startsWith('backstage.io/')
      ? `an entity of Backstage, of kind ${text('kind')}`
      : `a manifest of Kubernetes, of kind ${text('kind')}`;
  }
  if (text('protocol')) {
    return 'an Avro protocol';
  }
  if (field(value, '$schema') !== undefined || field(value, 'properties')) {
    return 'a JSON Schema';
  }
  if (text('type') && isAvroSchema(value)) {
    return 'an Avro schema';
  }
  if (message) {
    return `an error message, ${quote(message)}`;
  }
  const names = Object.keys(value);
  return names.length > 0
    ? `an object with ${listFirst(names, MAX_NAMES, { describe: quote })}`
    : 'an empty object';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function trimmed(text: unknown): string | undefined {
  return typeof text === 'string' ? text.trim() || undefined : undefined;
}

function firstParagraph(text: unknown): string | undefined {
  if (typeof text !== 'string') {
    return undefined;
  }
  const [paragraph] = text.trim().split(/\n\s*\n/, 1);
  return cut(trimmed(paragraph.replace(/\s+/g, ' ')), MAX_TEXT_LENGTH);
}

function cut(text: string | undefined, maxLength: number): string | undefined {
  return text && truncate(text, maxLength);
}
