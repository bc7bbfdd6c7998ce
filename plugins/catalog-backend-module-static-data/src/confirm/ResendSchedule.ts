import { PendingChange } from '@internal/plugin-static-data-node';

const FIRST_DELAY_MS = 20_000;

/** Longer for entities that people can see, in an older version: meanwhile they are gone. */
const FIRST_DELAY_IF_SHOWN_MS = 60_000;

/** Each delay is this many times as long as the one before. */
const BACK_OFF = 4;

/** Changes to send again at once: a catalog that is only slow must not get slower. */
const MAX_CHANGES = 100;

/** A change that the catalog neither shows nor refuses. */
export interface WaitingChange {
  change: PendingChange;
  /** How long the catalog has had to process it. */
  ageMs: number;
  /** Whether the catalog shows another version of the entity. */
  isShown: boolean;
}

/**
 * Decides when to send changes again: first after 20 seconds, or a minute if the catalog shows
 * another version, then after ever longer delays. It starts over when the process does.
 */
export class ResendSchedule {
  readonly #dueAgesMs = new Map<string, number>();

  /** Takes the changes that are due, which then count as sent. */
  takeDue(waiting: WaitingChange[]): PendingChange[] {
    const due = waiting
      .filter(
        ({ change, ageMs, isShown }) =>
          ageMs >=
          (this.#dueAgesMs.get(toKey(change)) ??
            (isShown ? FIRST_DELAY_IF_SHOWN_MS : FIRST_DELAY_MS)),
      )
      .slice(0, MAX_CHANGES);
    for (const { change, ageMs } of due) {
      this.#dueAgesMs.set(toKey(change), ageMs * BACK_OFF);
    }
    return due.map(({ change }) => change);
  }

  /** Forgets changes that do not wait any more, or could not be sent. */
  forget(settled: PendingChange[]): void {
    settled.forEach(change => this.#dueAgesMs.delete(toKey(change)));
  }
}

function toKey({ syncId, entityRef }: PendingChange): string {
  return `${syncId} ${entityRef}`;
}
