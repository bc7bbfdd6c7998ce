import { createHash } from 'node:crypto';
import { stringifyEntityRef } from '@backstage/catalog-model';

const MAX_NAME_LENGTH = 63;
const HASH_LENGTH = 6;

/**
 * Name of the API entity of one version of a contract. A name that is too long is cut, and
 * ends in a hash of the whole, so that it stays unique and stable.
 */
export function contractName(
  boundedContextId: string,
  api: string,
  version: number,
): string {
  const name = `${boundedContextId}-${api}-v${version}`;
  if (name.length <= MAX_NAME_LENGTH) {
    return name;
  }
  const hash = createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, HASH_LENGTH);
  return `${name.slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1)}-${hash}`;
}

/** Entity ref of the API entity with that name. */
export function contractEntityRef(name: string): string {
  return stringifyEntityRef({ kind: 'API', namespace: 'default', name });
}
