import { Entity } from '@backstage/catalog-model';
import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  HashedEntity,
  toSnapshotEntry,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry, SourceStore } from '@internal/plugin-static-data-node';
import { SyncBaseline, UNKNOWN_BASELINE } from '../record/loadBaseline';
import { ComparedStore } from '../sync/compareEntities';

/** What the source would become at the merge base. */
export interface BaseVersion {
  commit: string;
  readAt: number;
  entities: HashedEntity[];
  findings: SyncFinding[];
  /** As they were then, so that what syncs learn of them meanwhile is no change of a pull request. */
  buildFiles: BuildFileEntry[];
}

/** The store of the source, with the entities of a merge base in place of those of the catalog. */
export function toComparedStore(
  { entities, buildFiles }: BaseVersion,
  store: SourceStore,
): ComparedStore {
  const byRef = new Map(
    entities.map(({ entityRef, entity }) => [entityRef, entity]),
  );
  return {
    sourceId: store.sourceId,
    snapshot: {
      list: async () => entities.map(toSnapshotEntry),
      getEntities: async refs =>
        new Map(
          refs.flatMap((ref): [string, Entity][] => {
            const entity = byRef.get(ref);
            return entity ? [[ref, entity]] : [];
          }),
        ),
      findInOtherSources: refs => store.snapshot.findInOtherSources(refs),
      claim: (syncId, refs) => store.snapshot.claim(syncId, refs),
    },
    heldRemovals: { list: async () => [] },
    buildFiles: { list: async () => buildFiles },
  };
}

/** What a sync of the head is compared with, where it is recorded. */
export function toBaseline({ entities, findings }: BaseVersion): SyncBaseline {
  const entityCounts = new Map<string, number>();
  for (const { entity } of entities) {
    entityCounts.set(entity.kind, (entityCounts.get(entity.kind) ?? 0) + 1);
  }
  return { ...UNKNOWN_BASELINE, entityCounts, openFindings: findings };
}
