/** Keeps what was computed last, for those who ask for the same. */
export class LatestValue<T> {
  #key: string | undefined;
  #value: Promise<T> | undefined;

  /**
   * @param key - what the value depends on
   * @param compute - computes it, if it depends on something else than the last time
   */
  async get(key: string, compute: () => Promise<T>): Promise<T> {
    if (this.#value === undefined || this.#key !== key) {
      this.#key = key;
      this.#value = compute();
    }
    try {
      return await this.#value;
    } catch (error) {
      this.#key = undefined;
      throw error;
    }
  }
}
