import { CHANGE_FINDING_CODES } from '@internal/plugin-static-data-common';
import {
  ANNOTATION_SOURCE_FILE,
  SourcedEntity,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { SourceStore } from '@internal/plugin-static-data-node';
import { SourceVersion } from '../record/completeSync';
import {
  compareEntities,
  CompareOptions,
  loadComparedState,
} from './compareEntities';
import { SourceComparison } from './compareSource';
import { RunningSync } from './RunningSync';

/** Entities that are read at once. */
const PAGE_SIZE = 1_000;

const HINT =
  'The catalog stays as it is. Pin the source to a later sync, or unpin it.';

/**
 * Compares the state that an earlier sync left behind with what was last sent to the catalog, in place of
 * the source: for one without commits, the recorded changes are the only way back.
 *
 * @throws SyncFindingError if that state is not known in full any more
 */
export async function compareState(
  sync: RunningSync,
  syncId: string,
  options: CompareOptions & { store: SourceStore },
): Promise<{ version: SourceVersion; comparison: SourceComparison }> {
  const { store } = options;
  const record = await store.history.get(syncId);
  const { trimmedUpTo = 0 } = await store.state.get();
  if (!record?.revision || record.number <= trimmedUpTo) {
    throw new SyncFindingError({
      phase: 'FETCH',
      code: 'NOT_FOUND',
      message: `The recorded changes no longer reach back to ${
        record ? `sync #${record.number}` : `sync ${syncId}, which is deleted`
      }`,
      hint: HINT,
    });
  }
  const { number, revision, commit } = record;
  sync.log.info(`Going back to the state that sync #${number} left behind`);
  const entities = await sync.run('FETCH', () =>
    loadEntities(sync, { number }, options),
  );
  const comparison = await compareEntities(
    sync,
    { entities, unreadable: [] },
    await loadComparedState(store),
    options,
  );
  const found = await store.findings.listOpen([syncId]);
  return {
    version: { revision, commit },
    comparison: {
      ...comparison,
      findings: [
        ...found.filter(({ code }) => !CHANGE_FINDING_CODES.includes(code)),
        ...comparison.findings,
      ],
      buildFiles: {
        references: new Map(),
        entries: [],
        removed: [],
        timings: [],
      },
      statedConsumers: async () => new Map(),
      changedBuildFiles: new Map(),
    },
  };
}

async function loadEntities(
  { signal }: RunningSync,
  at: { number: number },
  { store }: { store: SourceStore },
): Promise<SourcedEntity[]> {
  const entities: SourcedEntity[] = [];
  let afterEntityRef: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const { entries, hasMore } = await store.changes.listState({
      source: store.sourceId,
      at,
      limit: PAGE_SIZE,
      afterEntityRef,
    });
    const versions = await store.changes.getVersions(
      entries.map(({ hash }) => hash),
    );
    for (const { entityRef, hash, sourceFile } of entries) {
      const entity = versions.get(hash);
      if (!entity) {
        throw new SyncFindingError({
          phase: 'FETCH',
          code: 'STORE',
          message: `The version of ${entityRef} that sync #${at.number} left behind is damaged in the database`,
          hint: HINT,
        });
      }
      const { [ANNOTATION_SOURCE_FILE]: file = sourceFile } =
        entity.metadata.annotations ?? {};
      entities.push({ entity, entityRef, sourceFile: file });
    }
    if (!hasMore) {
      return entities;
    }
    afterEntityRef = entries.at(-1)?.entityRef;
  }
}
