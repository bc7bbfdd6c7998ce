import { Entity } from '@backstage/catalog-model';
import {
  SyncChange,
  SyncChangeType,
} from '@internal/plugin-static-data-common';
import { createYielder } from '../async';
import {
  HashedEntity,
  PreviousVersions,
  RetainedEntry,
  SnapshotDiff,
} from '../diff/diffSnapshot';
import { GuardVerdict } from '../guard/guardRemovals';
import { unlessTooMuch } from '../thread';
import { diffEntitiesInThread } from './diffEntities';

/**
 * A change to be recorded.
 *
 * @public
 */
export interface ChangeToRecord extends Omit<SyncChange, 'confirmation'> {
  /** SHA-256 of the version before, where there was one. */
  previousHash?: string;
  /** The version that is sent; only for what was added, updated or sent again. */
  version?: { hash: string; entity: Entity };
}

/**
 * Lists what a sync changes: the entities that it adds, updates and removes, and those that it
 * retains or whose removal it holds. Yields to the event loop while it works.
 *
 * @public
 */
export async function toChanges(options: {
  diff: SnapshotDiff;
  verdict: GuardVerdict;
  /** An update whose previous version is not among them has no differences. */
  previousVersions: PreviousVersions;
  signal: AbortSignal;
}): Promise<ChangeToRecord[]> {
  const { diff, verdict, previousVersions, signal } = options;
  const yieldWhenDue = createYielder(signal);
  const changes: ChangeToRecord[] = [];
  for (const added of diff.added) {
    await yieldWhenDue();
    changes.push(toUpsert('added', added));
  }
  for (const updated of diff.updated) {
    await yieldWhenDue();
    const previous = await previousVersions.get(updated.entityRef);
    const differences =
      previous &&
      (await unlessTooMuch(diffEntitiesInThread(previous, updated.entity)));
    changes.push({
      ...toUpsert('updated', updated),
      previousHash: updated.previousHash,
      ...(differences && { differences }),
    });
  }
  return changes.concat(
    verdict.allowed.map(removed => ({
      ...toSnapshotChange('removed', removed),
      previousHash: removed.hash,
    })),
    diff.retained.map(retained => toSnapshotChange('retained', retained)),
    verdict.held.map(held => toSnapshotChange('held', held)),
  );
}

function toUpsert(
  change: SyncChangeType,
  { entity, entityRef, hash, owner, sourceFile, sourceLine }: HashedEntity,
): ChangeToRecord {
  return {
    entityRef,
    kind: entity.kind,
    change,
    ...(owner && { owner }),
    sourceFile,
    ...(sourceLine !== undefined && { sourceLine }),
    version: { hash, entity },
  };
}

function toSnapshotChange(
  change: SyncChangeType,
  { entityRef, kind, owner, sourceFile, reason }: RetainedEntry,
): ChangeToRecord {
  return {
    entityRef,
    kind,
    change,
    ...(owner && { owner }),
    sourceFile,
    ...(reason && { reason }),
  };
}
