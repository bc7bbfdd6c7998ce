import { PendingChange } from '@internal/plugin-static-data-node';

const FIRST_DELAY_MS = 20_000;

/** Each time it takes so many times as long. */
const BACK_OFF = 4;

/** Changes that are sent again at once: a catalog that is only slow must not get slower. */
const MAX_CHANGES = 100;

/** A change that the catalog does not show, and does not refuse. */
export interface WaitingChange {
  change: PendingChange;
  /** How long the catalog has had to process it. */
  ageMs: number;
}

/**
 * Decides when changes are sent again: first after 20 seconds, then after ever longer times. What
 * it has decided is forgotten when the process ends; then they are sent once more.
 */
export class RedeliverySchedule {
  readonly #dueAgesMs = new Map<string, number>();

  /** The changes that are due, which are taken for sent then. */
  takeDue(waiting: WaitingChange[]): PendingChange[] {
    const due = waiting
      .filter(({ change, ageMs }) => ageMs >= this.#dueAgeMs(change))
      .slice(0, MAX_CHANGES);
    for (const { change, ageMs } of due) {
      this.#dueAgesMs.set(toKey(change), ageMs * BACK_OFF);
    }
    return due.map(({ change }) => change);
  }

  /** Forgets changes that wait no longer. */
  forget(settled: Array<Pick<PendingChange, 'syncId' | 'entityRef'>>): void {
    settled.forEach(change => this.#dueAgesMs.delete(toKey(change)));
  }

  #dueAgeMs(change: PendingChange): number {
    return this.#dueAgesMs.get(toKey(change)) ?? FIRST_DELAY_MS;
  }
}

function toKey({
  syncId,
  entityRef,
}: Pick<PendingChange, 'syncId' | 'entityRef'>): string {
  return `${syncId} ${entityRef}`;
}
