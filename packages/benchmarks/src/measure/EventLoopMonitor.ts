import { Span } from './Timeline';

/** How often the event loop is looked at. */
const INTERVAL_MS = 2;
/** Shorter blocks are of no interest. */
const MIN_BLOCK_MS = 10;

/** Finds the times in which the event loop was blocked. */
export class EventLoopMonitor {
  readonly blocks: Span[] = [];
  readonly #timer: NodeJS.Timeout;
  #last = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS);
    this.#timer.unref();
  }

  /** Ends the monitoring, with what has blocked the loop until now. */
  stop(): Span[] {
    this.#look();
    clearInterval(this.#timer);
    return this.blocks;
  }

  #look(): void {
    const now = performance.now();
    const start = this.#last + INTERVAL_MS;
    if (now - start >= MIN_BLOCK_MS) {
      this.blocks.push({ name: 'block', start, end: now });
    }
    this.#last = now;
  }
}
