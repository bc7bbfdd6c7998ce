/** Wakes whoever waits for the end of a sync. */
export class SyncEndedSignal {
  readonly #wakers = new Set<() => void>();

  emit(): void {
    for (const wake of [...this.#wakers]) {
      wake();
    }
  }

  /** Resolves when a sync ends, when the time is over or when the signal is aborted. */
  async wait(options: {
    timeoutMs: number;
    signal: AbortSignal;
  }): Promise<void> {
    const { timeoutMs, signal } = options;
    if (signal.aborted) {
      return;
    }
    const woken = new AbortController();
    const wake = () => woken.abort();
    const timer = setTimeout(wake, timeoutMs);
    signal.addEventListener('abort', wake);
    this.#wakers.add(wake);
    await new Promise(resolve => {
      woken.signal.addEventListener('abort', resolve);
    });
    clearTimeout(timer);
    signal.removeEventListener('abort', wake);
    this.#wakers.delete(wake);
  }
}
