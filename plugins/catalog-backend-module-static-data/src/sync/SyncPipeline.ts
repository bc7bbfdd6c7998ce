import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import {
  ContractDocumentCache,
  toChanges,
  toRemovalsToHold,
} from '@internal/plugin-static-data-model';
import {
  StaticDataConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { applyChanges, CatalogChange } from '../apply/applyChanges';
import { isFullApplyDue, toCatalogChange } from '../apply/planChanges';
import { SourceReader } from '../source/SourceReader';
import { compareSource, SourceComparison } from './compareSource';
import { describeRevision } from './describeRevision';
import { fetchSource } from './fetchSource';
import { toFingerprint } from './fingerprint';
import { SyncBaseline } from './loadBaseline';
import { SourceVersion, SyncContext, SyncOutcome, SyncTrigger } from './types';

interface RunOptions {
  trigger: SyncTrigger;
  /** Start of the sync; ISO 8601, UTC. */
  startTime: string;
  baseline: SyncBaseline;
  context: SyncContext;
}

/** The steps of one sync, from the source to the catalog. Data flows one way. */
export class SyncPipeline {
  readonly #config: StaticDataConfig;
  readonly #source: SourceReader;
  readonly #store: StaticDataStore;
  readonly #applyMutation: (mutation: EntityProviderMutation) => Promise<void>;
  readonly #contractCache = new ContractDocumentCache();
  readonly #fingerprint: string;

  constructor(options: {
    config: StaticDataConfig;
    source: SourceReader;
    store: StaticDataStore;
    applyMutation: (mutation: EntityProviderMutation) => Promise<void>;
  }) {
    this.#config = options.config;
    this.#source = options.source;
    this.#store = options.store;
    this.#applyMutation = options.applyMutation;
    this.#fingerprint = toFingerprint(options.config);
  }

  /**
   * Runs all steps; what can be skipped is reported as a finding.
   *
   * @throws SyncStepError when nothing can be applied
   */
  async run(options: RunOptions): Promise<SyncOutcome> {
    const { trigger, baseline, context } = options;
    const { tracker, log, signal } = context;
    const previous = this.#findReusableSync(trigger, baseline);

    const fetched = await tracker.run('FETCH', async () => {
      const read = await fetchSource({
        source: this.#source,
        store: this.#store,
        reusable: previous && baseline.state.revision,
        ref: trigger.ref,
        signal,
      });
      const commit = await describeRevision(read.revision, {
        source: this.#source,
        known: baseline.lastApplied,
        context,
      });
      return { ...read, version: { revision: read.revision, commit } };
    });
    const { revision, version } = fetched;
    if (fetched.status === 'unchanged') {
      if (!previous) {
        throw new Error('A read without a known revision gave no files');
      }
      log.info(`Nothing has changed since revision ${revision}`);
      return this.#endUnchanged(version, previous, options);
    }
    const { files } = fetched;
    log.info(`Read ${files.length} files of revision ${revision}`);
    const comparison = await compareSource(files, {
      config: this.#config,
      source: this.#source,
      store: this.#store,
      contractCache: this.#contractCache,
      context,
    });
    return this.#apply(version, comparison, options);
  }

  async #endUnchanged(
    version: SourceVersion,
    previous: SyncHistoryRecord,
    options: RunOptions,
  ): Promise<SyncOutcome> {
    const { baseline, context } = options;
    const fullApply = this.#isFullApplyDue(options);
    if (fullApply) {
      const applied = await this.#store.snapshot.list();
      const entities = await this.#store.snapshot.getEntities(
        applied.map(({ entityRef }) => entityRef),
      );
      await this.#send(
        { type: 'full', entities: [...entities.values()] },
        context,
      );
    }
    return {
      result: {
        type: 'unchanged',
        ...version,
        previousStats: previous.stats,
      },
      // The same source has the same findings.
      findings: baseline.appliedFindings,
      changes: [],
      repositories: [],
      applied: {
        buildFiles: [],
        removedBuildFiles: [],
        state: {
          revision: version.revision,
          fingerprint: this.#fingerprint,
          fullApply,
        },
      },
    };
  }

  async #apply(
    version: SourceVersion,
    comparison: SourceComparison,
    options: RunOptions,
  ): Promise<SyncOutcome> {
    const { trigger, context } = options;
    const { diff, verdict, entities, buildFiles } = comparison;
    const changes = await context.tracker.run('DIFF', async () =>
      toChanges({
        diff,
        verdict,
        previousVersions: await this.#store.snapshot.getEntities(
          diff.updated.map(({ entityRef }) => entityRef),
        ),
        signal: context.signal,
      }),
    );
    const outcome = {
      result: {
        type: 'compared' as const,
        ...version,
        diff,
        verdict,
        apiRelationships: comparison.apiRelationships,
      },
      findings: comparison.findings,
      changes,
      repositories: buildFiles.timings,
    };
    if (trigger.dryRun) {
      context.log.info('A dry run: nothing is applied');
      return outcome;
    }

    const change = toCatalogChange({
      fullApply: this.#isFullApplyDue(options),
      entities,
      diff,
      removedRefs: verdict.allowed.map(({ entityRef }) => entityRef),
    });
    await this.#send(change, context);
    const isAnythingKept = diff.retained.length + verdict.held.length > 0;
    return {
      ...outcome,
      applied: {
        heldRemovals: toRemovalsToHold(verdict.held, entities),
        buildFiles: buildFiles.entries,
        // What stays although the source does not have it may come back to its build file.
        removedBuildFiles: isAnythingKept ? [] : buildFiles.removed,
        state: {
          revision: version.revision,
          fingerprint: this.#fingerprint,
          fullApply: change.type === 'full',
        },
      },
    };
  }

  async #send(
    change: CatalogChange,
    { tracker, log, signal }: SyncContext,
  ): Promise<void> {
    signal.throwIfAborted();
    await tracker.run('CATALOG_APPLY', () =>
      applyChanges(change, this.#applyMutation),
    );
    log.info(describeChange(change));
  }

  /**
   * The last applied sync, if its findings would be found again in an equal source: one
   * with errors is read again, since what failed may have been the reading.
   */
  #findReusableSync(
    trigger: SyncTrigger,
    { state, lastApplied }: SyncBaseline,
  ): SyncHistoryRecord | undefined {
    const isReusable =
      !trigger.dryRun &&
      state.fingerprint === this.#fingerprint &&
      lastApplied?.status === 'SUCCESS';
    return isReusable ? lastApplied : undefined;
  }

  #isFullApplyDue({ startTime, baseline }: RunOptions): boolean {
    return isFullApplyDue({
      state: baseline.state,
      startTime,
      reconcileMs: this.#config.reconcile.frequencyMs,
      failuresSince: baseline.failuresSince,
    });
  }
}

function describeChange(change: CatalogChange): string {
  switch (change.type) {
    case 'full':
      return `Sent all ${change.entities.length} entities to the catalog`;
    case 'delta':
      return `Sent ${change.upserts.length} entities and ${change.removedRefs.length} removals to the catalog`;
    default:
      return 'There was nothing to send to the catalog';
  }
}
