import { Entity } from '@backstage/catalog-model';
import {
  ApiRelationshipStats,
  HeldRemoval,
  RepositoryTiming,
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
  BuildFileEntry,
  StaticDataConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { readBuildFiles } from '../buildFiles/readBuildFiles';
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
  buildFiles: {
    /** Entries that are new or have changed. */
    entries: BuildFileEntry[];
    /** Keys of entries that no application names any more. */
    removed: string[];
    timings: RepositoryTiming[];
  };
}

interface CompareOptions {
  config: StaticDataConfig;
  source: SourceReader;
  store: StaticDataStore;
  contractCache: ContractDocumentCache;
}

/** Turns the source into entities, compares them with the snapshot, and has removals guarded. */
export async function compareSource(
  sync: RunningSync,
  files: SourceFile[],
  options: CompareOptions,
): Promise<SourceComparison> {
  const { config, source, store } = options;
  const { log, signal } = sync;
  const findings: SyncFinding[] = [];
  const report = (finding: SyncFinding) => void findings.push(finding);
  const applied = await store.snapshot.list();
  const known = toKnownRemovals(await store.heldRemovals.list());

  const parsed = await sync.run('PARSE', () => {
    checkVanished(applied, files, config.files);
    return parseSource(files, {
      files: config.files,
      contractCache: options.contractCache,
      report,
      signal,
      onProgress: (done, total) => sync.report(done, total),
    });
  });
  log.info(`Parsed ${describeRecords(parsed)}`);

  const buildFiles = await sync.run('FETCH', async () =>
    readBuildFiles({
      applications: parsed.applications,
      stored: await store.buildFiles.list(),
      source,
      report,
      signal,
      onProgress: (done, total) => sync.report(done, total),
    }),
  );
  log.info(
    `Read the build files of ${buildFiles.timings.length} repositories; ${buildFiles.entries.length} are new or have changed`,
  );

  const compare = (heldRefs: Set<string>) =>
    compareWithSnapshot(sync, {
      ...options,
      parsed,
      buildFiles: buildFiles.references,
      applied,
      known,
      heldRefs,
    });
  let compared = await compare(known.held);
  if (
    compared.verdict.held.some(
      ({ entityRef }) => !compared.heldRefs.has(entityRef),
    )
  ) {
    log.info(
      'Comparing again, so that nothing loses its relations to entities whose removal is held',
    );
    compared = await compare(refsOf(compared.verdict.held));
  }
  const { diff, verdict } = compared;
  findings.push(...compared.findings);
  if (verdict.held.length > 0) {
    report(toHeldFinding(verdict.reasons));
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

/** Compares the parsed source with the snapshot, given that some removals will be held. */
async function compareWithSnapshot(
  sync: RunningSync,
  options: CompareOptions & {
    parsed: ParsedSource;
    buildFiles: Awaited<ReturnType<typeof readBuildFiles>>['references'];
    applied: SnapshotEntry[];
    known: KnownRemovals;
    heldRefs: Set<string>;
  },
) {
  const { config, source, parsed, applied, known, heldRefs } = options;
  const { signal } = sync;
  const findings: SyncFinding[] = [];
  const transformed = await sync.run('TRANSFORM', () =>
    transformSource(parsed, {
      locationOf: path => source.locationOf(path),
      buildFiles: options.buildFiles,
      heldRefs,
      report: finding => void findings.push(finding),
      signal,
      onProgress: (done, total) => sync.report(done, total),
    }),
  );
  const { diff, verdict } = await sync.run('DIFF', async () => {
    const yieldWhenDue = createYielder(signal);
    const hashed = await hashEntities(transformed.entities, signal);
    const difference = await diffSnapshot(
      applied,
      hashed,
      transformed.unreadable,
      signal,
    );
    await yieldWhenDue();
    return {
      diff: difference,
      verdict: guardRemovals(
        applied,
        difference.removed,
        difference.added.map(({ entity }) => entity),
        config.safety,
        known,
      ),
    };
  });
  return {
    heldRefs,
    findings,
    diff,
    verdict,
    entities: transformed.entities.map(({ entity }) => entity),
  };
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
