import { Entity } from '@backstage/catalog-model';
import {
  ApiRelationshipStats,
  HeldRemoval,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import {
  checkVanished,
  ContractDocumentCache,
  countApiRelationships,
  createYielder,
  describeRecords,
  diffSnapshot,
  guardRemovals,
  GuardVerdict,
  hashEntities,
  KnownRemovals,
  ParsedSource,
  parseSource,
  SnapshotDiff,
  SnapshotEntry,
  SourceFile,
  toHeldFinding,
  transformSource,
} from '@internal/plugin-static-data-model';
import {
  StaticDataConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { BuildFilesResult, readBuildFiles } from '../buildFiles/readBuildFiles';
import { SourceReader } from '../source/SourceReader';
import { RunningSync } from './RunningSync';

/** How the source differs from what was last sent to the catalog. */
export interface SourceComparison {
  diff: SnapshotDiff;
  verdict: GuardVerdict;
  /** Everything that the catalog should have after the sync, including what is retained or held. */
  entities: Entity[];
  apiRelationships: ApiRelationshipStats;
  findings: SyncFinding[];
  buildFiles: BuildFilesResult;
}

/** Turns the source into entities, compares them with the snapshot, and has removals guarded. */
export async function compareSource(
  sync: RunningSync,
  files: SourceFile[],
  options: {
    config: StaticDataConfig;
    source: SourceReader;
    store: StaticDataStore;
    contractCache: ContractDocumentCache;
  },
): Promise<SourceComparison> {
  const { config, source, store, contractCache } = options;
  const { log } = sync;
  const findings: SyncFinding[] = [];
  const reading = {
    report: (finding: SyncFinding) => void findings.push(finding),
    signal: sync.signal,
    onProgress: (done: number, total: number) => sync.report(done, total),
  };
  const applied = await store.snapshot.list();
  const known = toKnownRemovals(await store.heldRemovals.list());

  const parsed = await sync.run('PARSE', () => {
    checkVanished(applied, files, config.files);
    return parseSource(files, {
      ...reading,
      files: config.files,
      contractCache,
    });
  });
  log.info(`Parsed ${describeRecords(parsed)}`);

  const buildFiles = await sync.run('FETCH', async () =>
    readBuildFiles({
      ...reading,
      applications: parsed.applications,
      stored: await store.buildFiles.list(),
      source,
    }),
  );
  log.info(
    `Read the build files of ${buildFiles.timings.length} repositories; ${buildFiles.entries.length} are new or have changed`,
  );

  const inputs = { config, source, parsed, buildFiles, applied, known };
  let compared = await compareWithSnapshot(sync, inputs, known.held);
  const heldRefs = refsOf(compared.verdict.held);
  if ([...heldRefs].some(ref => !known.held.has(ref))) {
    log.info(
      'Comparing again, to keep relations to entities whose removal is held',
    );
    compared = await compareWithSnapshot(sync, inputs, heldRefs);
  }
  const { diff, verdict } = compared;
  findings.push(...compared.findings);
  if (verdict.held.length > 0) {
    findings.push(toHeldFinding(verdict.reasons));
  }
  log.info(
    `Entities: ${diff.added.length} to add, ${diff.updated.length} to update, ${verdict.allowed.length} to remove, ${diff.unchanged.length} unchanged, ${diff.retained.length} kept because their file could not be read, ${verdict.held.length} kept because their removal is held`,
  );

  const keptRefs = [...diff.retained, ...verdict.held].map(e => e.entityRef);
  const kept = await store.snapshot.getEntities(keptRefs);
  const entities = [...compared.entities, ...kept.values()];
  return {
    diff,
    verdict,
    entities,
    apiRelationships: countApiRelationships(entities),
    findings,
    buildFiles,
  };
}

/**
 * Compares the parsed source with the snapshot.
 *
 * @param heldRefs - entities whose removal will be held
 */
async function compareWithSnapshot(
  sync: RunningSync,
  inputs: {
    config: StaticDataConfig;
    source: SourceReader;
    parsed: ParsedSource;
    buildFiles: BuildFilesResult;
    applied: SnapshotEntry[];
    known: KnownRemovals;
  },
  heldRefs: Set<string>,
) {
  const { config, source, parsed, buildFiles, applied, known } = inputs;
  const { signal } = sync;
  const findings: SyncFinding[] = [];
  const transformed = await sync.run('TRANSFORM', () =>
    transformSource(parsed, {
      locationOf: path => source.locationOf(path),
      buildFiles: buildFiles.references,
      heldRefs,
      report: finding => void findings.push(finding),
      signal,
      onProgress: (done, total) => sync.report(done, total),
    }),
  );
  const { entities, unreadable } = transformed;
  return sync.run('DIFF', async () => {
    const yieldWhenDue = createYielder(signal);
    const hashed = await hashEntities(entities, signal);
    const diff = await diffSnapshot(applied, hashed, unreadable, signal);
    await yieldWhenDue();
    const verdict = guardRemovals(
      applied,
      diff.removed,
      diff.added.map(({ entity }) => entity),
      config.safety,
      known,
    );
    return {
      diff,
      verdict,
      findings,
      entities: entities.map(({ entity }) => entity),
    };
  });
}

function toKnownRemovals(removals: HeldRemoval[]): KnownRemovals {
  return {
    held: refsOf(removals.filter(({ approvedBy }) => approvedBy === undefined)),
    approved: refsOf(
      removals.filter(({ approvedBy }) => approvedBy !== undefined),
    ),
  };
}

function refsOf(items: { entityRef: string }[]): Set<string> {
  return new Set(items.map(({ entityRef }) => entityRef));
}
