import { Unreadable } from '@internal/plugin-static-data-common';

/** Rows that are remembered of each kind: more of them say no more about the database. */
const MAX_ROWS = 100;

/**
 * The rows that could not be read in full when they were last read by this process, for health to say
 * so.
 *
 * @public
 */
export class UnreadableRows {
  readonly #fields = new Map<string, Map<string, string[]>>();

  /**
   * Notes what came of reading a row.
   *
   * @param kind - what the row describes, in words, for example `sync`
   * @param key - which one it is
   * @returns the row
   */
  note<Row extends Unreadable>(kind: string, key: string, row: Row): Row {
    const rows = this.#fields.get(kind) ?? new Map<string, string[]>();
    if (!row.unreadable) {
      rows.delete(key);
    } else if (rows.size < MAX_ROWS) {
      this.#fields.set(kind, rows.set(key, row.unreadable));
    }
    return row;
  }

  /** Forgets the rows of a kind, all of which are about to be read again. */
  forget(kind: string): void {
    this.#fields.delete(kind);
  }

  /** Forgets all rows. */
  clear(): void {
    this.#fields.clear();
  }

  /** Each in words, with the fields that cannot be read, for example `sync 01… (stats)`. */
  list(): string[] {
    return [...this.#fields].flatMap(([kind, rows]) =>
      [...rows].map(([key, fields]) =>
        [kind, key, `(${fields.join(', ')})`].filter(Boolean).join(' '),
      ),
    );
  }
}
