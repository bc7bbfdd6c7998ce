import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import {
  SyncSourceConfig,
  SourceStore,
  SyncState,
  toConfigSnapshot,
} from '@internal/plugin-static-data-node';
import { TraceOptions } from './traceChanges';

/**
 * Reads what earlier syncs know of where the changes of a sync come from.
 *
 * @param before - the state before the sync, and the branch, tag or commit that it was asked to read
 */
export async function loadOrigins(
  { store, config }: { store: SourceStore; config: SyncSourceConfig },
  before: {
    state: SyncState;
    lastApplied?: SyncHistoryRecord;
    ref: string | undefined;
  },
): Promise<Pick<TraceOptions, 'from' | 'known'>> {
  const { state, lastApplied, ref } = before;
  const { repository, url } = toConfigSnapshot(config);
  const snapshot = lastApplied?.configSnapshot;
  if (snapshot?.repository !== repository || snapshot.url !== url) {
    // Another source, whose revisions have nothing to do with those of this one.
    return { from: undefined, known: new Map() };
  }
  if (ref) {
    // What was dropped on the configured branch may be dropped otherwise on another one.
    return { from: state.revision, known: new Map() };
  }
  const retained = await store.changes.getProvenances(
    lastApplied!.id,
    'retained',
  );
  const held = await store.heldRemovals.list();
  return {
    from: state.revision,
    known: new Map([
      ...retained,
      ...held.map(
        ({ entityRef, provenance }) => [entityRef, provenance] as const,
      ),
    ]),
  };
}
