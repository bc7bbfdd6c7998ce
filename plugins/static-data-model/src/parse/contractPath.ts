import { ContractType } from './types';

/** What the path of a contract says. */
export interface ContractPath {
  boundedContextId: string;
  type: ContractType;
  api: string;
  version: number;
}

const CONTRACT_PATH =
  /^([^/]+)\/(?:(openapi|asyncapi)\/([^/]+)\/v(0|[1-9]\d{0,8})\.(?:yaml|yml|json)|avro\/([^/]+)\/v(0|[1-9]\d{0,8})\.avsc)$/;

const COMPANION_FILE =
  /^(readme|changelog|licen[cs]e|codeowners|contributing)(\.[^.]+)?$|\.(md|adoc|txt)$/i;

/** Reads a path relative to the folder of contracts; undefined if it is not that of a contract. */
export function parseContractPath(path: string): ContractPath | undefined {
  const match = CONTRACT_PATH.exec(path);
  if (!match) {
    return undefined;
  }
  const [, boundedContextId, type, api, version, schema, schemaVersion] = match;
  if (schema) {
    return {
      boundedContextId,
      type: 'avro',
      api: schema,
      version: Number(schemaVersion),
    };
  }
  return {
    boundedContextId,
    type: type === 'openapi' ? 'openapi' : 'asyncapi',
    api,
    version: Number(version),
  };
}

/** Whether a file plainly is no contract: one for people or for tools. */
export function isCompanionFile(path: string): boolean {
  const segments = path.split('/');
  return (
    segments.some(segment => segment.startsWith('.')) ||
    COMPANION_FILE.test(segments[segments.length - 1])
  );
}
