import { LoggerService } from '@backstage/backend-plugin-api';
import { toPageUrl } from '@internal/plugin-static-data-common';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import {
  ClaimedPullRequest,
  PullRequestOutcome,
} from '@internal/plugin-static-data-node';
import { shutdownReason, timeoutReason } from '../abort';
import { Redactor } from '../Redactor';
import { nameOf } from '../source/repositoryUrls';
import { toHostFailure } from '../source/toHostFailure';
import { PullRequestPreviewer } from './previewPullRequest';
import {
  loadCheck,
  markHead,
  markVerdict,
  TellOptions,
  writeComment,
} from './tellHost';

/** Well below the 60 seconds after which a claim expires. */
const RENEW_INTERVAL_MS = 3_000;

/** How often in a row something may fail before it is given up, which takes about a quarter of an hour. */
const MAX_ATTEMPTS = 5;
const FIRST_RETRY_SECONDS = 10;
const LONGEST_RETRY_SECONDS = 600;

/** For the last word on a head that is of no interest any more. */
const CANCEL_TIMEOUT_MS = 10_000;

/** Why a check is aborted that is in vain. */
const SUPERSEDED = new Error('Another head has taken its place');

interface PullRequestCheckerOptions extends TellOptions {
  previewer: PullRequestPreviewer;
  /** Where the credentials of the host are configured. */
  credentialsKey: string;
  /** Runs one check at a time in a process, of whichever source. */
  limit: <T>(run: () => Promise<T>) => Promise<T>;
  redactor: Redactor;
  logger: LoggerService;
}

/**
 * Checks the pull requests of a source that have something to do, one after the other: previews the head, and
 * tells the host.
 */
export class PullRequestChecker {
  readonly #options: PullRequestCheckerOptions;
  readonly #shutdown = new AbortController();
  #draining?: Promise<void>;
  #isAskedAgain = false;
  /** Looks whether the check that runs is in vain by now. */
  #verify?: () => Promise<void>;

  constructor(options: PullRequestCheckerOptions) {
    this.#options = options;
  }

  /** Checks until nothing is due. */
  async checkDue(): Promise<void> {
    this.#isAskedAgain = true;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
    await this.#draining;
  }

  /** Aborts the running check if another head has taken the place of its own. */
  async cancelSuperseded(): Promise<void> {
    await this.#verify?.();
  }

  /** Aborts the running check, which is left to another process, or to the next start. */
  async stop(): Promise<void> {
    this.#shutdown.abort(shutdownReason());
    await this.#draining?.catch(() => {});
  }

