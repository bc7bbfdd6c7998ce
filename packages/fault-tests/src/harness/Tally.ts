/** What the whole run has tried and found. */
export class Tally {
  readonly #started = new Set<string>();
  readonly #lost = new Set<string>();
  #faults = 0;

  countFault(): void {
    this.#faults += 1;
  }

  countStarted(syncId: string): void {
    this.#started.add(syncId);
  }

  countLost(syncIds: string[]): void {
    syncIds.forEach(id => this.#lost.add(id));
  }

  get lost(): number {
    return this.#lost.size;
  }

  toString(): string {
    return `faults tried: ${this.#faults}, syncs started: ${
      this.#started.size
    }, records lost: ${this.#lost.size}`;
  }
}
