import { Entity } from '@backstage/catalog-model';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import {
  SyncFinding,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  SnapshotEntry,
  StaticDataConfig,
  StaticDataStore,
  SyncState,
} from '@internal/plugin-static-data-node';
import { applyChanges } from '../apply/applyChanges';
import { isFullApplyDue, toCatalogChange } from '../apply/planChanges';
import {
  areBuildFilesUnchanged,
  readBuildFiles,
} from '../buildFiles/readBuildFiles';
import { diffSnapshot } from '../diff/diffSnapshot';
import { HashedEntity, hashEntities } from '../diff/hashEntities';
import { guardRemovals } from '../guard/guardRemovals';
import { toHeldFinding } from '../guard/toHeldFinding';
import { ContractDocumentCache } from '../parse/ContractDocumentCache';
import { parseSource } from '../parse/parseSource';
import { SourceFile, SourceReader } from '../source/SourceReader';
import { countApiRelationships } from '../transform/countApiRelationships';
import { transformSource } from '../transform/transformSource';
import { checkVanished } from './checkVanished';
import { toFingerprint } from './fingerprint';
import { StepTimer } from './StepTimer';
import { SyncOutcome, SyncTrigger } from './types';

/** Older failures than these do not decide whether everything is sent again. */
const FAILURES_LOOKED_AT = 100;

