import { LoggerService } from '@backstage/backend-plugin-api';
import { BranchList } from '@internal/plugin-static-data-common';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { LRUCache } from 'lru-cache';
import { SourceReader } from '../source/SourceReader';
import { fetchFailure } from '../source/sourceFailures';

/** Somebody waits for it. */
const TIMEOUT_MS = 10_000;

/** How long an answer holds, or that there is none: as long as somebody chooses. */
const KEPT_MS = 30_000;

const MAX_KEPT = 1_000;

/** Lists the branches of sources, and asks the host of none for the same twice in a while. */
export class BranchLister {
  readonly #readers: Map<string, Pick<SourceReader, 'listBranches'>>;
  readonly #logger: LoggerService;
  readonly #timeoutMs: number;
  readonly #lists = new LRUCache<string, BranchList, () => Promise<BranchList>>(
    {
      max: MAX_KEPT,
      ttl: KEPT_MS,
      // Those who ask meanwhile wait for the same answer.
      fetchMethod: (_key, _stale, { context: list }) => list(),
    },
  );

  /** @param options - `readers`: by the ids of the sources */
  constructor(options: {
    readers: Map<string, Pick<SourceReader, 'listBranches'>>;
    logger: LoggerService;
    timeoutMs?: number;
  }) {
    this.#readers = options.readers;
    this.#logger = options.logger;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  /**
   * Lists branches of a source.
   *
   * @param q - text that their names contain
   * @returns undefined if there is no such source
   */
  async list(source: string, q?: string): Promise<BranchList | undefined> {
    const reader = this.#readers.get(source);
    return (
      reader &&
      this.#lists.forceFetch(JSON.stringify([source, q]), {
        context: () => this.#ask(source, reader, q),
      })
    );
  }

  async #ask(
    source: string,
    reader: Pick<SourceReader, 'listBranches'>,
    q: string | undefined,
  ): Promise<BranchList> {
    if (!reader.listBranches) {
      return toProblem('A directory has no branches');
    }
    const timeout = new AbortController();
    const timer = setTimeout(
      () => timeout.abort(noAnswer(this.#timeoutMs)),
      this.#timeoutMs,
    );
    try {
      const { names, isComplete } = await reader.listBranches(
        q,
        timeout.signal,
      );
      return { branches: names, isComplete };
    } catch (error) {
      const problem =
        error instanceof SyncFindingError ? error.finding.message : `${error}`;
      this.#logger.warn(
        `Could not list the branches of the source '${source}': ${problem}`,
      );
      return toProblem(problem);
    } finally {
      clearTimeout(timer);
    }
  }
}

function toProblem(problem: string): BranchList {
  return { branches: [], isComplete: false, problem };
}

function noAnswer(timeoutMs: number): SyncFindingError {
  return fetchFailure({
    code: 'TIMEOUT',
    message: `The host did not answer within ${timeoutMs / 1_000} seconds`,
    hint: 'Try again.',
  });
}
