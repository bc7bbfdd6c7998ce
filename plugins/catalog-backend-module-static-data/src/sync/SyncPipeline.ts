import { hash } from 'node:crypto';
import { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  assignOwners,
  ContractDocumentCache,
  findApiFindings,
  SourceFile,
  toChanges,
  toRemovalsToHold,
} from '@internal/plugin-static-data-model';
import {
  KnownSource,
  SyncSourceConfig,
  SourceStore,
  toSourceFingerprint,
} from '@internal/plugin-static-data-node';
import { Drift } from '../apply/DriftFinder';
import {
  hasUnfinishedApply,
  isFullApplyDue,
  toCatalogChange,
} from '../apply/planChanges';
import { Repair, toResentChanges } from '../apply/planRepair';
import {
  CatalogChange,
  isEmpty,
  StaticDataProvider,
} from '../apply/StaticDataProvider';
import { BuildFileCheck } from '../buildFiles/checkBuildFiles';
import { loadOrigins } from '../provenance/loadOrigins';
import { traceChanges } from '../provenance/traceChanges';
import { SyncBaseline } from '../record/loadBaseline';
import { SourceVersion, SyncOutcome } from '../record/completeSync';
import { refsOf } from '../refsOf';
import { KeptSource, toMaxKeptSize } from '../source/KeptSource';
import { findNewName, nameOf, repositoryOf } from '../source/repositoryUrls';
import { renamedSource } from '../source/sourceFailures';
import { SourceReader } from '../source/SourceReader';
import { CatalogReferences } from './CatalogReferences';
import { CatalogRepairs } from './CatalogRepairs';
import { CompareOptions } from './compareEntities';
import { compareSource, listOwned, SourceComparison } from './compareSource';
import { compareState } from './compareState';
import { planReading, ReadingPlan, readPlanned } from './readPlanned';
import { RunningSync } from './RunningSync';

/** Raise it whenever the same source would become other entities or findings than before. */
const MAPPING_VERSION = 9;

/** For the commits behind the changes, which only people read. */
const MAX_TRACING_MS = 30_000;

const SENT_AGAIN = 'The catalog refused it before; it was sent again';

/** What is known of the catalog before a sync, and what that means for the sync. */
interface CatalogState {
  /** Undefined if the catalog cannot be asked. */
  drift?: Drift;
  isEverythingSent: boolean;
}

interface NamedSource {
  /** What the host calls the repository, if that is not what is configured. */
  renamedTo: string | undefined;
}

export interface SyncPipelineOptions {
  config: SyncSourceConfig;
  source: SourceReader;
  store: SourceStore;
  /** As which the catalog has the entities of the source. */
  known: KnownSource;
  provider: StaticDataProvider;
  catalog: CatalogService;
  auth: AuthService;
}

/** The phases of one sync, from the source to the catalog. Data flows one way. */
export class SyncPipeline {
  readonly #options: SyncPipelineOptions;
  readonly #contractCache = new ContractDocumentCache();
  readonly #catalogReferences: CatalogReferences;
  readonly #repairs: CatalogRepairs;
  readonly #kept: KeptSource;
  /** While it and the revision of the source stay the same, so do the entities. */
  readonly #fingerprint: string;

