/** Something that took time; in milliseconds of `performance.now()`. */
export interface Span {
  name: string;
  start: number;
  end: number;
}

/** What happened when, during one sync. */
export class Timeline {
  /** Mutations of the catalog. */
  readonly mutations: Span[] = [];
  /** Calls of the store. */
  readonly storeCalls: Span[] = [];
  /** Phases of the sync, in order; each lasts until the next begins. */
  readonly phases: { name: string; start: number }[] = [];

  /** Notes that a phase begins. */
  beginPhase(name: string): void {
    this.phases.push({ name, start: performance.now() });
  }
}

/** Runs something and notes how long it took. */
export async function recordSpan<T>(
  spans: Span[],
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    spans.push({ name, start, end: performance.now() });
  }
}