/** The steps of one sync, from the source to the catalog. Data flows one way. */
export class SyncPipeline {
  readonly #config: StaticDataConfig;
  readonly #source: SourceReader;
  readonly #store: StaticDataStore;
  readonly #applyMutation: (mutation: EntityProviderMutation) => Promise<void>;
  readonly #contractCache = new ContractDocumentCache();

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
  }

  /**
   * Runs all steps; what can be skipped is reported as a finding.
   *
   * @throws SyncStepError when nothing can be applied
   */
  async run(options: {
    trigger: SyncTrigger;
    startTime: string;
    timer: StepTimer;
    signal: AbortSignal;
  }): Promise<SyncOutcome> {
    const { trigger, startTime, timer, signal } = options;
    const fingerprint = toFingerprint(this.#config);
    const state = await this.#store.state.get();
    const fullApply = await this.#isFullApplyDue(state, startTime);
    const previous = await this.#findReusableSync(state, fingerprint);

    const read = await timer.run('FETCH', () =>
      this.#fetch({
        trigger,
        reusable: !trigger.dryRun && previous ? state.revision : undefined,
        signal,
      }),
    );
    if (!read.files) {
      return this.#endUnchanged({
        revision: read.revision,
        previous: previous!,
        fullApply,
        fingerprint,
        timer,
        signal,
      });
    }
    return this.#compareAndApply({
      ...read,
      files: read.files,
      fullApply,
      fingerprint,
      trigger,
      timer,
      signal,
    });
  }

  async #fetch(options: {
    trigger: SyncTrigger;
    reusable: string | undefined;
    signal: AbortSignal;
  }): Promise<{ revision: string; files?: SourceFile[] }> {
    const { trigger, reusable, signal } = options;
    const read = await this.#source.read({
      revision: reusable,
      ref: trigger.ref,
      signal,
    });
    if (read.status === 'read') {
      return read;
    }
    const buildFilesUnchanged = await areBuildFilesUnchanged({
      stored: await this.#store.buildFiles.list(),
      source: this.#source,
      signal,
    });
    if (buildFilesUnchanged) {
      return { revision: read.revision };
    }
    const again = await this.#source.read({ signal });
    if (again.status !== 'read') {
      throw new Error('A read without a known revision gave no files');
    }
    return again;
  }

  async #endUnchanged(options: {
    revision: string;
    previous: SyncHistoryRecord;
    fullApply: boolean;
    fingerprint: string;
    timer: StepTimer;
    signal: AbortSignal;
  }): Promise<SyncOutcome> {
    const { revision, previous, fullApply, timer, signal } = options;
    if (fullApply) {
      const applied = await this.#store.snapshot.list();
      const entities = await this.#loadEntities(applied);
      signal.throwIfAborted();
      await timer.run('CATALOG_APPLY', () =>
        applyChanges({ type: 'full', entities }, this.#applyMutation),
      );
    }
    return {
      result: { type: 'unchanged', revision, previous },
      findings: [],
      changes: {
        snapshot: { upserts: [], removals: [] },
        buildFiles: [],
        removedBuildFiles: [],
        state: {
          revision,
          fingerprint: options.fingerprint,
          fullApply,
        },
      },
    };
  }

  async #compareAndApply(options: {
    revision: string;
    files: SourceFile[];
    fullApply: boolean;
    fingerprint: string;
    trigger: SyncTrigger;
    timer: StepTimer;
    signal: AbortSignal;
  }): Promise<SyncOutcome> {
    const { revision, files, fingerprint, trigger, timer, signal } = options;
    const findings: SyncFinding[] = [];
    const report = (finding: SyncFinding) => void findings.push(finding);
    const applied = await this.#store.snapshot.list();

    const parsed = await timer.run('PARSE', () => {
      checkVanished(applied, files, this.#config.files);
      return parseSource(files, {
        files: this.#config.files,
        contractCache: this.#contractCache,
        report,
        signal,
      });
    });
    const buildFiles = await timer.run('FETCH', async () =>
      readBuildFiles({
        applications: parsed.applications,
        stored: await this.#store.buildFiles.list(),
        source: this.#source,
        report,
        signal,
      }),
    );
    const transformed = await timer.run('TRANSFORM', () =>
      transformSource(parsed, {
        locationOf: path => this.#source.locationOf(path),
        buildFiles: buildFiles.references,
        report,
        signal,
      }),
    );

    const { current, diff, verdict } = await timer.run('DIFF', async () => {
      const hashed = await hashEntities(transformed.entities, signal);
      const difference = diffSnapshot(applied, hashed, transformed.unreadable);
      return {
        current: hashed,
        diff: difference,
        verdict: guardRemovals(
          applied,
          difference.removed,
          difference.added.map(({ entity }) => entity),
          this.#config.safety,
        ),
      };
    });
    if (verdict.held.length > 0) {
      report(toHeldFinding(verdict.reasons));
    }

    // Not in the source, but they stay in the catalog as they are.
    const kept = [...diff.retained, ...verdict.held];
    const keptEntities = await this.#loadEntities(kept);
    const entities = [...current.map(({ entity }) => entity), ...keptEntities];
    const result = {
      type: 'compared' as const,
      revision,
      diff,
      verdict,
      apiRelationships: countApiRelationships(entities),
    };
    if (trigger.dryRun) {
      return { result, findings };
    }

    const removedRefs = verdict.allowed.map(entry => entry.entityRef);
    const change = toCatalogChange({
      fullApply: options.fullApply,
      entities,
      diff,
      removedRefs,
    });
    signal.throwIfAborted();
    await timer.run('CATALOG_APPLY', () =>
      applyChanges(change, this.#applyMutation),
    );
    return {
      result,
      findings,
      changes: {
        snapshot: {
          upserts: [...diff.added, ...diff.updated].map(toSnapshotUpsert),
          removals: removedRefs,
        },
        buildFiles: buildFiles.entries,
        // What stays although the source does not have it may come back to its build file.
        removedBuildFiles: kept.length === 0 ? buildFiles.removed : [],
        state: { revision, fingerprint, fullApply: change.type === 'full' },
      },
    };
  }

  /**
   * The last applied sync, if its findings would be found again in an equal source: one
   * with errors is read again, since what failed may have been the reading.
   */
  async #findReusableSync(
    state: SyncState,
    fingerprint: string,
  ): Promise<SyncHistoryRecord | undefined> {
    if (!state.lastAppliedSyncId || state.fingerprint !== fingerprint) {
      return undefined;
    }
    const record = await this.#store.history.get(state.lastAppliedSyncId);
    return record?.status === 'SUCCESS' ? record : undefined;
  }

  async #isFullApplyDue(state: SyncState, startTime: string): Promise<boolean> {
    const failures = state.lastAppliedAt
      ? await this.#store.history.list({
          from: state.lastAppliedAt,
          status: ['FAILURE'],
          limit: FAILURES_LOOKED_AT,
        })
      : undefined;
    return isFullApplyDue({
      state,
      startTime,
      reconcileMs: this.#config.reconcile.frequencyMs,
      failuresSince: failures?.records ?? [],
    });
  }

  async #loadEntities(entries: SnapshotEntry[]): Promise<Entity[]> {
    if (entries.length === 0) {
      return [];
    }
    const entities = await this.#store.snapshot.getEntities(
      entries.map(entry => entry.entityRef),
    );
    return [...entities.values()];
  }
}

function toSnapshotUpsert(hashed: HashedEntity) {
  const { entity, entityRef, hash, sourceFile } = hashed;
  return { entity, entityRef, kind: entity.kind, hash, sourceFile };
}
