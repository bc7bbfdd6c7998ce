import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  checkVanished,
  ContractDocumentCache,
  describeRecords,
  FindingCollector,
  listStatedConsumers,
  OwnedEntity,
  parseSource,
  SourceFile,
  StatedConsumers,
} from '@internal/plugin-static-data-model';
import { BuildFileCheck } from '../buildFiles/checkBuildFiles';
import { findChangedBuildFiles } from '../buildFiles/findChangedBuildFiles';
import { BuildFilesResult, readBuildFiles } from '../buildFiles/readBuildFiles';
import { refsOf } from '../refsOf';
import { SourceReader } from '../source/SourceReader';
import { CatalogReferences } from './CatalogReferences';
import {
  CompareOptions,
  completeComparison,
  diffEntities,
  EntityComparison,
  loadComparedState,
} from './compareEntities';
import { toPushedRepositories, underNewName } from './readSource';
import { SyncWork } from './RunningSync';
import { transformWithCatalog } from './transformWithCatalog';

/** How the source differs from what was last sent to the catalog, and what was found out on the way. */
export interface SourceComparison extends EntityComparison {
  buildFiles: BuildFilesResult;
  /** Refs of components by the ref of an API that their build files say they consume. */
  statedConsumers: StatedConsumers;
  /** Build files whose relations have changed, by the ref of their application. */
  changedBuildFiles: Map<string, string>;
}

/** Turns the source into entities, compares them with the snapshot, and has removals guarded. */
export async function compareSource(
  sync: SyncWork,
  files: SourceFile[],
  options: CompareOptions & {
    source: SourceReader;
    /** What the host calls the repository, if that is not what is configured. */
    renamedTo: string | undefined;
    contractCache: ContractDocumentCache;
    catalogReferences: CatalogReferences;
    /** Of which build files the sync before was refused. See `readBuildFiles`. */
    buildFilesResumeAt: string | undefined;
    /** What was read of them already. */
    checkedBuildFiles: BuildFileCheck['reads'] | undefined;
    /** Whether build files that were read before would be understood as they were then. */
    isMappingKnown: boolean;
  },
): Promise<SourceComparison> {
  const { config, store, contractCache, catalogReferences } = options;
  const source = underNewName(options.source, options.renamedTo);
  const { log, signal } = sync;
  const findings = new FindingCollector();
  const reading = {
    report: (finding: SyncFinding) => findings.add(finding),
    signal,
    onProgress: sync.report.bind(sync),
  };
  const state = await loadComparedState(store);

  const parsed = await sync.run('PARSE', () => {
    const applied = [...state.snapshot, ...options.unexpected];
    checkVanished(applied, files, config.files);
    return parseSource(files, {
      ...reading,
      files: config.files,
      applied,
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
      limit: sync.readTime(),
      startAt: options.buildFilesResumeAt,
      checked: options.checkedBuildFiles,
      only: options.isMappingKnown
        ? toPushedRepositories(sync.trigger)
        : undefined,
    }),
  );
  log.info(
    `Read the build files of ${buildFiles.timings.length} repositories; ${buildFiles.entries.length} are new or have changed`,
  );

  /** @param heldRefs - entities whose removal will be held */
  const compare = async (heldRefs: Set<string>) => {
    const transformFindings = new FindingCollector();
    const transformed = await sync.run('TRANSFORM', () =>
      transformWithCatalog(
        sync,
        parsed,
        {
          ...reading,
          locationOf: (path: string) => source.locationOf(path),
          hosts: source.hosts,
          buildFiles: buildFiles.references,
          allowedGroups: config.groups.allow,
          heldRefs,
          report: finding => transformFindings.add(finding),
        },
        catalogReferences,
      ),
    );
    const entityDiff = await diffEntities(sync, transformed, state, options);
    return { entityDiff, transformFindings };
  };
  const { known } = state;
  let compared = await compare(known.held);
  const heldRefs = new Set(refsOf(compared.entityDiff.verdict.held));
  if ([...heldRefs].some(ref => !known.held.has(ref))) {
    log.info(
      'Comparing again, to keep relations to entities whose removal is held',
    );
    compared = await compare(heldRefs);
  }
  const comparison = await completeComparison(sync, compared.entityDiff);
  return {
    ...comparison,
    findings: [
      ...findings.list(),
      ...compared.transformFindings.list(),
      ...comparison.findings,
    ],
    buildFiles,
    statedConsumers: apiRefs =>
      listStatedConsumers(
        buildFiles.references,
        parsed.boundedContexts,
        apiRefs,
        signal,
      ),
    changedBuildFiles: findChangedBuildFiles(
      parsed.applications,
      source.hosts,
      stored,
      buildFiles.entries,
    ),
  };
}

/** What the source has, and what it had before. */
export function* listOwned(
  diff: SourceComparison['diff'],
): Generator<OwnedEntity, void> {
  yield* diff.added;
  yield* diff.updated;
  yield* diff.unchanged;
  yield* diff.retained;
  yield* diff.removed;
}
