import { HoldPoint, ReplicaMessage } from '../protocol';

interface Wanted {
  point: HoldPoint;
  /** Any, if left out. */
  source?: string;
}

/** Holds the work of this process where the harness asked for it. */
export class HoldPoints {
  readonly #send: (message: ReplicaMessage) => void;
  readonly #wanted: Wanted[] = [];
  readonly #held: Array<() => void> = [];

  constructor(send: (message: ReplicaMessage) => void) {
    this.#send = send;
  }

  /** Holds the first that comes to this point. */
  holdAt(wanted: Wanted): void {
    this.#wanted.push(wanted);
  }

  /** Lets everything go on that is held. */
  letGo(): void {
    this.#held.splice(0).forEach(goOn => goOn());
  }

  /** To be awaited at every point. */
  async reach(point: HoldPoint, source: string | undefined): Promise<void> {
    const index = this.#wanted.findIndex(
      wanted =>
        wanted.point === point && [undefined, source].includes(wanted.source),
    );
    if (index === -1) {
      return;
    }
    this.#wanted.splice(index, 1);
    await new Promise<void>(resolve => {
      this.#held.push(resolve);
      this.#send({ type: 'held', point, source });
    });
  }
}
