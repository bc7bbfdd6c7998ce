import { hash } from 'node:crypto';
import { parseJson, SyntaxProblem } from '../../files/parseJson';
import { parseYaml } from '../../files/parseYaml';
import { ContractType } from './contractPath';

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
 * Remembers from one sync to the next what contracts say, by the hash of their content: hashing is
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

  /** Returns what is known about the content, or what `parse` makes of it. */
  getOrParse(
    content: Buffer,
    format: string,
    parse: () => ContractDocumentResult,
  ): ContractDocumentResult {
    const key = `${format} ${hash('sha256', content, 'base64')}`;
    const result = this.#current.get(key) ?? this.#previous.get(key) ?? parse();
    this.#current.set(key, result);
    return result;
  }
}

/** Parses the text of a contract. */
export function parseContractDocument(
  text: string,
  format: { type: ContractType; isYaml: boolean },
): ContractDocumentResult {
  const parsed = format.isYaml ? parseYaml(text) : parseJson(text);
  if ('problem' in parsed) {
    return { problem: { code: 'SYNTAX', ...parsed.problem } };
  }
  return format.type === 'avro'
    ? readAvro(parsed.value)
    : readApiDocument(parsed.value, format.type);
}

function readAvro(value: unknown): ContractDocumentResult {
  const isSchema =
    typeof value === 'string' || (typeof value === 'object' && value !== null);
  return isSchema
    ? { document: { description: firstParagraph(field(value, 'doc')) } }
    : notA('Avro schema');
}

function readApiDocument(
  value: unknown,
  type: ContractType,
): ContractDocumentResult {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return notA(`${type === 'openapi' ? 'OpenAPI' : 'AsyncAPI'} document`);
  }
  const info = field(value, 'info');
  const lifecycle = field(info, 'x-lifecycle');
  return {
    document: {
      description: firstParagraph(field(info, 'description')),
      lifecycle:
        typeof lifecycle === 'string'
          ? lifecycle.trim() || undefined
          : undefined,
    },
  };
}

function notA(format: string): ContractDocumentResult {
  return {
    problem: {
      code: 'SCHEMA',
      message: `is not an ${format}: expected an object at the top level`,
      line: 1,
    },
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function firstParagraph(text: unknown): string | undefined {
  if (typeof text !== 'string') {
    return undefined;
  }
  const [paragraph] = text.trim().split(/\n\s*\n/, 1);
  return paragraph.replace(/\s+/g, ' ').trim() || undefined;
}
