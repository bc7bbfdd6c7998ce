import { hash } from 'node:crypto';
import { escapeControls } from '@internal/plugin-static-data-common';
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

/** `v1` and `v01` are the same version. */
const VERSION = String.raw`v0*(\d{1,9})`;

const DOCUMENT_PATH = new RegExp(
  `^([^/]+)/(openapi|asyncapi)/([^/]+)/${VERSION}\\.(?:ya?ml|json)$`,
  'i',
);
const AVRO_PATH = new RegExp(`^([^/]+)/avro/([^/]+)/${VERSION}\\.avsc$`, 'i');
const FLAT_AVRO_PATH = new RegExp(
  `^([^/]+)/avro/([^/]+?)(?:-${VERSION})?\\.avsc$`,
  'i',
);

/**
 * Reads a path relative to the folder of contracts; undefined if it is not the path of a contract.
 * None has control characters in it, which would reach the entity.
 */
export function parseContractPath(path: string): ContractPath | undefined {
  if (escapeControls(path) !== path) {
    return undefined;
  }
  const document = DOCUMENT_PATH.exec(path);
  if (document) {
    const [, boundedContextId, format, api, version] = document;
    const type = format.toLowerCase() as ContractType;
    return { boundedContextId, type, api, version: Number(version) };
  }
  const [, boundedContextId, api, version = '1'] =
    AVRO_PATH.exec(path) ?? FLAT_AVRO_PATH.exec(path) ?? [];
  return api
    ? { boundedContextId, type: 'avro', api, version: Number(version) }
    : undefined;
}

/**
 * Name of the API entity of one version of a contract. A name that is too long is cut, and ends
 * in a hash of the whole, so that it stays unique and stable, whatever the case of its letters.
 */
export function toContractName(contract: ContractId): string {
  const { boundedContextId, api, version } = contract;
  const name = `${boundedContextId}-${api}-v${version}`;
  if (name.length <= MAX_NAME_LENGTH) {
    return name;
  }
  const suffix = hash('sha256', name.toLowerCase()).slice(0, HASH_LENGTH);
  return `${name.slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1)}-${suffix}`;
}

/** Ref of the API entity of one version of a contract. */
export function toContractRef(contract: ContractId): string {
  return toEntityRef('API', toContractName(contract));
}
