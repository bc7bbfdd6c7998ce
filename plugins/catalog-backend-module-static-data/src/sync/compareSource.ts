import { Entity } from '@backstage/catalog-model';
import { HeldRemoval, SyncFinding } from '@internal/plugin-static-data-common';
import {
  checkVanished,
  ContractDocumentCache,
  countApiRelationships,
  createYielder,
  describeRecords,
  diffSnapshot,
  FindingCollector,
  guardRemovals,
  HashedEntity,
  hashEntities,
  hashEntityInThread,
  holdDamaged,
  KnownRemovals,
  listStatedConsumers,
  parseSource,
  PreviousVersions,
  SnapshotEntry,
  SourceFile,
  toHeldFinding,
} from '@internal/plugin-static-data-model';
import {
  AdoptedEntity,
  SyncSourceConfig,
  SourceStore,
} from '@internal/plugin-static-data-node';
import { BuildFileCheck } from '../buildFiles/checkBuildFiles';
import { findChangedBuildFiles } from '../buildFiles/findChangedBuildFiles';
import { BuildFilesResult, readBuildFiles } from '../buildFiles/readBuildFiles';
import { Comparison } from '../record/completeSync';
import { refsOf } from '../refsOf';
import { SourceReader } from '../source/SourceReader';
import { CatalogReferences } from './CatalogReferences';
import { CatalogRepairs } from './CatalogRepairs';
import { leaveToOtherSources } from './leaveToOtherSources';
import { toPushedRepositories } from './readSource';
import { RunningSync } from './RunningSync';
import { transformWithCatalog } from './transformWithCatalog';
import { VersionLoader } from './VersionLoader';

