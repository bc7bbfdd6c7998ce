import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import stableStringify from 'fast-json-stable-stringify';
import { SourcedEntity } from '../entities/SourcedEntity';

/** An entity with the digest that tells whether it changed. */
export interface HashedEntity extends SourcedEntity {
  /** SHA-256 of the entity's canonical JSON, in hex. */
  hash: string;
}

const CHUNK_SIZE = 250;

/** Hashes every entity once, in chunks so that the event loop can yieldWhenDue. */
export async function hashEntities(
  entities: SourcedEntity[],
  signal: AbortSignal,
): Promise<HashedEntity[]> {
  const hashed: HashedEntity[] = [];
  for (const [index, sourced] of entities.entries()) {
    if (index > 0 && index % CHUNK_SIZE === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
    const json = stableStringify(sourced.entity);
    hashed.push({ ...sourced, hash: hash('sha256', json) });
  }
  return hashed;
}
