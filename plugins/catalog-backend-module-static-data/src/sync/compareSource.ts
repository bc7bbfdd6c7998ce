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
import { SyncContext } from './types';

/** How the source differs from what the catalog was last told. */
export interface SourceComparison {
  diff: SnapshotDiff;
  verdict: GuardVerdict;
  /** Everything that the catalog has after the sync, what is retained or held included. */
  entities: Entity[];
  apiRelationships: ApiRelationshipStats;
  findings: SyncFinding[];
  buildFiles: {
    /** Entries that were read anew. */
    entries: BuildFileEntry[];
    /** Repositories that no application names any more. */
    removed: string[];
    timings: RepositoryTiming[];
  };
}

interface CompareOptions {
  config: StaticDataConfig;
  source: SourceReader;
  store: StaticDataStore;
  contractCache: ContractDocumentCache;
  context: SyncContext;
}

/** Makes entities of the source, compares them with the snapshot, and asks the guard about removals. */
export async function compareSource(
  files: SourceFile[],
  options: CompareOptions,
): Promise<SourceComparison> {
  const { config, source, store, context } = options;
  const { tracker, log, signal } = context;
  const findings: SyncFinding[] = [];
  const report = (finding: SyncFinding) => void findings.push(finding);
  const applied = await store.snapshot.list();
  const known = toKnownRemovals(await store.heldRemovals.list());

  const parsed = await tracker.run('PARSE', () => {
    checkVanished(applied, files, config.files);
    return parseSource(files, {
      files: config.files,
      contractCache: options.contractCache,
      report,
      signal,
      onProgress: (done, total) => tracker.report(done, total),
    });
  });
  log.info(
    `Parsed ${parsed.applications.length} applications, ${parsed.squads.length} squads, ${parsed.boundedContexts.length} bounded contexts, ${parsed.domains.length} domains and ${parsed.contracts.length} contracts`,
  );

  const buildFiles = await tracker.run('FETCH', async () =>
    readBuildFiles({
      applications: parsed.applications,
      stored: await store.buildFiles.list(),
      source,
      report,
      signal,
      onProgress: (done, total) => tracker.report(done, total),
    }),
  );
  log.info(
    `Asked ${buildFiles.timings.length} repositories for their build file, ${buildFiles.entries.length} gave one that is new or changed`,
  );

  const compare = (heldRefs: Set<string>) =>
    compareWithSnapshot({
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
    // What is held stays in the catalog, so what refers to it must not lose its relation.
    log.info('Comparing again, with the removals that are held in mind');
    compared = await compare(refsOf(compared.verdict.held));
  }
  const { diff, verdict } = compared;
  findings.push(...compared.findings);
  if (verdict.held.length > 0) {
    report(toHeldFinding(verdict.reasons));
  }
  log.info(
    `${diff.added.length} to add, ${diff.updated.length} to update, ${verdict.allowed.length} to remove, ${diff.unchanged.length} unchanged, ${diff.retained.length} retained, ${verdict.held.length} removals held`,
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

/** Entities of the parsed source against the snapshot, given that some removals will be held. */
async function compareWithSnapshot(
  options: CompareOptions & {
    parsed: ParsedSource;
    buildFiles: Awaited<ReturnType<typeof readBuildFiles>>['references'];
    applied: SnapshotEntry[];
    known: KnownRemovals;
    heldRefs: Set<string>;
  },
) {
  const { config, source, parsed, applied, known, heldRefs } = options;
  const { tracker, signal } = options.context;
  const findings: SyncFinding[] = [];
  const transformed = await tracker.run('TRANSFORM', () =>
    transformSource(parsed, {
      locationOf: path => source.locationOf(path),
      buildFiles: options.buildFiles,
      heldRefs,
      report: finding => void findings.push(finding),
      signal,
      onProgress: (done, total) => tracker.report(done, total),
    }),
  );
  const { diff, verdict } = await tracker.run('DIFF', async () => {
    const breathe = createYielder(signal);
    const hashed = await hashEntities(transformed.entities, signal);
    const difference = await diffSnapshot(
      applied,
      hashed,
      transformed.unreadable,
      signal,
    );
    await breathe();
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
