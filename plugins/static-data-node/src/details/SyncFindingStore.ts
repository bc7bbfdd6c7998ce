import {
  RecordedFinding,
  SyncFindingCode,
  SyncFindingState,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { inBatches, insertRows } from '../database/batches';
import { columnsOf, RowIn } from '../database/columns';
import {
  countRows,
  readPage,
  whereContains,
  whereMatches,
} from '../database/queries';

export const SYNC_FINDINGS_TABLE = 'static_data_sync_findings';

const COLUMNS = columnsOf<
  Omit<RecordedFinding, 'entity'> & {
    syncId: string;
    /** In the order to read, from 0. */
    position: number;
    entityRef?: string;
  }
>()({
  syncId: 'text',
  position: 'number',
  state: 'text',
  severity: 'text',
  phase: 'text',
  code: 'text',
  message: 'text',
  hint: 'text',
  file: 'text',
  line: { optional: 'number' },
  entityRef: 'text',
  stackTrace: 'text',
});

type SyncFindingRow = RowIn<typeof COLUMNS>;

/**
 * A page of the findings of one sync: errors first, then warnings, then what was fixed.
 *
 * @public
 */
export interface SyncFindingQuery {
  syncId: string;
  severity?: RecordedFinding['severity'];
  code?: SyncFindingCode[];
  state?: SyncFindingState[];
  /** Text that the message, the file or the entity contains. */
  q?: string;
  /** Maximum number of findings, 1 to 500. */
  limit: number;
  /** Only findings after this position. */
  after?: number;
}

/**
 * All errors and warnings of the syncs.
 *
 * @public
 */
export class SyncFindingStore {
  constructor(private readonly knex: Knex) {}

  /** @returns with the position of the last finding of the page, to continue from */
  async list(query: SyncFindingQuery): Promise<{
    findings: RecordedFinding[];
    total: number;
    hasMore: boolean;
    position?: number;
  }> {
    const { limit, after } = query;
    const matching = () => this.#rows().modify(filterFindings, query);
    const page = matching().orderBy('position');
    if (after !== undefined) {
      page.where('position', '>', after);
    }
    const { rows, hasMore } = await readPage<SyncFindingRow>(page, limit);
    return {
      findings: rows.map(toRecordedFinding),
      total: await countRows(matching()),
      hasMore,
      position: rows.at(-1)?.position,
    };
  }

  /** The findings of these syncs in their order, without those that are fixed. */
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
    return this.knex<SyncFindingRow>(SYNC_FINDINGS_TABLE);
  }
}

/** Adds the findings of a sync. */
export async function insertFindings(
  tx: Knex.Transaction,
  syncId: string,
  findings: RecordedFinding[],
): Promise<void> {
  const rows = findings.map((finding, position) =>
    COLUMNS.toRow({ ...finding, syncId, position, entityRef: finding.entity }),
  );
  await insertRows(tx, SYNC_FINDINGS_TABLE, rows, 'do nothing');
}

/** Restricts a query to the findings that match the filters, on whichever page. */
function filterFindings(
  rows: Knex.QueryBuilder<SyncFindingRow>,
  { syncId, severity, code, state, q }: SyncFindingQuery,
): void {
  whereMatches(rows, { sync_id: syncId, severity, code, state });
  if (q !== undefined) {
    rows.modify(whereContains, ['message', 'file', 'entity_ref'], q);
  }
}

function toRecordedFinding(row: SyncFindingRow): RecordedFinding {
  const { syncId, position, entityRef, ...finding } = COLUMNS.fromRow(row);
  return { ...finding, entity: entityRef };
}
