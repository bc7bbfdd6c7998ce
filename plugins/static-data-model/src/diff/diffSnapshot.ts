import { hash } from 'node:crypto';
import { Entity } from '@backstage/catalog-model';
import stableStringify from 'fast-json-stable-stringify';
import { createYielder } from '../async';
import { findOwner } from '../entities/owners';
import { SourcedEntity } from '../entities/SourcedEntity';
import { UnreadableInput } from '../files/SourceFile';
import { inThread } from '../thread';

/**
 * One entity as it was last applied to the catalog.
 *
 * @public
 */
export interface SnapshotEntry {
  /** Entity ref in lower case, for example `component:default/checkout`. */
  entityRef: string;
  /** For example `Component`. */
  kind: string;
  /** SHA-256 of the entity's canonical JSON. */
  hash: string;
  /** Entity ref of its owner: see {@link findOwner}. */
  owner?: string;
  /** Path in the source of the file that the entity comes from. */
  sourceFile: string;
}

/**
 * An entity with its owner and the digest that tells whether it changed.
 *
 * @public
 */
export interface HashedEntity extends SourcedEntity {
  /** See {@link findOwner}. */
  owner?: string;
  /** SHA-256 of the entity's canonical JSON, in hex. */
  hash: string;
}

/**
 * Hashes an entity: equal content has an equal hash.
 *
 * @returns SHA-256 of the entity's canonical JSON, in hex
 * @public
 */
export function hashEntity(entity: Entity): string {
  return hash('sha256', stableStringify(entity));
}

/**
 * The same, in another thread where the entity is large: the largest take some 60 ms.
 *
 * @public
 */
export const hashEntityInThread = inThread(__filename, hashEntity);

/**
 * Hashes every entity, and finds its owner.
 *
 * @param signal - aborts the hashing, which yields to the event loop
 * @public
 */
export async function hashEntities(
  entities: SourcedEntity[],
  signal: AbortSignal,
): Promise<HashedEntity[]> {
  const yieldWhenDue = createYielder(signal);
  const hashed: HashedEntity[] = [];
  for (const sourced of entities) {
    await yieldWhenDue();
    const { entity } = sourced;
    hashed.push({
      ...sourced,
      owner: findOwner(entity),
      hash: await hashEntityInThread(entity),
    });
  }
  return hashed;
}

/**
 * The entry of an entity in the snapshot, once it is applied.
 *
 * @public
 */
export function toSnapshotEntry(hashed: HashedEntity): SnapshotEntry {
  const { entity, entityRef, owner, sourceFile } = hashed;
  return { entityRef, kind: entity.kind, hash: hashed.hash, owner, sourceFile };
}

/**
 * An entity that differs from its version in the snapshot.
 *
 * @public
 */
export interface UpdatedEntity extends HashedEntity {
  /** Hash of the version in the snapshot. */
  previousHash: string;
}

/**
 * An entity that stays as it is, because what it comes from could not be read.
 *
 * @public
 */
export interface RetainedEntry extends SnapshotEntry {
  /** Why it could not be read, in words. */
  reason?: string;
}

/**
 * The versions of entities before a sync, by entity ref: a map, or what loads them when they are
 * asked for, because all of them together may not fit into memory.
 *
 * @public
 */
export interface PreviousVersions {
  get(entityRef: string): Entity | undefined | Promise<Entity | undefined>;
}

/**
 * The differences between the snapshot and the source.
 *
 * @public
 */
export interface SnapshotDiff {
  added: HashedEntity[];
  updated: UpdatedEntity[];
  unchanged: SnapshotEntry[];
  /** In the snapshot, no longer in the source, and the file that would contain them was read. */
  removed: SnapshotEntry[];
  /** In the snapshot, not in the source, but what they come from could not be read. */
  retained: RetainedEntry[];
}

/**
 * Compares the source with the entities as they were last applied to the catalog.
 *
 * A bad read never deletes: an entity counts as removed only if the file that would
 * contain it was read and parsed. If that file is no longer part of the source, none of its kind may
 * be unreadable.
 *
 * @param signal - aborts the comparison, which yields to the event loop
 * @public
 */
export async function diffSnapshot(
  previous: SnapshotEntry[],
  current: HashedEntity[],
  unreadable: UnreadableInput[],
  signal: AbortSignal,
): Promise<SnapshotDiff> {
  const yieldWhenDue = createYielder(signal);
  const diff: SnapshotDiff = {
    added: [],
    updated: [],
    unchanged: [],
    removed: [],
    retained: [],
  };
  const previousByRef = new Map(previous.map(e => [e.entityRef, e]));
  const currentRefs = new Set<string>();

  for (const entity of current) {
    await yieldWhenDue();
    currentRefs.add(entity.entityRef);
    const before = previousByRef.get(entity.entityRef);
    if (!before) {
      diff.added.push(entity);
    } else if (before.hash !== entity.hash) {
      diff.updated.push({ ...entity, previousHash: before.hash });
    } else {
      diff.unchanged.push(before);
    }
  }

  // The first reason counts.
  const unreadableByKey = new Map<string, UnreadableInput>();
  const unreadableByKind = new Map<string, UnreadableInput>();
  const knownFiles = new Set(current.map(({ sourceFile }) => sourceFile));
  for (const input of unreadable) {
    await yieldWhenDue();
    const key = input.entityRef ?? input.file;
    unreadableByKey.set(key, unreadableByKey.get(key) ?? input);
    knownFiles.add(input.file);
    for (const kind of input.entityKinds ?? []) {
      unreadableByKind.set(kind, unreadableByKind.get(kind) ?? input);
    }
  }
  for (const entry of previous) {
    await yieldWhenDue();
    if (currentRefs.has(entry.entityRef)) {
      continue;
    }
    const input =
      unreadableByKey.get(entry.entityRef) ??
      unreadableByKey.get(entry.sourceFile) ??
      // Its file may have been moved, and be the one that could not be read.
      (knownFiles.has(entry.sourceFile)
        ? undefined
        : unreadableByKind.get(entry.kind));
    if (input) {
      diff.retained.push({
        ...entry,
        ...(input.reason && { reason: input.reason }),
      });
    } else {
      diff.removed.push(entry);
    }
  }
  return diff;
}
