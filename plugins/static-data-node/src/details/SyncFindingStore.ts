import { createHash } from 'node:crypto';
import {
  RecordedFinding,
  SYNC_FINDING_CODES,
  SYNC_FINDING_SEVERITIES,
  SYNC_FINDING_STATES,
  SYNC_PHASES,
  SyncFindingCode,
  SyncFindingPhase,
  SyncFindingState,
  SyncFindingTotal,
} from '@internal/plugin-static-data-common';
import { createYielder } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import partition from 'lodash/partition';
import { inBatches, insertRows } from '../database/batches';
import { columnsOf, RowIn } from '../database/columns';
import { UnreadableRows } from '../database/UnreadableRows';
import {
  readPositions,
  whereContains,
  whereMatches,
} from '../database/queries';
import { SYNC_HISTORY_TABLE, SYNC_FINDINGS_TABLE } from '../database/tables';

/** The order in which findings are best read. */
const READING_ORDER = [
  'new error',
  'known error',
  'new warning',
  'known warning',
  'fixed error',
  'fixed warning',
];

/** More than a sync may have of one kind. */
const POSITIONS_PER_GROUP = 10_000_000;

const FINDING_PHASES = SYNC_PHASES.filter(
  (phase): phase is SyncFindingPhase => phase !== 'DIFF',
);

const COLUMNS = columnsOf<
  Omit<RecordedFinding, 'entity'> & {
    syncId: string;
    /** In the order to read; of rows that several syncs share, the same in all of them. */
    position: number;
    entityRef?: string;
  }
>()({
  syncId: 'text',
  position: 'number',
  state: { oneOf: SYNC_FINDING_STATES, otherwise: 'new' },
  severity: { oneOf: SYNC_FINDING_SEVERITIES, otherwise: 'error' },
  phase: { oneOf: FINDING_PHASES, otherwise: 'FETCH' },
  code: { oneOf: SYNC_FINDING_CODES, otherwise: 'INTERNAL' },
  message: 'text',
  hint: 'text',
  file: 'text',
  line: { optional: 'number' },
  entityRef: 'text',
  owner: 'text',
  stackTrace: 'text',
  count: { optional: 'number' },
});

export type SyncFindingRow = RowIn<typeof COLUMNS>;

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
  /** Entity ref of whom they concern. */
  owner?: string;
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
  constructor(
    private readonly knex: Knex,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /**
   * @returns with the totals of all that match, and the position of the last finding of the page, to
   * continue from
   */
  async list(query: SyncFindingQuery): Promise<{
    findings: RecordedFinding[];
    totals: SyncFindingTotal[];
    hasMore: boolean;
    position?: number;
  }> {
    const { limit, after } = query;
    const lists = await findingListsOf(this.knex, [query.syncId]);
    const matching = () => this.#rows().modify(filterFindings, lists, query);
    const page = matching().orderBy('position');
    if (after !== undefined) {
      page.where('position', '>', after);
    }
    const { rows, hasMore, position } = await readPositions<SyncFindingRow>(
      page,
      limit,
    );
    return {
      findings: rows.map(row => readFinding(row, this.unreadable)),
      totals: await countFindings(matching()),
      hasMore,
      position,
    };
  }

  /**
   * The findings of these syncs in the order to read, without those that are fixed; what several of
   * them knew before is not repeated.
   */
  async listOpen(syncIds: string[]): Promise<RecordedFinding[]> {
    const findings: RecordedFinding[] = [];
    await inBatches(syncIds, async batch => {
      const rows = await this.#rows()
        .whereIn('sync_id', await findingListsOf(this.knex, batch))
        .whereNot({ state: 'fixed' })
        .orderBy(['position', 'sync_id']);
      for (const row of rows) {
        findings.push(readFinding(row, this.unreadable));
      }
    });
    return findings;
  }

  #rows(): Knex.QueryBuilder<SyncFindingRow> {
    return this.knex<SyncFindingRow>(SYNC_FINDINGS_TABLE);
  }
}

/** Where the findings of some syncs are. */
export async function findingListsOf(
  knex: Knex,
  syncIds: string[],
): Promise<string[]> {
  const known: string[] = await knex(SYNC_HISTORY_TABLE)
    .whereIn('id', syncIds)
    .whereNotNull('known_findings')
    .distinct('known_findings')
    .pluck('known_findings');
  return [...syncIds, ...known];
}

/**
 * Adds the findings of a sync. Those that were known before are stored as a list of their own, with a
 * digest of its content in place of the id of the sync: syncs that find the same refer to the same.
 *
 * @returns the list, for the record of the sync to refer to
 */
export async function insertFindings(
  tx: Knex.Transaction,
  syncId: string,
  findings: RecordedFinding[],
): Promise<string | undefined> {
  const [known, own] = partition(findings, ({ state }) => state === 'known');
  await insertRows(tx, SYNC_FINDINGS_TABLE, toRows(syncId, own), 'do nothing');
  if (known.length === 0) {
    return undefined;
  }
  const list = `known:${await digestOf(toRows('', known))}`;
  const isStored = await tx(SYNC_FINDINGS_TABLE)
    .where({ sync_id: list })
    .first('sync_id');
  if (!isStored) {
    const rows = toRows(list, known);
    await insertRows(tx, SYNC_FINDINGS_TABLE, rows, 'do nothing');
  }
  return list;
}

/** Yields to the event loop: as one text, the rows may have tens of megabytes. */
async function digestOf(rows: Iterable<SyncFindingRow>): Promise<string> {
  const yieldWhenDue = createYielder();
  const digest = createHash('sha256');
  for (const row of rows) {
    await yieldWhenDue();
    digest.update(JSON.stringify(row));
  }
  return digest.digest('hex');
}

function* toRows(
  syncId: string,
  findings: RecordedFinding[],
): Generator<SyncFindingRow> {
  for (const [index, finding] of findings.entries()) {
    const group = READING_ORDER.indexOf(`${finding.state} ${finding.severity}`);
    yield COLUMNS.toRow({
      ...finding,
      syncId,
      position: group * POSITIONS_PER_GROUP + index,
      entityRef: finding.entity,
    });
  }
}

/** Restricts a query to the findings that match the filters, on whichever page. */
function filterFindings(
  rows: Knex.QueryBuilder<SyncFindingRow>,
  lists: string[],
  { severity, code, state, owner, q }: SyncFindingQuery,
): void {
  whereMatches(rows, { sync_id: lists, severity, code, state, owner });
  if (q !== undefined) {
    rows.modify(whereContains, ['message', 'file', 'entity_ref'], q);
  }
}

/** In the order in which the first of each are read. */
async function countFindings(
  rows: Knex.QueryBuilder<SyncFindingRow>,
): Promise<SyncFindingTotal[]> {
  const totals: Array<
    Pick<SyncFindingRow, 'code' | 'severity' | 'state'> & {
      count: number | string;
    }
  > = await rows
    .groupBy('code', 'severity', 'state')
    .orderByRaw('min(position)')
    .select('code', 'severity', 'state')
    .count({ count: '*' });
  return totals.map(({ count, ...row }) => ({
    ...COLUMNS.fromRow(row),
    count: Number(count),
  }));
}

/** Reads a row, and notes whether it can be read. */
export function readFinding(
  row: SyncFindingRow,
  unreadable: UnreadableRows,
): RecordedFinding {
  const { syncId, position, entityRef, ...finding } = COLUMNS.fromRow(row);
  return unreadable.note('finding', `${row.position} of sync ${row.sync_id}`, {
    ...finding,
    entity: entityRef,
  });
}
