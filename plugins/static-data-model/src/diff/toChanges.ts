import { Entity } from '@backstage/catalog-model';
import { SyncChangeType } from '@internal/plugin-static-data-common';
import { ChangeToRecord, SnapshotEntry } from './types';
import { diffEntities } from './diffEntities';
import { GuardVerdict } from '../guard/guardRemovals';
import { createYielder } from '../async';
import { SnapshotDiff } from './diffSnapshot';
import { HashedEntity } from './hashEntities';

/**
 * Says of every entity that is not as it was what a sync does with it: what was added, updated,
 * removed, retained and held.
 *
 * @param options.previousVersions - the entities of the snapshot, by entity ref; an update
 * whose previous version is not among them has no differences
 * @param options.signal - ends the comparison, which lets the event loop yieldWhenDue meanwhile
 */
export async function toChanges(options: {
  diff: SnapshotDiff;
  verdict: GuardVerdict;
  previousVersions: Map<string, Entity>;
  signal: AbortSignal;
}): Promise<ChangeToRecord[]> {
  const { diff, verdict, previousVersions, signal } = options;
  const yieldWhenDue = createYielder(signal);
  const changes: ChangeToRecord[] = diff.added.map(added =>
    toUpsert('added', added),
  );
  for (const updated of diff.updated) {
    await yieldWhenDue();
    const previous = previousVersions.get(updated.entityRef);
    changes.push({
      ...toUpsert('updated', updated),
      previousHash: updated.previousHash,
      ...(previous && { differences: diffEntities(previous, updated.entity) }),
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
  { entity, entityRef, hash, sourceFile, sourceLine }: HashedEntity,
): ChangeToRecord {
  return {
    entityRef,
    kind: entity.kind,
    change,
    sourceFile,
    ...(sourceLine !== undefined && { sourceLine }),
    version: { hash, entity },
  };
}

function toSnapshotChange(
  change: SyncChangeType,
  { entityRef, kind, sourceFile }: SnapshotEntry,
): ChangeToRecord {
  return { entityRef, kind, change, sourceFile };
}
