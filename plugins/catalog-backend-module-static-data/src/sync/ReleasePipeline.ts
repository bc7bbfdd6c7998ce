import { countApiRelationships } from '@internal/plugin-static-data-model';
import { SourceStore } from '@internal/plugin-static-data-node';
import { StaticDataProvider } from '../apply/StaticDataProvider';
import { SyncOutcome } from '../record/completeSync';
import { SyncBaseline } from '../record/loadBaseline';
import { RunningSync } from './RunningSync';

/** Removes all entities of a source that has left the configuration, in place of synchronising them. */
export class ReleasePipeline {
  readonly #options: { store: SourceStore; provider: StaticDataProvider };

  constructor(options: { store: SourceStore; provider: StaticDataProvider }) {
    this.#options = options;
  }

  async run(
    sync: RunningSync,
    { state }: Pick<SyncBaseline, 'state'>,
  ): Promise<SyncOutcome> {
    const { store, provider } = this.#options;
    const removed = await store.snapshot.list();
    const buildFiles = await store.buildFiles.list();
    sync.log.info(
      `The source '${store.sourceId}' has left the configuration, and its entities are released`,
    );
    await sync.run('CATALOG_APPLY', () =>
      provider.apply({ type: 'full', entities: [] }, { signal: sync.signal }),
    );
    return {
      revision: state.revision ?? 'none',
      comparison: {
        diff: { added: [], updated: [], unchanged: [], removed, retained: [] },
        verdict: { allowed: removed, held: [], reasons: [] },
        apiRelationships: countApiRelationships([]),
      },
      findings: [],
      changes: removed.map(({ entityRef, kind, owner, hash, sourceFile }) => ({
        entityRef,
        kind,
        change: 'removed',
        ...(owner && { owner }),
        sourceFile,
        previousHash: hash,
      })),
      repositories: [],
      applied: {
        heldRemovals: [],
        buildFiles: [],
        removedBuildFiles: buildFiles.map(({ repository }) => repository),
        // If the source comes back, it is read and sent as if it were new.
        state: { fullApply: false, release: true },
      },
    };
  }
}
