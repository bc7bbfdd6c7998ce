import { HoldPoint, ReplicaMessage } from '../protocol';

/** Holds the work of this process where the harness asked for it. */
export class HoldPoints {
  readonly #send: (message: ReplicaMessage) => void;
  #wanted?: HoldPoint;
  #letGo?: () => void;

  constructor(send: (message: ReplicaMessage) => void) {
    this.#send = send;
  }

  /** Holds the first that comes to this point. */
  holdAt(point: HoldPoint): void {
    this.#wanted = point;
  }

  letGo(): void {
    this.#letGo?.();
  }

  /** To be awaited at every point. */
  async reach(point: HoldPoint): Promise<void> {
    if (point !== this.#wanted) {
      return;
    }
    this.#wanted = undefined;
    await new Promise<void>(resolve => {
      this.#letGo = resolve;
      this.#send({ type: 'held', point });
    });
  }
}
