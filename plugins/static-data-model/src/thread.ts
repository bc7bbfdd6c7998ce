import { once } from 'node:events';
import { extname } from 'node:path';
import {
  isMainThread,
  parentPort,
  Worker,
  workerData,
} from 'node:worker_threads';
import { toError } from '@backstage/errors';

/**
 * Characters and elements that a function works on in the thread of its caller. The slowest, which
 * reads YAML, takes about 20 ms for them.
 */
let maxSizeAtOnce = 32 * 1024;

/** The same, where that takes about a second. */
const MAX_SIZE_WITHOUT_HURRY = 1024 * 1024;

/**
 * For a process whose event loop nobody waits for: what takes about a second is done at once, because
 * another thread takes half of that to start.
 *
 * @public
 */
export function workWithoutHurry(): void {
  maxSizeAtOnce = MAX_SIZE_WITHOUT_HURRY;
}

/**
 * Some five times as long as the worst file takes, which is long because it is large. Memory, some
 * 400 MB, has no limit of its own. With `resourceLimits`, Node.js (22.23 and 24) mostly ends the
 * thread with ERR_WORKER_OUT_OF_MEMORY, but where one large block does not fit, as when a `Map` grows,
 * it ends the process.
 */
const MAX_MS = 30_000;

/** A thread that has nothing to do for so long ends, and gives back its memory. */
const IDLE_MS = 10_000;

interface Call {
  /** The file that the function is in. */
  file: string;
  /** Its name in the file. */
  name: string;
  args: unknown[];
}

type Answer = { result: unknown } | { error: Error };

/** By {@link keyOf}. */
const functions = new Map<string, (...args: any[]) => unknown>();

/** In a bundle, all functions are in one file, so their names tell them apart. */
function keyOf({ file, name }: Pick<Call, 'file' | 'name'>): string {
  return `${file}#${name}`;
}

/**
 * A call that took too long. The message continues a sentence that begins with what the function was
 * to work on.
 */
export class TooMuchWorkError extends Error {
  constructor(maxMs: number) {
    super(`takes more than ${maxMs / 1000} seconds`);
    this.name = 'TooMuchWorkError';
  }
}

/** Runs one call after the other. */
export class CallThread {
  #worker?: Worker;
  #idleTimer?: NodeJS.Timeout;
  #latest: Promise<unknown> = Promise.resolve();

  constructor(private readonly maxMs = MAX_MS) {}

  /** @throws TooMuchWorkError, and what the function throws */
  async call(call: Call): Promise<unknown> {
    const result = this.#latest.then(() => this.#run(call));
    this.#latest = result.catch(() => {});
    return result;
  }

  async #run(call: Call): Promise<unknown> {
    clearTimeout(this.#idleTimer);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    worker.ref();
    let answer: Answer;
    try {
      const answered = once(worker, 'message', {
        signal: AbortSignal.timeout(this.maxMs),
      });
      worker.postMessage(call);
      [answer] = await answered;
    } catch (error) {
      await this.#end();
      throw toError(error).name === 'AbortError'
        ? new TooMuchWorkError(this.maxMs)
        : error;
    }
    worker.unref();
    this.#idleTimer = setTimeout(() => this.#end(), IDLE_MS).unref();
    if ('error' in answer) {
      throw answer.error;
    }
    return answer.result;
  }

  #start(): Worker {
    const worker = new Worker(__filename, {
      workerData: __filename,
      // Not what the process was started with, such as what watches it.
      execArgv:
        extname(__filename) === '.ts'
          ? [
              '--require',
              require.resolve('@backstage/cli/config/nodeTransform.cjs'),
            ]
          : [],
    });
    // Between calls nobody else would hear of it.
    worker.on('error', () => {
      if (this.#worker === worker) {
        this.#worker = undefined;
      }
    });
    return worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

const thread = new CallThread();

/**
 * Makes a function asynchronous: when it has much to do, it does it in another thread, in limited
 * time, so that the event loop stays free. There is one such thread, which does one thing
 * after the other.
 *
 * @param file - `__filename` of the file that calls this
 * @param run - without side effects, with a name; arguments and result are copied by structured clone
 * @param isLight - whether it has little to do; besides that, its arguments must not be large
 */
export function inThread<Args extends unknown[], Result>(
  file: string,
  run: (...args: Args) => Result,
  isLight: (...args: NoInfer<Args>) => boolean = () => true,
): (...args: Args) => Promise<Result> {
  const { name } = run;
  functions.set(keyOf({ file, name }), run);
  return async (...args) =>
    isSmall(args) && isLight(...args)
      ? run(...args)
      : (thread.call({ file, name, args }) as Promise<Result>);
}

/**
 * Waits for the result of work that can be done without.
 *
 * @returns undefined if it took too long
 * @public
 */
export async function unlessTooMuch<Result>(
  work: Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TooMuchWorkError) {
      return undefined;
    }
    throw error;
  }
}

/** Whether the texts in a value have few characters, and its lists and objects few elements. */
export function isSmall(value: unknown): boolean {
  let left = maxSizeAtOnce;
  const take = (part: unknown): boolean => {
    left -= typeof part === 'string' ? part.length : 1;
    return (
      left >= 0 &&
      (typeof part !== 'object' ||
        part === null ||
        Object.values(part).every(take))
    );
  };
  return take(value);
}

if (!isMainThread && workerData === __filename) {
  parentPort!.on('message', ({ args, ...call }: Call) => {
    let answer: Answer;
    try {
      // Which puts its function among the others.
      require(call.file);
      answer = { result: functions.get(keyOf(call))!(...args) };
    } catch (error) {
      answer = { error: toError(error) };
    }
    parentPort!.postMessage(answer);
  });
}
