import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { readPeakMegabytes } from './memory';
import { Replica } from './Replica';

/** Asked in turns. */
const PROBES = ['/.backstage/health/v1/readiness', '/api/static-data/health'];
const PAUSE_MS = 10;

/** The longest that anything may hold up the rest of Backstage. */
const MAX_WAIT_MS = 250;

const MAX_MEGABYTES = 1536;

/** What a replica was like while it was watched. */
export interface Watched {
  /** For how long a probe waited at most. */
  longestWaitMs: number;
  /** The most memory that it has had since it started. Zero where the system does not tell. */
  peakMegabytes: number;
}

/**
 * Asks a replica all the time whether it is ready, and how healthy its syncs are, from another process.
 *
 * What counts of a wait is the time for which the main thread of the replica worked, where the
 * system tells it: how busy the machine is with other things is nobody's fault.
 */
export class Watch {
  readonly #replica: Replica;
  readonly #watching: Promise<void>;
  #isOver = false;
  #longestWaitMs = 0;

  static start(replica: Replica): Watch {
    return new Watch(replica);
  }

  private constructor(replica: Replica) {
    this.#replica = replica;
    this.#watching = this.#watch();
    // Who stops it hears of it.
    this.#watching.catch(() => {});
  }

  async stop(): Promise<Watched> {
    this.#isOver = true;
    await this.#watching;
    return {
      longestWaitMs: Math.round(this.#longestWaitMs),
      peakMegabytes: await readPeakMegabytes(this.#replica.pid),
    };
  }

  async #watch(): Promise<void> {
    for (let turn = 0; !this.#isOver; turn++) {
      const probe = PROBES[turn % PROBES.length];
      const started = performance.now();
      const workedBefore = await readWorkedMs(this.#replica.pid);
      const response = await this.#replica.request(probe);
      await response.arrayBuffer();
      if (!response.ok) {
        throw new Error(`${probe} answers ${response.status}`);
      }
      const worked = (await readWorkedMs(this.#replica.pid)) - workedBefore;
      const waited = performance.now() - started;
      this.#longestWaitMs = Math.max(
        this.#longestWaitMs,
        Number.isNaN(worked) ? waited : Math.min(waited, worked),
      );
      await sleep(PAUSE_MS);
    }
  }
}

/**
 * Fails if a probe waited for too long, or the replica took too much memory.
 *
 * @returns what was measured, in words
 */
export function checkWatched(watched: Watched): string {
  const { longestWaitMs, peakMegabytes } = watched;
  assert.ok(
    longestWaitMs <= MAX_WAIT_MS,
    `A probe waited ${longestWaitMs} ms, more than ${MAX_WAIT_MS}`,
  );
  assert.ok(
    peakMegabytes <= MAX_MEGABYTES,
    `It took ${peakMegabytes} MB of memory, more than ${MAX_MEGABYTES}`,
  );
  return `${longestWaitMs} ms, ${peakMegabytes} MB`;
}

/** For how long the main thread of a process has had a processor; NaN where that is not known. */
async function readWorkedMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => '');
  return text ? Number(text.split(' ')[0]) / 1e6 : NaN;
}
