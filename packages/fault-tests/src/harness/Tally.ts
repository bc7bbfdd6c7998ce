/** What the whole run has tried and found. */
export class Tally {
  readonly #started = new Set<string>();
  readonly #lost = new Set<string>();
  #wrongDeletions = 0;
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

  countWrongDeletions(count: number): void {
    this.#wrongDeletions += count;
  }

  /** Whether nothing was lost, and nothing deleted that should have stayed. */
  isClean(): boolean {
    return this.#lost.size === 0 && this.#wrongDeletions === 0;
  }

  toString(): string {
    return [
      `faults tried: ${this.#faults}`,
      `syncs started: ${this.#started.size}`,
      `records lost: ${this.#lost.size}`,
      `wrong deletions: ${this.#wrongDeletions}`,
    ].join(', ');
  }
}
