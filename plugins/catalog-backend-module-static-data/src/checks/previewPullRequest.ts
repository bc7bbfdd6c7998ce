import { LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  RepositoryHostType,
  STATIC_DATA_SYNC_TOPIC,
  SyncEndedEvent,
  SyncFinding,
  SyncFindingCode,
} from '@internal/plugin-static-data-common';
import {
  assignOwners,
  ContractDocumentCache,
  findApiFindings,
  SyncFindingError,
  toChanges,
} from '@internal/plugin-static-data-model';
import {
  ClaimedPullRequest,
  CompletedSync,
  ConsumedApi,
  PullRequestOutcome,
  SourceStore,
  SyncSourceConfig,
  toConfigSnapshot,
} from '@internal/plugin-static-data-node';
import { EventsService } from '@backstage/plugin-events-node';
import {
  completeUnappliedSync,
  completeSync,
  SyncOutcome,
} from '../record/completeSync';
import { SyncBaseline, UNKNOWN_BASELINE } from '../record/loadBaseline';
import { redactOutcome } from '../record/redactOutcome';
import { Redactor } from '../Redactor';
import { PullRequestHost } from '../source/PullRequestHost';
import { findNewName } from '../source/repositoryUrls';
import { SourceReader } from '../source/SourceReader';
import { toHostFailure } from '../source/toHostFailure';
import { CatalogReferences } from '../sync/CatalogReferences';
import {
  compareSource,
  listOwned,
  SourceComparison,
} from '../sync/compareSource';
import { toFailureFinding } from '../sync/toFailureFinding';
import { BaseVersion, toBaseline, toComparedStore } from './baseVersion';
import { findConsumers } from './findConsumers';
import { RunningPreview } from './RunningPreview';

/** After it, what others have changed since could look like a change of a pull request. */
const MAX_BASE_AGE_MS = 5 * 60_000;

/** What a read says that may be another time, and is no fault of a pull request. */
const CODES_OF_OTHERS: SyncFindingCode[] = [
  'AUTH',
  'RATE_LIMIT',
  'NETWORK',
  'TIMEOUT',
  'INTERRUPTED',
  'STORE',
  'CATALOG',
  'INTERNAL',
];

/** Whether a finding is no fault of what was read. */
function isOfOthers({ code }: Pick<SyncFinding, 'code'>): boolean {
  return CODES_OF_OTHERS.includes(code);
}

/** The host does not find a commit, or the branch: it may be gone, or not be there yet. */
class CommitNotFoundError extends SyncFindingError {}

export interface PreviewOptions {
  config: SyncSourceConfig;
  source: SourceReader;
  host: PullRequestHost;
  hostType: RepositoryHostType;
  store: SourceStore;
  /** Where the credentials of the host are configured. */
  credentialsKey: string;
  catalogReferences: CatalogReferences;
  isSyncing: () => boolean;
  redactor: Redactor;
  events: EventsService;
  logger: LoggerService;
}

/**
 * Previews pull requests of a source: compares the head with the merge base, by what a sync of each would
 * do, and records it as a dry run.
 */
export class PullRequestPreviewer {
  readonly #options: PreviewOptions;
  readonly #contractCache = new ContractDocumentCache();
  /** Most pull requests begin at the same few commits. */
  #base?: BaseVersion;

  constructor(options: PreviewOptions) {
    this.#options = options;
  }

  /** Forgets what is only of use to the next pull requests. */
  forget(): void {
    this.#base = undefined;
  }