  constructor(options: SyncPipelineOptions) {
    this.#options = options;
    this.#kept = new KeptSource(toMaxKeptSize(options.config));
    this.#catalogReferences = new CatalogReferences(options);
    this.#repairs = new CatalogRepairs(options);
    // A host that becomes known changes what addresses of repositories mean.
    const hosts = hash('sha256', JSON.stringify(options.source.hosts));
    this.#fingerprint = [
      toSourceFingerprint(options.config),
      MAPPING_VERSION,
      hosts,
    ].join('-');
  }

  /**
   * Runs all phases. What has to be skipped is reported as a finding.
   *
   * @throws SyncFindingError when nothing can be applied
   */
  async run(sync: RunningSync, baseline: SyncBaseline): Promise<SyncOutcome> {
    const { state, lastApplied } = baseline;
    const { source } = this.#options.config;
    const isEverythingSent = this.#isFullApplyDue(sync, baseline);
    const drift = await sync.run('FETCH', () =>
      this.#repairs.look(sync, isEverythingSent),
    );
    const plan = await planReading(sync, {
      ...this.#options,
      fingerprint: this.#fingerprint,
    });
    const isMappingKnown = state.fingerprint === plan.fingerprint;
    // An equal source would have the same findings. After errors its build files are read again,
    // because it may have been the reading that failed.
    const isReusable =
      !sync.trigger.dryRun &&
      (!sync.trigger.full || plan.stateOf !== undefined) &&
      isMappingKnown &&
      (lastApplied?.status === 'SUCCESS' ||
        // What is wrong with a state stays so; and the recorded changes may not reach back to it any more.
        (plan.stateOf !== undefined &&
          lastApplied?.stats.removalsHeld === 0)) &&
      // Its numbers and its commit are used again.
      !lastApplied.unreadable &&
      !drift?.unexpected.length &&
      (!isEverythingSent || (await this.#isSnapshotWhole())) &&
      (await this.#areReferencesUnchanged(sync, baseline));
    const comparing = {
      ...this.#options,
      repairs: this.#repairs,
      unexpected: drift?.unexpected ?? [],
      isApplyUnfinished: hasUnfinishedApply(baseline),
    };
    const catalogState = { isEverythingSent, drift };
    const known = {
      ...baseline,
      ...catalogState,
      ...plan,
      renamedTo: findNewName(state, source),
    };
    if (plan.stateOf !== undefined) {
      return isReusable && state.revision !== undefined
        ? this.#endUnchanged(
            sync,
            { revision: state.revision, commit: lastApplied.commit },
            known,
          )
        : this.#goBack(sync, plan.stateOf, comparing, known);
    }
    const read = await readPlanned(sync, plan, {
      ...this.#options,
      kept: this.#kept,
      reusable: isReusable ? state.revision : undefined,
      lastApplied,
      renamedTo: known.renamedTo,
      isNameKnown: state.repository === repositoryOf(source),
    });
    const { revision, commit, buildFiles, renamedTo } = read;
    if (read.status === 'unchanged') {
      sync.log.info(`The source has not changed since revision ${revision}`);
      return this.#endUnchanged(
        sync,
        { revision, commit },
        { ...known, buildFiles, renamedTo },
      );
    }
    sync.log.info(`Read ${read.files.length} files of revision ${revision}`);
    const comparison = await compareSource(sync, read.files, {
      ...comparing,
      renamedTo,
      contractCache: this.#contractCache,
      catalogReferences: this.#catalogReferences,
      buildFilesResumeAt: state.buildFilesResumeAt,
      checkedBuildFiles: buildFiles?.reads,
      isMappingKnown,
    });
    const { files } = read;
    if (renamedTo !== undefined && source.type !== 'directory') {
      comparison.findings.unshift(renamedSource(nameOf(source), renamedTo));
    }
    return this.#apply(sync, { revision, commit, files }, comparison, {
      ...known,
      renamedTo,
    });
  }

  /** Goes back to the state after an earlier sync, in place of reading the source. */
  async #goBack(
    sync: RunningSync,
    syncId: string,
    comparing: CompareOptions & { store: SourceStore },
    baseline: SyncBaseline & CatalogState & ReadingPlan & NamedSource,
  ): Promise<SyncOutcome> {
    const { version, comparison } = await compareState(sync, syncId, comparing);
    return this.#apply(sync, { ...version, files: [] }, comparison, baseline);
  }

  /**
   * Whether the catalog has what it had when references were judged. After a start that is not
   * known, and of interest only if there were wrong ones.
   */
  async #areReferencesUnchanged(
    sync: RunningSync,
    { appliedFindings }: SyncBaseline,
  ): Promise<boolean> {
    return (
      (await this.#catalogReferences.isUnchanged(sync)) ??
      appliedFindings.every(({ code }) => code !== 'UNKNOWN_REFERENCE')
    );
  }

  /** Whether everything can be sent again from the store: what is missing there would be deleted. */
  async #isSnapshotWhole(): Promise<boolean> {
    const { snapshot } = this.#options.store;
    const entries = await snapshot.list();
    return (
      (await snapshot.getEntities(refsOf(entries))).size === entries.length
    );
  }

  async #endUnchanged(
    sync: RunningSync,
    version: SourceVersion,
    baseline: SyncBaseline &
      CatalogState &
      ReadingPlan &
      NamedSource & { buildFiles?: BuildFileCheck },
  ): Promise<SyncOutcome> {
    const { snapshot } = this.#options.store;
    const { isEverythingSent, drift, buildFiles } = baseline;
    const repair = this.#repairs.plan(sync, drift);
    const sent = isEverythingSent ? await snapshot.list() : repair.resent;
    const entities = await snapshot.getEntities(refsOf(sent));
    if (isEverythingSent || entities.size > 0) {
      await this.#send(
        sync,
        toCatalogChange({
          replacesAll: isEverythingSent && isCatalogKnown(baseline),
          entities: [...entities.values()],
          sentRefs: new Set(entities.keys()),
          removedRefs: [],
        }),
        repair,
      );
    }
    return {
      ...version,
      findings: [
        // The same source has the same findings.
        ...baseline.appliedFindings,
        ...(buildFiles?.findings.length
          ? assignOwners(buildFiles.findings, await snapshot.list())
          : []),
      ],
      changes: toResentChanges(repair, entities),
      drift: repair.drift,
      repositories: [],
      applied: {
        buildFiles: buildFiles?.entries ?? [],
        removedBuildFiles: [],
        state: this.#stateAfter(version, {
          ...baseline,
          // A sync that looked at few build files leaves the others to the next one.
          buildFilesResumeAt:
            buildFiles?.resumeAt ??
            (sync.trigger.pushes && baseline.state.buildFilesResumeAt),
        }),
      },
    };
  }

  async #apply(
    sync: RunningSync,
    { files, ...version }: SourceVersion & { files: SourceFile[] },
    comparison: SourceComparison,
    baseline: SyncBaseline & CatalogState & ReadingPlan & NamedSource,
  ): Promise<SyncOutcome> {
    const { diff, verdict, entities, findings, buildFiles, previousVersions } =
      comparison;
    const apiFindings = await findApiFindings({
      removed: verdict.allowed,
      updated: diff.updated,
      previousVersions,
      entities,
      statedConsumers: comparison.statedConsumers,
      findReferrers: refs => this.#catalogReferences.findReferrers(sync, refs),
      signal: sync.signal,
    });
    const untraced = await sync.run('DIFF', () =>
      toChanges({ diff, verdict, previousVersions, signal: sync.signal }),
    );
    const changes = await sync.run('FETCH', async () => {
      const traced = await traceChanges(untraced, {
        ...(await loadOrigins(this.#options, {
          ...baseline,
          ref: baseline.ref ?? baseline.stateOf,
        })),
        to: version.revision,
        files,
        paths: this.#options.config.files,
        commits: this.#options.source.commits,
        previousVersions,
        buildFiles: comparison.changedBuildFiles,
        signal: sync.signal,
        limit: sync.limit(MAX_TRACING_MS),
      });
      if (traced.failure) {
        sync.log.info(
          `Could not ask for all commits behind the changes: ${stringifyError(
            traced.failure,
          )}`,
        );
      }
      return traced.changes;
    });
    const outcome: SyncOutcome = {
      ...version,
      comparison,
      findings: assignOwners([...findings, ...apiFindings], listOwned(diff)),
      changes,
      repositories: buildFiles.timings,
    };
    if (sync.trigger.dryRun) {
      sync.log.info('This is a dry run: nothing is applied');
      return outcome;
    }

    const { isEverythingSent, drift } = baseline;
    if (isEverythingSent && !comparison.isWhole) {
      sync.log.warn(
        'Sending everything, but leaving what else there is in the catalog: an entity that stays there without being in the source is damaged in the database, and would be deleted',
      );
    }
    const upserted = new Set(refsOf([...diff.added, ...diff.updated]));
    const removed = new Set(refsOf(verdict.allowed));
    const repair = this.#repairs.plan(sync, drift, { upserted, removed });
    const change = toCatalogChange({
      replacesAll:
        isEverythingSent && comparison.isWhole && isCatalogKnown(baseline),
      entities,
      sentRefs: new Set(
        isEverythingSent
          ? entities.map(entity => stringifyEntityRef(entity))
          : [...upserted, ...refsOf(repair.resent)],
      ),
      removedRefs: [...removed],
    });
    const resent = toResentChanges(
      repair,
      await this.#options.store.snapshot.getEntities(refsOf(repair.recorded)),
    );
    const removalsToHold = await toRemovalsToHold({
      held: verdict.held,
      entities,
      findReferrers: refs => this.#catalogReferences.findReferrers(sync, refs),
      signal: sync.signal,
    });
    // Nothing that takes time comes after it: what was sent has to be recorded as sent.
    await this.#send(sync, change, repair);
    this.#repairs.noteRemoved(drift, removed);
    const provenanceOf = new Map(
      changes.map(({ entityRef, provenance }) => [entityRef, provenance]),
    );
    const isAnythingKept = diff.retained.length + verdict.held.length > 0;
    return {
      ...outcome,
      changes: [...changes, ...resent],
      adopted: comparison.adopted,
      drift: repair.drift,
      applied: {
        heldRemovals: removalsToHold.map(removal => ({
          ...removal,
          provenance: provenanceOf.get(removal.entityRef),
        })),
        buildFiles: buildFiles.entries,
        // What is kept although the source does not have it may get its build file back.
        removedBuildFiles: isAnythingKept ? [] : buildFiles.removed,
        state: this.#stateAfter(version, {
          drift,
          fingerprint: baseline.fingerprint,
          renamedTo: baseline.renamedTo,
          isEverythingSent: isEverythingSent && comparison.isWhole,
          buildFilesResumeAt: buildFiles.resumeAt,
        }),
      },
    };
  }

  async #send(
    sync: RunningSync,
    change: CatalogChange,
    repair: Repair,
  ): Promise<void> {
    const { provider, store } = this.#options;
    await sync.run('CATALOG_APPLY', async () => {
      const refused = refsOf(repair.refused);
      if (refused.length > 0) {
        // Before it is sent, so that a new reason is not replaced.
        await store.confirmations.noteSentAgain(refused, SENT_AGAIN);
      }
      await provider.apply(change, {
        removeFirst: repair.removeFirst,
        signal: sync.signal,
      });
    });
    sync.log.info(describeChange(change));
  }

  #stateAfter(
    { revision }: SourceVersion,
    {
      isEverythingSent,
      drift,
      fingerprint,
      renamedTo,
      buildFilesResumeAt,
    }: CatalogState &
      NamedSource & {
        fingerprint: string;
        buildFilesResumeAt?: string;
      },
  ) {
    return {
      revision,
      repository: repositoryOf(this.#options.config.source),
      renamedTo,
      fingerprint,
      // Else the next sync has to do it, which may be able to ask the catalog.
      fullApply: isEverythingSent && drift !== undefined,
      buildFilesResumeAt,
    };
  }

  #isFullApplyDue(
    { startTime, trigger }: RunningSync,
    baseline: SyncBaseline,
  ): boolean {
    const { reconcile } = this.#options.config;
    const reconcileMs = reconcile.frequencyMs;
    return (
      trigger.full === true ||
      isFullApplyDue({ ...baseline, startTime, reconcileMs })
    );
  }
}

/**
 * Whether what a sync does not send may go: not if the catalog could not be asked what it has, nor if
 * the store has never applied anything, because another one may have, and the catalog still be at it.
 */
function isCatalogKnown({ drift, state }: SyncBaseline & CatalogState) {
  return drift !== undefined && state.lastAppliedAt !== undefined;
}

function describeChange(change: CatalogChange): string {
  if (isEmpty(change)) {
    return 'Nothing to send to the catalog';
  }
  return change.type === 'full'
    ? `Sent all ${change.entities.length} entities to the catalog`
    : `Sent to the catalog: ${change.upserts.length} added or updated, ${change.removedRefs.length} removed`;
}
