import { Entity } from '@backstage/catalog-model';
import { HeldRemoval, SyncFinding } from '@internal/plugin-static-data-common';
import {
  checkVanished,
  ContractDocumentCache,
  countApiRelationships,
  createYielder,
  describeRecords,
  diffSnapshot,
  guardRemovals,
  holdDamaged,
  hashEntities,
  KnownRemovals,
  listStatedConsumers,
  listUnknownReferences,
  parseSource,
  SourceFile,
  toHeldFinding,
  transformSource,
} from '@internal/plugin-static-data-model';
import {
  StaticDataConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { findChangedBuildFiles } from '../buildFiles/findChangedBuildFiles';
import { BuildFilesResult, readBuildFiles } from '../buildFiles/readBuildFiles';
import { Comparison } from '../record/completeSync';
import { SourceReader } from '../source/SourceReader';
import { CatalogReferences } from './CatalogReferences';
import { RunningSync } from './RunningSync';

/** How the source differs from what was last sent to the catalog, and what was found out on the way. */
export interface SourceComparison extends Comparison {
  /** Everything that the catalog should have after the sync, including what is retained or held. */
  entities: Entity[];
  /** False if what is retained or held is not among them, because it is damaged in the store. */
  isWhole: boolean;
  findings: SyncFinding[];
  buildFiles: BuildFilesResult;
  /** Refs of components by the ref of an API that their build files say they consume. */
  statedConsumers: () => Map<string, string[]>;
  /** Build files whose relations have changed, by the ref of their application. */
  changedBuildFiles: Map<string, string>;
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
    catalogReferences: CatalogReferences;
    /** Whether build files that were read before would be understood as they were then. */
    isMappingKnown: boolean;
  },
): Promise<SourceComparison> {
  const { config, source, store, contractCache, catalogReferences } = options;
  const { log, signal } = sync;
  const findings: SyncFinding[] = [];
  const reading = {
    report: (finding: SyncFinding) => void findings.push(finding),
    signal,
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

  const stored = (await store.buildFiles.list()).map(entry =>
    options.isMappingKnown ? entry : { ...entry, version: undefined },
  );
  const buildFiles = await sync.run('FETCH', async () =>
    readBuildFiles({
      ...reading,
      applications: parsed.applications,
      stored,
      source,
    }),
  );
  log.info(
    `Read the build files of ${buildFiles.timings.length} repositories; ${buildFiles.entries.length} are new or have changed`,
  );

  /** @param heldRefs - entities whose removal will be held */
  const compare = async (heldRefs: Set<string>) => {
    const transformFindings: SyncFinding[] = [];
    const transforming = {
      ...reading,
      locationOf: (path: string) => source.locationOf(path),
      hosts: source.hosts,
      buildFiles: buildFiles.references,
      allowedGroups: config.groups.allow,
      heldRefs,
    };
    const { entities, unreadable } = await sync.run('TRANSFORM', async () => {
      const unknown = await listUnknownReferences(parsed, transforming);
      return transformSource(parsed, {
        ...transforming,
        report: finding => void transformFindings.push(finding),
        catalogRefs: await catalogReferences.find(sync, unknown),
      });
    });
    return sync.run('DIFF', async () => {
      const yieldWhenDue = createYielder(signal);
      const hashed = await hashEntities(entities, signal);
      const diff = await diffSnapshot(applied, hashed, unreadable, signal);
      await yieldWhenDue();
      const guarded = guardRemovals(
        applied,
        diff.removed,
        diff.added.map(({ entity }) => entity),
        config.safety,
        known,
      );
      const verdict = holdDamaged(
        guarded,
        await store.snapshot.getEntities([...refsOf(guarded.allowed)]),
        known,
      );
      return { diff, verdict, entities, transformFindings };
    });
  };
  let compared = await compare(known.held);
  const heldRefs = refsOf(compared.verdict.held);
  if ([...heldRefs].some(ref => !known.held.has(ref))) {
    log.info(
      'Comparing again, to keep relations to entities whose removal is held',
    );
    compared = await compare(heldRefs);
  }
  const { diff, verdict } = compared;
  findings.push(...compared.transformFindings);
  if (verdict.held.length > 0) {
    findings.push(toHeldFinding(verdict.reasons));
  }
  log.info(
    `Entities: ${diff.added.length} to add, ${diff.updated.length} to update, ${verdict.allowed.length} to remove, ${diff.unchanged.length} unchanged, ${diff.retained.length} kept because their file could not be read, ${verdict.held.length} kept because their removal is held`,
  );

  const keptRefs = [...diff.retained, ...verdict.held].map(e => e.entityRef);
  const kept = await store.snapshot.getEntities(keptRefs);
  const entities = [
    ...compared.entities.map(({ entity }) => entity),
    ...kept.values(),
  ];
  return {
    diff,
    verdict,
    entities,
    isWhole: kept.size === keptRefs.length,
    apiRelationships: countApiRelationships(entities),
    findings,
    buildFiles,
    statedConsumers: () =>
      listStatedConsumers(buildFiles.references, parsed.boundedContexts),
    changedBuildFiles: findChangedBuildFiles(
      parsed.applications,
      source.hosts,
      stored,
      buildFiles.entries,
    ),
  };
}

function toKnownRemovals(removals: HeldRemoval[]): KnownRemovals {
  const isApproved = ({ approvedBy }: HeldRemoval) => approvedBy !== undefined;
  return {
    held: refsOf(removals.filter(removal => !isApproved(removal))),
    approved: refsOf(removals.filter(isApproved)),
  };
}

function refsOf(items: { entityRef: string }[]): Set<string> {
  return new Set(items.map(({ entityRef }) => entityRef));
}
