/**
 * Rows that one statement takes. SQLite joins the rows of an insert with UNION ALL and
 * takes 500 of those, and 32766 variables; PostgreSQL takes 65535 variables.
 */
const BATCH_SIZE = 250;

/** Hands over items in batches that fit into one statement, one batch after the other. */
export async function inBatches<T>(
  items: T[],
  handle: (batch: T[]) => PromiseLike<unknown>,
): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH_SIZE) {
    await handle(items.slice(start, start + BATCH_SIZE));
  }
}
