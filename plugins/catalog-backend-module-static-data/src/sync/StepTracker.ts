import {
  StepProgress,
  SyncStep,
  SyncStepTiming,
} from '@internal/plugin-static-data-common';

const STEP_ORDER: SyncStep[] = [
  'FETCH',
  'PARSE',
  'TRANSFORM',
  'DIFF',
  'CATALOG_APPLY',
];

/** Adds up how long each step takes, and knows which one has been reached and how far it has come. */
export class StepTracker {
  readonly #durations = new Map<SyncStep, number>();
  #current: SyncStep = 'FETCH';
  #progress?: StepProgress;
  #onStep?: (step: SyncStep) => Promise<void>;

  /** Has something done whenever another step begins, before its work. */
  onStep(listener: (step: SyncStep) => Promise<void>): void {
    this.#onStep = listener;
  }

  get current(): SyncStep {
    return this.#current;
  }

  /** How far the current step has come, if it tells. */
  get progress(): StepProgress | undefined {
    return this.#progress;
  }

  async run<T>(step: SyncStep, work: () => Promise<T> | T): Promise<T> {
    this.#progress = undefined;
    if (step !== this.#current) {
      this.#current = step;
      await this.#onStep?.(step);
    }
    const start = performance.now();
    try {
      return await work();
    } finally {
      const spent = performance.now() - start;
      this.#durations.set(step, (this.#durations.get(step) ?? 0) + spent);
    }
  }

  /** Notes how many of its files, repositories or entities the current step is done with. */
  report(done: number, total: number): void {
    this.#progress = { done, total };
  }

  /** The steps that ran, in their order; a step that ran twice is added up. */
  timings(): SyncStepTiming[] {
    return STEP_ORDER.filter(step => this.#durations.has(step)).map(step => ({
      step,
      durationMs: Math.round(this.#durations.get(step)!),
    }));
  }
}