  async #drain(): Promise<void> {
    const { limit, previewer } = this.#options;
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      while (await limit(() => this.#checkNext())) {
        // Others have their turn in between.
      }
    }
    previewer.forget();
  }

  /** @returns whether there was anything to do */
  async #checkNext(): Promise<boolean> {
    const { store, host } = this.#options;
    // What is left of a limit is for syncs.
    if (this.#shutdown.signal.aborted || host.rateLimit.reservedUntil) {
      return false;
    }
    const claimed = await store.pullRequests.claim();
    if (claimed) {
      await this.#check(claimed);
    }
    return claimed !== undefined;
  }

  async #check(claimed: ClaimedPullRequest): Promise<void> {
    const { store, config } = this.#options;
    const { pullRequests } = store;
    const { timeoutMs } = config.schedule;
    const abort = new AbortController();
    const signal = AbortSignal.any([this.#shutdown.signal, abort.signal]);
    const timeout = setTimeout(
      () => abort.abort(timeoutReason(timeoutMs)),
      timeoutMs,
    );
    this.#verify = async () => {
      if (!(await pullRequests.renew(claimed))) {
        abort.abort(SUPERSEDED);
      }
    };
    const renewing = setInterval(
      // A database that does not answer for a minute lets the claim expire, and the next renewal says so.
      () => void this.#verify?.().catch(() => {}),
      RENEW_INTERVAL_MS,
    );
    try {
      await this.#previewAndTell(claimed, signal);
    } catch (error) {
      if (abort.signal.reason === SUPERSEDED) {
        await this.#cancel(claimed);
      } else if (!this.#shutdown.signal.aborted) {
        await this.#noteFailure(claimed, this.#explain(error, signal));
      }
    } finally {
      clearTimeout(timeout);
      clearInterval(renewing);
      this.#verify = undefined;
      await pullRequests.release(claimed);
    }
  }

  async #previewAndTell(
    claimed: ClaimedPullRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, previewer, logger } = this.#options;
    const { number, head } = claimed;
    let { outcome: known } = claimed;
    let result: PullRequestOutcome;
    if (known && claimed.previewedHead === head) {
      const { problem, ...previewed } = claimed;
      // Otherwise it is about an attempt to tell the host.
      result = {
        ...previewed,
        outcome: known,
        ...(known === 'error' && { problem }),
      };
    } else {
      await markHead(
        this.#options,
        claimed,
        {
          state: 'pending',
          summary: 'Previewing',
          url: toPageUrl(this.#options.appBaseUrl),
        },
        signal,
      );
      result = await previewer.preview(
        claimed,
        signal,
        claimed.attempts + 1 >= MAX_ATTEMPTS,
      );
      known = result.outcome;
      await store.pullRequests.notePreview(claimed, result);
      claimed.attempts = 0;
      claimed.previewedHead = head;
    }
    const check = await loadCheck(this.#options, claimed, result);
    // It is true of the head whatever becomes of the pull request, which auto-merge may merge for it.
    await markVerdict(
      this.#options,
      claimed,
      check,
      AbortSignal.any([
        this.#shutdown.signal,
        AbortSignal.timeout(this.#options.config.schedule.timeoutMs),
      ]),
    );
    await this.#verify?.();
    signal.throwIfAborted();
    await writeComment(this.#options, claimed, check, signal);
    await store.pullRequests.noteTold(claimed, result.problem);
    logger.info(`Checked pull request ${number} at ${head}: ${known}`);
  }

  /** The head that was left is not to look as if it were still being checked. */
  async #cancel(claimed: ClaimedPullRequest): Promise<void> {
    const { logger } = this.#options;
    if (claimed.previewedHead === claimed.head) {
      logger.debug(
        `Left the comment on pull request ${claimed.number} as it is: it is closed, or has another head by now`,
      );
      return;
    }
    logger.info(
      `Cancelled the check of pull request ${claimed.number} at ${claimed.head}: it is closed, or has another head by now`,
    );
    try {
      await markHead(
        this.#options,
        claimed,
        { state: 'cancelled', summary: SUPERSEDED.message, url: undefined },
        AbortSignal.timeout(CANCEL_TIMEOUT_MS),
      );
    } catch (error) {
      logger.debug(`Could not tell the host: ${error}`);
    }
  }

  async #noteFailure(
    claimed: ClaimedPullRequest,
    { finding }: SyncFindingError,
  ): Promise<void> {
    const { store, host, logger } = this.#options;
    const { pullRequests } = store;
    const { number, attempts, previewedHead, head } = claimed;
    const problem = finding.message;
    const until = host.rateLimit.reservedUntil;
    if (finding.code === 'RATE_LIMIT' && until) {
      const waitMs = until.getTime() - Date.now();
      logger.info(
        `The check of pull request ${number} goes on after ${until.toISOString()}: ${problem}`,
      );
      await pullRequests.noteFailure(claimed, {
        problem,
        retrySeconds: Math.ceil(waitMs / 1_000),
        counts: false,
      });
      return;
    }
    const isLast = attempts + 1 >= MAX_ATTEMPTS;
    if (!isLast) {
      const retrySeconds = Math.min(
        LONGEST_RETRY_SECONDS,
        FIRST_RETRY_SECONDS * 4 ** attempts,
      );
      logger.warn(
        `Could not check pull request ${number}, or tell the host; trying again in ${retrySeconds} seconds: ${problem}. ${finding.hint}`,
      );
      await pullRequests.noteFailure(claimed, {
        problem,
        retrySeconds,
        counts: true,
      });
      return;
    }
    logger.error(
      `Gave up on the check of pull request ${number} at ${head}; the next push to it is checked again: ${problem}. ${finding.hint}`,
    );
    if (previewedHead === head) {
      await pullRequests.noteTold(claimed, problem);
    } else {
      // The host may still be told of that.
      await pullRequests.notePreview(claimed, { outcome: 'error', problem });
    }
  }

  /** What to say of an error, which has no secrets in it. */
  #explain(error: unknown, signal: AbortSignal): SyncFindingError {
    const { config, redactor, credentialsKey } = this.#options;
    const { source } = config;
    return toHostFailure(error, {
      subject:
        source.type === 'directory'
          ? source.directory
          : `the pull requests of ${nameOf(source)} on ${source.host}`,
      signal,
      redactor,
      credentialsKey,
      act: 'read, mark and comment on',
    });
  }
}
