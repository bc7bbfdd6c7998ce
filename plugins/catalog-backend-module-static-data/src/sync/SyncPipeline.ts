import { hash } from 'node:crypto';
import { AuthService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ContractDocumentCache,
  findApiFindings,
  SourceFile,
  toChanges,
  toRemovalsToHold,
} from '@internal/plugin-static-data-model';
import {
  BuildFileEntry,
  StaticDataConfig,
  StaticDataStore,
  toSourceFingerprint,
} from '@internal/plugin-static-data-node';
import { isFullApplyDue, toCatalogChange } from '../apply/planChanges';
import { Repair, toResentChanges } from '../apply/planRepair';
import {
  CatalogChange,
  isEmpty,
  StaticDataProvider,
} from '../apply/StaticDataProvider';
import { loadOrigins } from '../provenance/loadOrigins';
import { traceChanges } from '../provenance/traceChanges';
import { SyncBaseline } from '../record/loadBaseline';
import { SourceVersion, SyncOutcome } from '../record/completeSync';
import { SourceReader } from '../source/SourceReader';
import { CatalogReferences } from './CatalogReferences';
import { CatalogRepairs } from './CatalogRepairs';
import { compareSource, SourceComparison } from './compareSource';
import { readSource } from './readSource';
import { RunningSync } from './RunningSync';

/** Raise it whenever the same source would become other entities or findings than before. */
const MAPPING_VERSION = 6;

const SENT_AGAIN = 'The catalog refused it before; it was sent again';

export interface SyncPipelineOptions {
  config: StaticDataConfig;
  source: SourceReader;
  store: StaticDataStore;
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
  /** While it and the revision of the source stay the same, so do the entities. */
  readonly #fingerprint: string;