/** How the source differs from what was last sent to the catalog, and what was found out on the way. */
export interface SourceComparison extends Comparison {
  /** Everything that the catalog should have after the sync, including what is retained or held. */
  entities: Entity[];
  /** False if what is retained or held is not among them, because it is damaged in the store. */
  isWhole: boolean;
  /** Of what is updated or removed. */
  previousVersions: PreviousVersions;
  /** What the catalog has and the snapshot does not. */
  adopted: AdoptedEntity[];
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
    config: SyncSourceConfig;
    source: SourceReader;
    store: SourceStore;
    contractCache: ContractDocumentCache;
    catalogReferences: CatalogReferences;
    repairs: CatalogRepairs;
    /** What the catalog has and the snapshot does not. */
    unexpected: SnapshotEntry[];
    /** Whether a sync ended while it sent its changes, which are in no record yet. */
    isApplyUnfinished: boolean;
    /** Of which build files the sync before was refused. See `readBuildFiles`. */
    buildFilesResumeAt: string | undefined;
    /** What was read of them already. */
    checkedBuildFiles: BuildFileCheck['reads'] | undefined;
    /** Whether build files that were read before would be understood as they were then. */
    isMappingKnown: boolean;
  },
): Promise<SourceComparison> {
  const { config, source, store, contractCache, catalogReferences } = options;
  const { log, signal } = sync;
  const findings = new FindingCollector();
  const reading = {
    report: (finding: SyncFinding) => findings.add(finding),
    signal,
    onProgress: sync.report.bind(sync),
  };
  const snapshot = await store.snapshot.list();
  const known = toKnownRemovals(await store.heldRemovals.list());

  const parsed = await sync.run('PARSE', () => {
    const applied = [...snapshot, ...options.unexpected];
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
    const transforming = {
      ...reading,
      locationOf: (path: string) => source.locationOf(path),
      hosts: source.hosts,
      buildFiles: buildFiles.references,
      allowedGroups: config.groups.allow,
      heldRefs,
    };
    const { entities, unreadable } = await sync.run('TRANSFORM', async () => {
      const transformed = await transformWithCatalog(
        sync,
        parsed,
        { ...transforming, report: finding => transformFindings.add(finding) },
        catalogReferences,
      );
      return {
        ...transformed,
        entities: await leaveToOtherSources(transformed.entities, {
          store,
          trigger: sync.trigger,
          snapshot,
          report: finding => transformFindings.add(finding),
        }),
      };
    });
    return sync.run('DIFF', async () => {
      const yieldWhenDue = createYielder(signal);
      const hashed = await hashEntities(entities, signal);
      const adopted = await adoptEntities(sync, hashed, options);
      const applied = [...snapshot, ...adopted];
      const diff = await diffSnapshot(applied, hashed, unreadable, signal);
      await yieldWhenDue();
      const guarded = guardRemovals(
        applied,
        diff.removed,
        diff.added.map(({ entity }) => entity),
        config.safety,
        known,
      );
      const adoptedByRef = new Map(
        adopted.map(({ entityRef, entity }) => [entityRef, entity]),
      );
      const getVersions = async (entries: { entityRef: string }[]) => {
        const refs = refsOf(entries);
        const versions = await store.snapshot.getEntities(refs);
        for (const entityRef of refs) {
          const entity = adoptedByRef.get(entityRef);
          if (entity) {
            versions.set(entityRef, entity);
          }
        }
        return versions;
      };
      const verdict = holdDamaged(
        guarded,
        await getVersions(guarded.allowed),
        known,
      );
      return {
        diff,
        verdict,
        entities,
        adopted,
        getVersions,
        transformFindings,
      };
    });
  };
  let compared = await compare(known.held);
  const heldRefs = new Set(refsOf(compared.verdict.held));
  if ([...heldRefs].some(ref => !known.held.has(ref))) {
    log.info(
      'Comparing again, to keep relations to entities whose removal is held',
    );
    compared = await compare(heldRefs);
  }
  const { diff, verdict, adopted, getVersions } = compared;
  log.info(
    `Entities: ${diff.added.length} to add, ${diff.updated.length} to update, ${verdict.allowed.length} to remove, ${diff.unchanged.length} unchanged, ${diff.retained.length} kept because their file could not be read, ${verdict.held.length} kept because their removal is held`,
  );

  const held = verdict.held.length > 0 ? [toHeldFinding(verdict.reasons)] : [];
  const keptEntries = [...diff.retained, ...verdict.held];
  const kept = await getVersions(keptEntries);
  const entities = [
    ...compared.entities.map(({ entity }) => entity),
    ...kept.values(),
  ];
  return {
    diff,
    adopted,
    previousVersions: new VersionLoader(
      [...diff.updated, ...verdict.allowed],
      getVersions,
    ),
    verdict,
    entities,
    isWhole: kept.size === keptEntries.length,
    apiRelationships: countApiRelationships(entities),
    findings: [
      ...findings.list(),
      ...compared.transformFindings.list(),
      ...held,
    ],
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

/** What the catalog has and the snapshot does not, each entity in the version that the catalog shows. */
async function adoptEntities(
  sync: RunningSync,
  current: HashedEntity[],
  options: Pick<
    Parameters<typeof compareSource>[2],
    'repairs' | 'unexpected' | 'isApplyUnfinished'
  >,
): Promise<AdoptedEntity[]> {
  const { repairs, unexpected, isApplyUnfinished } = options;
  if (unexpected.length === 0) {
    return [];
  }
  const currentByRef = new Map(
    current.map(entity => [entity.entityRef, entity]),
  );
  // What such a sync has added is added by this one, so that a record has it.
  const adoptable = unexpected.filter(
    ({ entityRef }) => !isApplyUnfinished || !currentByRef.has(entityRef),
  );
  const others = adoptable.filter(
    ({ entityRef, hash }) => currentByRef.get(entityRef)?.hash !== hash,
  );
  const versions = await repairs.getVersions(sync, refsOf(others));
  const yieldWhenDue = createYielder(sync.signal);
  const adopted: AdoptedEntity[] = [];
  for (const entry of adoptable) {
    await yieldWhenDue();
    const { entityRef } = entry;
    const same = currentByRef.get(entityRef);
    const shown = versions.get(entityRef);
    if (same?.hash === entry.hash) {
      adopted.push({ ...entry, entity: same.entity });
    } else if (shown) {
      const hash = await hashEntityInThread(shown);
      adopted.push({ ...entry, entity: shown, hash });
    }
  }
  return adopted;
}

function toKnownRemovals(removals: HeldRemoval[]): KnownRemovals {
  const isApproved = ({ approvedBy }: HeldRemoval) => approvedBy !== undefined;
  return {
    held: new Set(refsOf(removals.filter(removal => !isApproved(removal)))),
    approved: new Set(refsOf(removals.filter(isApproved))),
  };
}
