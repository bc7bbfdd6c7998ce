const INTERVAL_MS = 20;

/** Watches how much memory the process has more than at the beginning. */
export class MemoryWatch {
  readonly #start = process.memoryUsage.rss();
  readonly #timer: NodeJS.Timeout;
  #peak = this.#start;

  constructor() {
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS);
  }

  /** Bytes that it had more at most. */
  stop(): number {
    clearInterval(this.#timer);
    this.#look();
    return this.#peak - this.#start;
  }

  #look(): void {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
  }
}
