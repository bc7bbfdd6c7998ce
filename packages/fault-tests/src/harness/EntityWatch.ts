import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { Site } from './Site';
import { waitFor } from './waitFor';

const PAUSE_MS = 50;

/** Looks all the time whether the catalog shows entities that it must never stop to show. */
export class EntityWatch {
  readonly #knex: Knex;
  readonly #watching: Promise<void>;
  readonly #missed = new Set<string>();
  #refs: string[] = [];
  #isOver = false;

  static start(site: Site): EntityWatch {
    return new EntityWatch(site.database.connect('catalog'));
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
    this.#watching = this.#watch();
    // Who stops it hears of it.
    this.#watching.catch(() => {});
  }

  /** Waits until the catalog shows these entities, which it must go on to do. */
  async add(refs: string[]): Promise<void> {
    await waitFor(`the catalog to show ${refs}`, async () => {
      return (await this.#listMissing(refs)).length === 0;
    });
    this.#refs = [...this.#refs, ...refs];
  }

  /** Fails if one of them was not shown at any time. */
  async stop(): Promise<void> {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    await this.#watching;
    await this.#knex.destroy();
    assert.deepEqual([...this.#missed], [], 'The catalog did not show them');
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      for (const ref of await this.#listMissing(this.#refs)) {
        this.#missed.add(ref);
      }
      await sleep(PAUSE_MS);
    }
  }

  async #listMissing(refs: string[]): Promise<string[]> {
    const shown: string[] = await this.#knex('final_entities')
      .whereNotNull('final_entity')
      .whereIn('entity_ref', refs)
      .pluck('entity_ref');
    return refs.filter(ref => !shown.includes(ref));
  }
}
