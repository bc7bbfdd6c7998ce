import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  SnapshotEntry,
  SourcedEntity,
} from '@internal/plugin-static-data-model';
import { SourceStore } from '@internal/plugin-static-data-node';
import { SyncTrigger } from '../record/completeSync';
import { refsOf } from '../refsOf';

/**
 * Leaves out the entities that another source has: the first that has an entity keeps it. As long as it
 * does, each sync reports an error, and so the next one looks again.
 */
export async function leaveToOtherSources<Sourced extends SourcedEntity>(
  entities: Sourced[],
  options: {
    store: {
      sourceId: string;
      snapshot: Pick<SourceStore['snapshot'], 'findInOtherSources' | 'claim'>;
    };
    trigger: Pick<SyncTrigger, 'syncId' | 'dryRun'>;
    /** What the catalog has from this source. */
    snapshot: SnapshotEntry[];
    report: (finding: SyncFinding) => void;
  },
): Promise<Sourced[]> {
  const { store, trigger, report } = options;
  const own = new Set(refsOf(options.snapshot));
  const added = refsOf(entities).filter(ref => !own.has(ref));
  const ownerOf = trigger.dryRun
    ? await store.snapshot.findInOtherSources(added)
    : await store.snapshot.claim(trigger.syncId, added);
  return entities.filter(({ entityRef, sourceFile, sourceLine }) => {
    const owner = ownerOf.get(entityRef);
    if (owner === undefined) {
      return true;
    }
    report({
      severity: 'error',
      phase: 'TRANSFORM',
      code: 'OTHER_SOURCE',
      message: `${entityRef} of the source '${store.sourceId}' is left out, because the catalog has it from the source '${owner}'`,
      hint: `Remove it from one of the two sources, or give it another name. Once '${owner}' does not have it any more, the next sync takes it from '${store.sourceId}'. If '${owner}' has left the configuration, release its entities. If '${owner}' is the id that '${store.sourceId}' had before, write it into 'renamedFrom'.`,
      file: sourceFile,
      line: sourceLine,
      entity: entityRef,
    });
    return false;
  });
}
