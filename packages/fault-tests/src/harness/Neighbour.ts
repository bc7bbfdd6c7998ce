import assert from 'node:assert/strict';
import { runSync } from './client';
import { Replica } from './Replica';
import { Site } from './Site';

/** Changes the first source of a site and syncs it again and again, whatever happens to the others. */
export class Neighbour {
  readonly #site: Site;
  readonly #running: Promise<void>;
  #replica: Replica;
  #turn: Promise<void> = Promise.resolve();
  #isOver = false;

  static start(site: Site, replica: Replica): Neighbour {
    return new Neighbour(site, replica);
  }

  private constructor(site: Site, replica: Replica) {
    this.#site = site;
    this.#replica = replica;
    this.#running = this.#run();
    // Who stops it hears of it.
    this.#running.catch(() => {});
  }

  /** Asks another replica from now on, and waits until the one before has answered. */
  async moveTo(replica: Replica): Promise<void> {
    this.#replica = replica;
    await this.#turn;
  }

  /** Fails if one of the syncs has failed. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      this.#turn = this.#sync();
      await this.#turn;
    }
  }

  async #sync(): Promise<void> {
    await this.#site.source.change();
    const { status, errors = [] } = await runSync(this.#replica);
    // A process that was ended may have had it.
    if (errors.every(({ code }) => code !== 'INTERRUPTED')) {
      assert.equal(status, 'SUCCESS');
    }
  }
}
