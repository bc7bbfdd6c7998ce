import { parseJson, SyntaxProblem } from './parseJson';
import { parseYaml } from './parseYaml';
import { ContractType } from './types';

/** What an API entity needs of a contract, besides its text. */
export interface ContractDocument {
  description?: string;
  lifecycle?: string;
}

export type ContractDocumentResult =
  | { document: ContractDocument }
  | { problem: SyntaxProblem & { code: 'SYNTAX' | 'SCHEMA' } };

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
  if (!isSchema) {
    return {
      problem: {
        code: 'SCHEMA',
        message: 'is not an Avro schema: expected an object at the top level',
        line: 1,
      },
    };
  }
  return { document: { description: firstParagraph(field(value, 'doc')) } };
}

function readApiDocument(
  value: unknown,
  type: ContractType,
): ContractDocumentResult {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const name = type === 'openapi' ? 'OpenAPI' : 'AsyncAPI';
    return {
      problem: {
        code: 'SCHEMA',
        message: `is not an ${name} document: expected an object at the top level`,
        line: 1,
      },
    };
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
