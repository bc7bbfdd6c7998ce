import { hash } from 'node:crypto';
import { toEntityRef } from '../../entities/SourcedEntity';

/**
 * The format that a contract is written in.
 *
 * @public
 */
export type ContractType = 'openapi' | 'avro' | 'asyncapi';

/**
 * What identifies one version of a contract.
 *
 * @public
 */
export interface ContractId {
  boundedContextId: string;
  /** Name of the API, or of the Avro schema. */
  api: string;
  /** The N of `v<N>`. */
  version: number;
}

/**
 * What the path of a contract says.
 *
 * @public
 */
export interface ContractPath extends ContractId {
  type: ContractType;
}

const MAX_NAME_LENGTH = 63;
const HASH_LENGTH = 6;

const CONTRACT_PATH =
  /^([^/]+)\/(openapi|asyncapi|avro)\/([^/]+)\/v(0|[1-9]\d{0,8})\.(yaml|yml|json|avsc)$/;

const COMPANION_FILE =
  /^(readme|changelog|licen[cs]e|codeowners|contributing)(\.[^.]+)?$|\.(md|adoc|txt)$/i;

/** Reads a path relative to the folder of contracts; undefined if it is not the path of a contract. */
export function parseContractPath(path: string): ContractPath | undefined {
  const match = CONTRACT_PATH.exec(path);
  if (!match) {
    return undefined;
  }
  const [, boundedContextId, format, api, version, extension] = match;
  const type = format as ContractType;
  return (type === 'avro') === (extension === 'avsc')
    ? { boundedContextId, type, api, version: Number(version) }
    : undefined;
}

/** Whether a file is meant for people or tools, and plainly is not a contract. */
export function isCompanionFile(path: string): boolean {
  const segments = path.split('/');
  return (
    segments.some(segment => segment.startsWith('.')) ||
    COMPANION_FILE.test(segments[segments.length - 1])
  );
}

/**
 * Name of the API entity of one version of a contract. A name that is too long is cut, and ends
 * in a hash of the whole, so that it stays unique and stable.
 */
export function toContractName(contract: ContractId): string {
  const { boundedContextId, api, version } = contract;
  const name = `${boundedContextId}-${api}-v${version}`;
  if (name.length <= MAX_NAME_LENGTH) {
    return name;
  }
  const suffix = hash('sha256', name).slice(0, HASH_LENGTH);
  return `${name.slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1)}-${suffix}`;
}

/** Ref of the API entity of one version of a contract. */
export function toContractRef(contract: ContractId): string {
  return toEntityRef('API', toContractName(contract));
}
