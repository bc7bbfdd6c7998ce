import { RecordedFinding } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { SyncFindingQuery, SyncFindingStore } from '../store';
import { inBatches } from './inBatches';
import { toRecordedFinding } from './syncFindingRow';
import { SYNC_FINDINGS_TABLE, SyncFindingRow } from './tables';
import { whereContains } from './whereContains';

/** What the syncs had to say, in a database. */
export class DatabaseSyncFindingStore implements SyncFindingStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(query: SyncFindingQuery): Promise<{
    findings: RecordedFinding[];
    total: number;
    hasMore: boolean;
    position?: number;
  }> {
    const { limit, after } = query;
    const matching = () => this.#rows().modify(filterFindings, query);
    const page = matching()
      .orderBy('position')
      // One more than was asked for, to see whether there is more.
      .limit(limit + 1);
    if (after !== undefined) {
      page.where('position', '>', after);
    }
    const found: SyncFindingRow[] = await page;
    const rows = found.slice(0, limit);
    const [{ count }] = await matching().count({ count: '*' });
    return {
      findings: rows.map(toRecordedFinding),
      total: Number(count),
      hasMore: found.length > limit,
      position: rows.at(-1)?.position,
    };
  }

  async listOpen(syncIds: string[]): Promise<RecordedFinding[]> {
    const findings: RecordedFinding[] = [];
    await inBatches(syncIds, async batch => {
      const rows = await this.#rows()
        .whereIn('sync_id', batch)
        .whereNot({ state: 'fixed' })
        .orderBy(['sync_id', 'position']);
      findings.push(...rows.map(toRecordedFinding));
    });
    return findings;
  }

  #rows(): Knex.QueryBuilder<SyncFindingRow> {
    return this.#knex<SyncFindingRow>(SYNC_FINDINGS_TABLE);
  }
}

/** Restricts a query to the findings that a reader asked for, on whichever page. */
function filterFindings(
  rows: Knex.QueryBuilder<SyncFindingRow>,
  { syncId, severity, code, state, q }: SyncFindingQuery,
): void {
  rows.where({ sync_id: syncId });
  if (severity !== undefined) {
    rows.where({ severity });
  }
  if (code) {
    rows.whereIn('code', code);
  }
  if (state) {
    rows.whereIn('state', state);
  }
  if (q !== undefined) {
    rows.modify(whereContains, ['message', 'file', 'entity_ref'], q);
  }
}