  constructor(options: SyncPipelineOptions) {
    this.#options = options;
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
    // An equal source would have the same findings. One with errors is read again, because it may
    // have been the reading that failed.
    const isMappingKnown = state.fingerprint === this.#fingerprint;
    const isReusable =
      !sync.trigger.dryRun &&
      !sync.trigger.full &&
      isMappingKnown &&
      lastApplied?.status === 'SUCCESS' &&
      // Its numbers and its commit are used again.
      !lastApplied.unreadable &&
      (!this.#isFullApplyDue(sync, baseline) ||
        (await this.#isSnapshotWhole())) &&
      (await this.#areReferencesUnchanged(sync, baseline));
    const read = await sync.run('FETCH', () =>
      readSource(sync, {
        ...this.#options,
        reusable: isReusable ? state.revision : undefined,
        lastApplied,
      }),
    );
    const { revision, commit, buildFiles = [] } = read;
    if (read.status === 'unchanged') {
      sync.log.info(`The source has not changed since revision ${revision}`);
      return this.#endUnchanged(
        sync,
        { revision, commit },
        { ...baseline, buildFiles },
      );
    }
    sync.log.info(`Read ${read.files.length} files of revision ${revision}`);
    const comparison = await compareSource(sync, read.files, {
      ...this.#options,
      contractCache: this.#contractCache,
      catalogReferences: this.#catalogReferences,
      isMappingKnown,
    });
    const { files } = read;
    return this.#apply(sync, { revision, commit, files }, comparison, baseline);
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
    baseline: SyncBaseline & { buildFiles: BuildFileEntry[] },
  ): Promise<SyncOutcome> {
    const { snapshot } = this.#options.store;
    const fullApply = this.#isFullApplyDue(sync, baseline);
    const repair = await this.#repairs.plan(sync, new Set());
    const sent = fullApply ? await snapshot.list() : repair.resent;
    const entities = await snapshot.getEntities(refsOf(sent));
    const { removedRefs } = repair;
    if (fullApply || entities.size + removedRefs.length > 0) {
      const upserts = [...entities.values()];
      await this.#send(
        sync,
        fullApply
          ? { type: 'full', entities: upserts }
          : { type: 'delta', upserts, removedRefs },
        repair,
      );
    }
    return {
      ...version,
      // The same source has the same findings.
      findings: baseline.appliedFindings,
      changes: toResentChanges(repair, entities),
      drift: repair.drift,
      repositories: [],
      applied: {
        buildFiles: baseline.buildFiles,
        removedBuildFiles: [],
        state: this.#stateAfter(version, fullApply),
      },
    };
  }

  async #apply(
    sync: RunningSync,
    { files, ...version }: SourceVersion & { files: SourceFile[] },
    comparison: SourceComparison,
    baseline: SyncBaseline,
  ): Promise<SyncOutcome> {
    const { diff, verdict, entities, findings, buildFiles } = comparison;
    const previousVersions = await this.#options.store.snapshot.getEntities(
      [...diff.updated, ...verdict.allowed].map(({ entityRef }) => entityRef),
    );
    const apiFindings = await findApiFindings({
      removed: verdict.allowed,
      updated: diff.updated,
      previousVersions,
      entities,
      statedConsumers: comparison.statedConsumers,
      signal: sync.signal,
    });
    const untraced = await sync.run('DIFF', () =>
      toChanges({ diff, verdict, previousVersions, signal: sync.signal }),
    );
    const changes = await sync.run('FETCH', async () => {
      const traced = await traceChanges(untraced, {
        ...(await loadOrigins(this.#options, {
          ...baseline,
          ref: sync.trigger.ref,
        })),
        to: version.revision,
        files,
        paths: this.#options.config.files,
        commits: this.#options.source.commits,
        previousVersions,
        buildFiles: comparison.changedBuildFiles,
        signal: sync.signal,
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
      findings: [...findings, ...apiFindings],
      changes,
      repositories: buildFiles.timings,
    };
    if (sync.trigger.dryRun) {
      sync.log.info('This is a dry run: nothing is applied');
      return outcome;
    }

    const repair = await this.#repairs.plan(
      sync,
      new Set(refsOf([...diff.added, ...diff.updated, ...verdict.allowed])),
    );
    const fullApply = this.#isFullApplyDue(sync, baseline);
    if (fullApply && !comparison.isWhole) {
      sync.log.warn(
        'Sending only what has changed, although it is time to send everything: an entity that stays in the catalog without being in the source is damaged in the database, and would be deleted',
      );
    }
    const change = toCatalogChange({
      fullApply: fullApply && comparison.isWhole,
      entities,
      diff,
      removedRefs: [...refsOf(verdict.allowed), ...repair.removedRefs],
      resentRefs: refsOf(repair.resent),
    });
    const resent = toResentChanges(
      repair,
      await this.#options.store.snapshot.getEntities(refsOf(repair.recorded)),
    );
    await this.#send(sync, change, repair);
    const provenanceOf = new Map(
      changes.map(({ entityRef, provenance }) => [entityRef, provenance]),
    );
    const isAnythingKept = diff.retained.length + verdict.held.length > 0;
    return {
      ...outcome,
      changes: [...changes, ...resent],
      drift: repair.drift,
      applied: {
        heldRemovals: toRemovalsToHold(verdict.held, entities).map(removal => ({
          ...removal,
          provenance: provenanceOf.get(removal.entityRef),
        })),
        buildFiles: buildFiles.entries,
        // What is kept although the source does not have it may get its build file back.
        removedBuildFiles: isAnythingKept ? [] : buildFiles.removed,
        state: this.#stateAfter(version, change.type === 'full'),
      },
    };
  }

  async #send(
    sync: RunningSync,
    change: CatalogChange,
    repair: Repair,
  ): Promise<void> {
    sync.signal.throwIfAborted();
    const { provider, store } = this.#options;
    await sync.run('CATALOG_APPLY', async () => {
      const refused = refsOf(repair.refused);
      if (refused.length > 0) {
        // Before it is sent, so that a new reason is not replaced.
        await store.confirmations.noteSentAgain(refused, SENT_AGAIN);
      }
      await provider.apply(change, repair.removeFirst);
      this.#repairs.noteRemoved(repair.removedRefs);
    });
    sync.log.info(describeChange(change));
  }

  #stateAfter({ revision }: SourceVersion, fullApply: boolean) {
    return { revision, fingerprint: this.#fingerprint, fullApply };
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

function describeChange(change: CatalogChange): string {
  if (isEmpty(change)) {
    return 'Nothing to send to the catalog';
  }
  return change.type === 'full'
    ? `Sent all ${change.entities.length} entities to the catalog`
    : `Sent ${change.upserts.length} entities and ${change.removedRefs.length} removals to the catalog`;
}

function refsOf(entries: Array<{ entityRef: string }>): string[] {
  return entries.map(({ entityRef }) => entityRef);
}
