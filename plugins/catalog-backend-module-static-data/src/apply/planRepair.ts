import { Entity } from '@backstage/catalog-model';
import { CatalogDrift } from '@internal/plugin-static-data-common';
import {
  ChangeToRecord,
  SnapshotEntry,
} from '@internal/plugin-static-data-model';
import { refsOf } from '../refsOf';
import { Drift } from './DriftFinder';

/** What a sync does about the drift of the catalog, besides what it does with the changes. */
export interface Repair {
  /** Refs of entities that the catalog does not show, but may have on record. */
  removeFirst: string[];
  /** What is sent although it has not changed. */
  resent: SnapshotEntry[];
  /** Of what is sent again, that which was not refused before. */
  recorded: SnapshotEntry[];
  /** Of what is sent again, that which was refused and is not shown. */
  refused: SnapshotEntry[];
  /** Undefined if there is nothing to tell. */
  drift?: CatalogDrift;
}

/**
 * Plans how the catalog gets back what it should have.
 *
 * @param changes - refs of what the sync adds or updates, and of what it removes, in any case
 */
export function planRepair(
  drift: Drift,
  changes: { upserted: Set<string>; removed: Set<string> },
): Repair {
  const { upserted, removed } = changes;
  const isUnchanged = ({ entityRef }: { entityRef: string }) =>
    !upserted.has(entityRef) && !removed.has(entityRef);
  const missing = drift.missing.filter(isUnchanged);
  const outdated = drift.outdated.filter(isUnchanged);
  const unexpected = drift.unexpected.filter(({ entityRef }) =>
    removed.has(entityRef),
  );
  const recorded = [...missing, ...outdated];
  const refused = drift.refused.filter(isUnchanged);
  return {
    removeFirst: refsOf([...drift.missing, ...drift.refused]),
    resent: [
      ...recorded,
      ...refused,
      ...drift.refusedUpdates.filter(isUnchanged),
    ],
    recorded,
    refused,
    ...(recorded.length + unexpected.length > 0 && {
      drift: {
        missing: missing.length,
        outdated: outdated.length,
        unexpected: unexpected.length,
      },
    }),
  };
}

/** The changes that a sync records of what it sends again. */
export function toResentChanges(
  { recorded }: Repair,
  entities: Map<string, Entity>,
): ChangeToRecord[] {
  return recorded.flatMap(entry => {
    const { entityRef, kind, owner, hash: digest, sourceFile } = entry;
    const entity = entities.get(entityRef);
    return entity
      ? {
          entityRef,
          kind,
          change: 'resent' as const,
          ...(owner && { owner }),
          sourceFile,
          version: { hash: digest, entity },
        }
      : [];
  });
}
