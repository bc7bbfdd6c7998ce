import {
  RecordedFinding,
  SyncFinding,
  SyncFindingCode,
  SyncFindingState,
  SyncFindingPhase,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { inBatches, insertRows } from '../database/batches';
import { countRows, readPage } from '../database/queries';
import { whereContains } from '../database/whereContains';

export const SYNC_FINDINGS_TABLE = 'static_data_sync_findings';

interface SyncFindingRow {
  sync_id: string;
  /** In the order to read, from 0. */
  position: number;
  state: SyncFindingState;
  severity: SyncFinding['severity'];
  phase: SyncFindingPhase;
  code: SyncFindingCode;
  message: string;
  hint: string;
  file: string | null;
  line: number | null;
  entity_ref: string | null;
  stack_trace: string | null;
}

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
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

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
    return this.#knex<SyncFindingRow>(SYNC_FINDINGS_TABLE);
  }
}

/** Adds the findings of a sync. */
export async function insertFindings(
  tx: Knex.Transaction,
  syncId: string,
  findings: RecordedFinding[],
): Promise<void> {
  const rows = findings.map((finding, position) =>
    toSyncFindingRow(syncId, position, finding),
  );
  await insertRows(tx, SYNC_FINDINGS_TABLE, rows, 'do nothing');
}

/** Restricts a query to the findings that match the filters, on whichever page. */
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

function toSyncFindingRow(
  syncId: string,
  position: number,
  finding: RecordedFinding,
): SyncFindingRow {
  return {
    sync_id: syncId,
    position,
    state: finding.state,
    severity: finding.severity,
    phase: finding.phase,
    code: finding.code,
    message: finding.message,
    hint: finding.hint,
    file: finding.file ?? null,
    line: finding.line ?? null,
    entity_ref: finding.entity ?? null,
    stack_trace: finding.stackTrace ?? null,
  };
}

function toRecordedFinding(row: SyncFindingRow): RecordedFinding {
  return {
    state: row.state,
    severity: row.severity,
    phase: row.phase,
    code: row.code,
    message: row.message,
    hint: row.hint,
    file: row.file ?? undefined,
    line: row.line ?? undefined,
    entity: row.entity_ref ?? undefined,
    stackTrace: row.stack_trace ?? undefined,
  };
}
