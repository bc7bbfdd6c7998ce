import {
  SyncPhase,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';

/** Measures how long the phases of a sync take. */
export class PhaseTimer {
  readonly #durations = new Map<SyncPhase, number>();

  /** Runs part of a phase; whatever comes of it, its time counts. */
  async measure<T>(phase: SyncPhase, work: () => Promise<T> | T): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      const spent = performance.now() - start;
      this.#durations.set(phase, (this.#durations.get(phase) ?? 0) + spent);
    }
  }

  /** Phases that have run, in the order in which they began; the parts of a phase are added up. */
  timings(): SyncPhaseTiming[] {
    return Array.from(this.#durations, ([phase, milliseconds]) => ({
      phase,
      durationMs: Math.round(milliseconds),
    }));
  }
}