  /**
   * Previews the head of a pull request.
   *
   * @param isLastAttempt - whether a failure that is no fault of the pull request is recorded too
   * @throws SyncFindingError if it fails so
   */
  async preview(
    pullRequest: ClaimedPullRequest,
    signal: AbortSignal,
    isLastAttempt: boolean,
  ): Promise<PullRequestOutcome> {
    const { config, store, redactor } = this.#options;
    const { number, head, headRef, isFork, url, title } = pullRequest;
    const { author = 'unknown' } = pullRequest;
    const trigger = {
      // There is one preview for each claim.
      syncId: pullRequest.claim,
      syncType: 'PUSH' as const,
      triggeredBy: `${this.#options.hostType}:${author}`,
      dryRun: true,
      // A branch of a fork has no page in the repository.
      ref: isFork ? head : headRef,
    };
    const running = new RunningPreview({
      ...this.#options,
      // The build files of all applications are taken as they are known.
      trigger: { ...trigger, pushes: [] },
      timeoutMs: config.schedule.timeoutMs,
      signal,
    });
    // Only what is recorded has a number: a check may be cancelled, or tried again.
    const toFrame = async () => {
      const { number: syncNumber, now: endTime } =
        await store.state.takeNumber();
      return {
        number: syncNumber,
        startTime: new Date(
          Date.parse(endTime) - running.elapsed(),
        ).toISOString(),
        endTime,
        trigger,
        source: store.sourceId,
        configSnapshot: toConfigSnapshot(config),
        phases: running.timings(),
      };
    };
    let base: string | undefined;
    let baseline: SyncBaseline = UNKNOWN_BASELINE;
    let completed: CompletedSync;
    let consumers: ConsumedApi[] = [];
    let isFaultOfOthers = false;
    try {
      running.log.info(
        `Checking pull request ${number} at ${head}, made by ${author}`,
      );
      base = await running.run('FETCH', () =>
        this.#findBase(pullRequest, signal),
      );
      const version = await this.#readBase(base, running);
      baseline = toBaseline(version);
      const { outcome, consumers: found } = await this.#compare(
        head,
        version,
        running,
      );
      consumers = found;
      running.log.end();
      completed = await completeSync(
        await toFrame(),
        await redactOutcome(outcome, redactor),
        baseline,
      );
    } catch (error) {
      signal.throwIfAborted();
      const finding = redactor.redactFinding(
        toFailureFinding(error, running.phase, signal),
      );
      isFaultOfOthers =
        isOfOthers(finding) || error instanceof CommitNotFoundError;
      // For a limit, it is only a matter of time.
      const isTriedAgain = !isLastAttempt || finding.code === 'RATE_LIMIT';
      if (isFaultOfOthers && isTriedAgain) {
        throw new SyncFindingError(finding, error);
      }
      running.log.error(`${finding.message}. ${finding.hint}`);
      completed = await completeUnappliedSync(
        await toFrame(),
        finding,
        baseline,
      );
    }
    completed.record.pullRequest = {
      number,
      url,
      title: redactor.redact(title),
      ...(base && { base }),
    };
    signal.throwIfAborted();
    await store.complete({ ...completed, logs: running.log.all() });
    await this.#publish(completed);
    return isFaultOfOthers
      ? {
          outcome: 'error',
          syncId: completed.record.id,
          problem: completed.record.errors?.at(0)?.error,
        }
      : { ...toOutcome(completed), consumers };
  }

  async #findBase(
    { target, head, number }: ClaimedPullRequest,
    signal: AbortSignal,
  ): Promise<string> {
    const { host, redactor, credentialsKey } = this.#options;
    const base = await withNotFound(async () => {
      try {
        return await host.findMergeBase(target, head, signal);
      } catch (error) {
        throw toHostFailure(error, {
          subject: `the merge base of pull request ${number}`,
          signal,
          redactor,
          credentialsKey,
        });
      }
    });
    if (base === undefined) {
      throw new SyncFindingError({
        phase: 'PARSE',
        code: 'NOT_FOUND',
        message: `Pull request ${number} has no commit in common with ${target}`,
        hint: `Begin its branch at a commit of ${target}.`,
      });
    }
    return base;
  }

  async #readBase(
    commit: string,
    running: RunningPreview,
  ): Promise<BaseVersion> {
    const known = this.#base;
    if (
      known?.commit === commit &&
      Date.now() - known.readAt < MAX_BASE_AGE_MS
    ) {
      return known;
    }
    const stored = await this.#options.store.buildFiles.list();
    const base: BaseVersion = {
      commit,
      readAt: Date.now(),
      entities: [],
      findings: [],
      buildFiles: stored,
    };
    try {
      const compared = await this.#transform(commit, base, running);
      const { entries } = compared.buildFiles;
      base.entities = compared.diff.added;
      base.findings = assignOwners(compared.findings, listOwned(compared.diff));
      base.buildFiles = [
        ...stored.filter(({ repository }) =>
          entries.every(entry => entry.repository !== repository),
        ),
        ...entries,
      ];
    } catch (error) {
      if (
        !(error instanceof SyncFindingError) ||
        error instanceof CommitNotFoundError ||
        isOfOthers(error.finding)
      ) {
        throw error;
      }
      running.log.warn(
        `There is no source at the merge base ${commit}, so everything counts as added: ${error.message}`,
      );
      base.findings = [error.finding];
    }
    this.#base = base;
    return base;
  }

  async #compare(
    head: string,
    base: BaseVersion,
    running: RunningPreview,
  ): Promise<{ outcome: SyncOutcome; consumers: ConsumedApi[] }> {
    running.log.info(`Comparing with the merge base ${base.commit}`);
    const comparison = await this.#transform(head, base, running);
    const { diff, verdict, previousVersions, entities } = comparison;
    const { signal } = running;
    const { catalogReferences } = this.#options;
    // Those from elsewhere, as far as somebody is affected.
    const referrers: Entity[] = [];
    const apiFindings = await findApiFindings({
      removed: verdict.allowed,
      updated: diff.updated,
      previousVersions,
      entities,
      statedConsumers: comparison.statedConsumers,
      findReferrers: async refs => {
        const found = await catalogReferences.findReferrers(running, refs);
        referrers.push(...(found ?? []));
        return found;
      },
      signal,
    });
    const changes = await running.run('DIFF', () =>
      toChanges({ diff, verdict, previousVersions, signal }),
    );
    return {
      outcome: {
        revision: head,
        comparison,
        findings: assignOwners(
          [...comparison.findings, ...apiFindings],
          listOwned(diff),
        ),
        changes,
        repositories: comparison.buildFiles.timings,
      },
      consumers: await findConsumers({
        changes,
        entities: [...entities, ...referrers],
        statedConsumers: comparison.statedConsumers,
        signal,
      }),
    };
  }

  /** What a sync of a commit would do, if the catalog had what the base has. */
  async #transform(
    commit: string,
    base: BaseVersion,
    running: RunningPreview,
  ): Promise<SourceComparison> {
    const { source } = this.#options;
    const read = await running.run('FETCH', () =>
      withNotFound(() => source.read({ ref: commit, ...running.readTime() })),
    );
    const { store, config } = this.#options;
    const renamedTo = findNewName(await store.state.get(), config.source);
    return compareSource(running, read.status === 'read' ? read.files : [], {
      ...this.#options,
      store: toComparedStore(base, this.#options.store),
      renamedTo,
      contractCache: this.#contractCache,
      repairs: { getVersions: async () => new Map() },
      unexpected: [],
      isApplyUnfinished: false,
      buildFilesResumeAt: undefined,
      checkedBuildFiles: undefined,
      isMappingKnown: true,
    });
  }

  async #publish({ record }: CompletedSync): Promise<void> {
    const { id: syncId, source, status, dryRun } = record;
    const eventPayload: SyncEndedEvent = { syncId, source, status, dryRun };
    try {
      const { events } = this.#options;
      await events.publish({ topic: STATIC_DATA_SYNC_TOPIC, eventPayload });
    } catch (error) {
      this.#options.logger.warn(
        `Could not publish the event that the preview ${syncId} has ended; pages may be late: ${error}`,
      );
    }
  }
}

async function withNotFound<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (
      error instanceof SyncFindingError &&
      error.finding.code === 'NOT_FOUND'
    ) {
      throw new CommitNotFoundError(error.finding, error);
    }
    throw error;
  }
}

/** What a recorded preview says of its head. */
function toOutcome({ record, findings }: CompletedSync): PullRequestOutcome {
  const { id: syncId, status, stats } = record;
  const isFailed =
    status === 'FAILURE' ||
    findings.some(
      finding =>
        finding.state === 'new' &&
        finding.severity === 'error' &&
        !isOfOthers(finding),
    );
  return {
    outcome: isFailed ? 'failed' : 'passed',
    syncId,
    changes: {
      added: stats.entitiesAdded,
      updated: stats.entitiesUpdated,
      removed: stats.entitiesRemoved,
      held: stats.removalsHeld,
    },
  };
}
