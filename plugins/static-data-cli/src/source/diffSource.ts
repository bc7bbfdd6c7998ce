import { Entity } from '@backstage/catalog-model';
import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  ChangeToRecord,
  ContractDocumentCache,
  diffSnapshot,
  findApiFindings,
  GuardVerdict,
  guardRemovals,
  HashedEntity,
  hashEntities,
  KnownRemovals,
  SnapshotEntry,
  SyncFindingError,
  toChanges,
  toSnapshotEntry,
  ToldChange,
} from '@internal/plugin-static-data-model';
import { withCheckout } from '../git/checkOut';
import { LoadedConfig } from './loadConfig';
import { locateFindings } from './locateFindings';
import { Checkout, readCheckout } from './readCheckout';

/** What a sync of a working tree would change, if the catalog had what a commit has. */
export interface SourceDifference {
  base: {
    ref: string;
    commit: string;
    /** Why there is nothing to compare with, so that everything counts as added. */
    problem?: string;
  };
  /** What is added, updated, removed, held and retained, in this order. */
  changes: ToldChange[];
  /** Why the guard would hold removals. */
  heldBecause: string[];
  /** What is changed so that others are affected who rely on it. */
  consumers: SyncFinding[];
  /** Whether it is known who relies on what. */
  areConsumersKnown: boolean;
}

interface State {
  entities: HashedEntity[];
  problem?: string;
}

const NOTHING_KNOWN: KnownRemovals = { held: new Set(), approved: new Set() };

const { signal } = new AbortController();

/**
 * Compares the working tree with a commit.
 *
 * @param ref - branch, tag or commit
 * @throws SyncFindingError where a sync of the working tree would fail
 */
export async function diffSource(
  directory: string,
  ref: string,
  config: LoadedConfig,
): Promise<SourceDifference> {
  // Most contracts are the same in both.
  const contractCache = new ContractDocumentCache();
  const { commit, entities, problem } = await withCheckout(
    directory,
    ref,
    async base => ({
      ...base,
      ...(await readState(base.path, config, contractCache)),
    }),
  );
  const applied = entities.map(toSnapshotEntry);
  const versions = new Map(
    entities.map(({ entityRef, entity }) => [entityRef, entity]),
  );

  const checkout = await readCheckout(directory, config, {
    applied,
    contractCache,
  });
  const compared = await compare(checkout, applied, config);
  const { diff, verdict } = compared;
  const changes = await toChanges({
    diff,
    verdict,
    previousVersions: versions,
    signal,
  });
  const kept = [...diff.retained, ...verdict.held].map(
    ({ entityRef }) => versions.get(entityRef)!,
  );
  const consumers = await findApiFindings({
    removed: verdict.allowed,
    updated: diff.updated,
    previousVersions: versions,
    entities: [...compared.entities, ...kept],
    statedConsumers: () => checkout.statedConsumers(),
    findReferrers: async () => [],
    signal,
  });
  return {
    base: { ref, commit, ...(problem !== undefined && { problem }) },
    changes: changes.map(toPlainChange),
    heldBecause: verdict.reasons,
    consumers: await locateFindings(directory, consumers),
    areConsumersKnown: checkout.hasBuildFiles,
  };
}

/** What the catalog would have after a sync of the commit. */
async function readState(
  path: string | undefined,
  config: LoadedConfig,
  contractCache: ContractDocumentCache,
): Promise<State> {
  if (path === undefined) {
    return { entities: [], problem: 'the folder is not there' };
  }
  try {
    const { entities } = await transform(
      await readCheckout(path, config, { contractCache }),
    );
    return { entities: await hashEntities(entities, signal) };
  } catch (error) {
    if (error instanceof SyncFindingError) {
      return { entities: [], problem: error.message };
    }
    throw error;
  }
}

function transform(checkout: Checkout, heldRefs = new Set<string>()) {
  return checkout.transform({ heldRefs, catalogRefs: new Set() });
}

/** Compares once more if removals are held, so that relations to what is held stay, as a sync does. */
async function compare(
  checkout: Checkout,
  applied: SnapshotEntry[],
  { source: { safety } }: LoadedConfig,
) {
  const compareKeeping = async (heldRefs?: Set<string>) => {
    const { entities, unreadable } = await transform(checkout, heldRefs);
    const hashed = await hashEntities(entities, signal);
    const diff = await diffSnapshot(applied, hashed, unreadable, signal);
    const verdict: GuardVerdict = guardRemovals(
      applied,
      diff.removed,
      diff.added.map(({ entity }) => entity),
      safety,
      NOTHING_KNOWN,
    );
    return {
      diff,
      verdict,
      entities: entities.map(({ entity }): Entity => entity),
    };
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
