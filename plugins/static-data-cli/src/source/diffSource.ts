import { SourceDirectoryContent } from '@internal/plugin-catalog-backend-module-static-data/directory';
import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  assignOwners,
  ChangeToRecord,
  ContractDocumentCache,
  diffSnapshot,
  findApiFindings,
  GuardVerdict,
  guardRemovals,
  hashEntities,
  KnownRemovals,
  SnapshotEntry,
  SyncFindingError,
  toChanges,
  ToldChange,
} from '@internal/plugin-static-data-model';
import { LoadedConfig } from './loadConfig';
import { locateFindings } from './locateFindings';
import { BaseSource, readBase } from './readBase';
import { hasRepositories, readCheckout } from './readCheckout';
import { toOwned } from './toOwned';

/** What a sync of a working tree would change, if the catalog had what a commit has. */
export interface SourceDifference {
  base: {
    ref: string;
    commit: string;
    /** Why there is nothing to compare with, so that everything counts as added. */
    problem?: string;
  };
  /** Why a sync of the working tree would fail; then nothing is compared. */
  failure?: SyncFinding;
  /** What is added, updated, removed, held and retained, in this order. */
  changes: ToldChange[];
  /** Why the guard would hold removals. */
  heldBecause: string[];
  /** What is changed so that others are affected who rely on it. */
  consumers: SyncFinding[];
  /** Whether it is known who relies on what. */
  areConsumersKnown: boolean;
}

const NOTHING_KNOWN: KnownRemovals = { held: new Set(), approved: new Set() };

const { signal } = new AbortController();

/**
 * Compares the working tree with a commit. Build files are compared if both have some: of a checkout without
 * them, it is not known what they would say.
 *
 * @param ref - branch, tag or commit
 */
export async function diffSource(
  directory: string,
  ref: string,
  config: LoadedConfig,
): Promise<SourceDifference> {
  // Most contracts are the same in both.
  const contractCache = new ContractDocumentCache();
  const base = await readBase(directory, ref, config, {
    hasBuildFiles: await hasRepositories(directory),
    contractCache,
  });
  const { commit, problem, applied, hasBuildFiles } = base;
  const compared: SourceDifference = {
    base: { ref, commit, ...(problem !== undefined && { problem }) },
    changes: [],
    heldBecause: [],
    consumers: [],
    areConsumersKnown: hasBuildFiles,
  };
  try {
    const checkout = await readCheckout(directory, config, {
      hasBuildFiles,
      applied,
      contractCache,
    });
    const difference = await compareWith(base, checkout, config);
    const consumers = await locateFindings(directory, difference.consumers);
    return { ...compared, ...difference, consumers };
  } catch (error) {
    if (error instanceof SyncFindingError) {
      const [failure] = await locateFindings(directory, [error.finding]);
      return { ...compared, failure };
    }
    throw error;
  }
}

async function compareWith(
  base: BaseSource,
  checkout: SourceDirectoryContent,
  config: LoadedConfig,
): Promise<Pick<SourceDifference, 'changes' | 'heldBecause' | 'consumers'>> {
  const previousVersions = new Map(
    base.entities.map(({ entityRef, entity }) => [entityRef, entity]),
  );
  const { diff, verdict, entities } = await compare(
    checkout,
    base.applied.entities,
    config,
  );
  const changes = await toChanges({
    diff,
    verdict,
    previousVersions,
    signal,
  });
  const kept = [...diff.retained, ...verdict.held].map(
    ({ entityRef }) => previousVersions.get(entityRef)!,
  );
  const consumers = await findApiFindings({
    removed: verdict.allowed,
    updated: diff.updated,
    previousVersions,
    entities: [...entities.map(({ entity }) => entity), ...kept],
    statedConsumers: checkout.statedConsumers,
    findReferrers: async () => [],
    signal,
  });
  return {
    changes: changes.map(toPlainChange),
    heldBecause: verdict.reasons,
    consumers: assignOwners(consumers, toOwned(entities, base.entities)),
  };
}

/** Compares once more if removals are held, so that relations to what is held stay, as a sync does. */
async function compare(
  checkout: SourceDirectoryContent,
  applied: SnapshotEntry[],
  { source: { safety } }: LoadedConfig,
) {
  const compareKeeping = async (heldRefs = new Set<string>()) => {
    const { entities, unreadable } = await checkout.transform({
      heldRefs,
      catalogRefs: new Set(),
    });
    const hashed = await hashEntities(entities, signal);
    const diff = await diffSnapshot(applied, hashed, unreadable, signal);
    const verdict: GuardVerdict = guardRemovals(
      applied,
      diff.removed,
      diff.added.map(({ entity }) => entity),
      safety,
      NOTHING_KNOWN,
    );
    return { diff, verdict, entities: hashed };
  };
  const compared = await compareKeeping();
  const { held } = compared.verdict;
  return held.length > 0
    ? compareKeeping(new Set(held.map(({ entityRef }) => entityRef)))
    : compared;
}

function toPlainChange({
  previousHash,
  version,
  ...change
}: ChangeToRecord): ToldChange {
  return change;
}
