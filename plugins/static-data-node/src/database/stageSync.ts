import { Knex } from 'knex';
import { CompletedSync } from '../store';
import { toIsoString, toStorableRow } from './columns';
import { SyncRowsTable } from './deleteRows';
import { discardStaged } from './discardStaged';
import { inBatches } from './inBatches';
import { insertBatch, toBatches } from './insertRows';
import { isSendable, toSyncChangeRow } from './syncChangeRow';
import { toSyncFindingRow } from './syncFindingRow';
import { toSyncLogRow } from './syncLogRow';
import {
  ENTITY_VERSIONS_TABLE,
  EntityVersionRow,
  SYNC_CHANGES_TABLE,
  SYNC_FINDINGS_TABLE,
  SYNC_LOGS_TABLE,
  SyncChangeRow,
} from './tables';
import { takeTurn } from './takeTurn';

/** How many rows have been staged. */
export interface StagedRows {
  changes: number;
  /** Of the changes: those that were sent to the catalog. */
  sent: number;
  findings: number;
}

/**
 * Writes what only shows together with the record of a sync ahead of it, in many small
 * statements. Rows that an earlier attempt has left give way.
 */
export async function stageSync(
  knex: Knex,
  sync: CompletedSync,
): Promise<StagedRows> {
  const { record, findings, logs } = sync;
  await discardStaged(knex, record.id, [
    SYNC_CHANGES_TABLE,
    SYNC_FINDINGS_TABLE,
  ]);
  await stageRows(
    knex,
    ENTITY_VERSIONS_TABLE,
    toVersionRows(sync),
    // Retention goes by the latest sync that needs the version.
    `(hash) do update set last_used_at = excluded.last_used_at
     where ${ENTITY_VERSIONS_TABLE}.last_used_at < excluded.last_used_at`,
  );
  await keepReplacedVersions(knex, sync);
  await stageRows(
    knex,
    SYNC_FINDINGS_TABLE,
    findings.map((finding, position) =>
      toSyncFindingRow(record.id, position, finding),
    ),
    'do nothing',
  );
  await stageRows(
    knex,
    SYNC_LOGS_TABLE,
    logs.map((line, position) => toSyncLogRow(record.id, position, line)),
    'do nothing',
  );
  const staged = { changes: 0, sent: 0, findings: findings.length };
  await stageRows(
    knex,
    SYNC_CHANGES_TABLE,
    toChangeRows(sync, staged),
    'do nothing',
  );
  return staged;
}

/** Whether all that was staged is still there, in a transaction that locks the state. */
export async function isStaged(
  tx: Knex.Transaction,
  syncId: string,
  staged: StagedRows,
): Promise<boolean> {
  const count = (table: SyncRowsTable) =>
    tx(table).where({ sync_id: syncId }).count();
  const [found]: Array<Record<'changes' | 'findings', number | string>> =
    await tx.select({
      changes: count(SYNC_CHANGES_TABLE),
      findings: count(SYNC_FINDINGS_TABLE),
    });
  return (
    Number(found.changes) === staged.changes &&
    Number(found.findings) === staged.findings
  );
}

async function stageRows<Row extends object>(
  knex: Knex,
  table: string,
  rows: Iterable<Row>,
  onConflict: string,
): Promise<void> {
  for (const batch of toBatches(rows)) {
    await takeTurn(() => insertBatch(knex, table, batch, onConflict));
  }
}

/** @param staged - counts the rows that are made */
function* toChangeRows(
  sync: CompletedSync,
  staged: StagedRows,
): Generator<SyncChangeRow> {
  const keys = new Set<string>();
  for (const change of sync.changes) {
    const row = toStorableRow(toSyncChangeRow(sync, change));
    const key = JSON.stringify([row.change, row.kind, row.entity_ref]);
    if (!keys.has(key)) {
      keys.add(key);
      staged.changes += 1;
      staged.sent += row.confirmation === null ? 0 : 1;
      yield row;
    }
  }
}

function* toVersionRows({
  record,
  changes,
}: CompletedSync): Generator<EntityVersionRow> {
  const hashes = new Set<string>();
  for (const { version } of changes) {
    // A statement cannot meet a row twice.
    if (version && !hashes.has(version.hash)) {
      hashes.add(version.hash);
      yield {
        hash: version.hash,
        last_used_at: toIsoString(record.startTime),
        entity: JSON.stringify(version.entity),
      };
    }
  }
}

/** Tells retention that versions are needed that the sync has replaced. */
async function keepReplacedVersions(
  knex: Knex,
  { record, changes }: CompletedSync,
): Promise<void> {
  const startTime = toIsoString(record.startTime);
  const replaced = changes
    .filter(isSendable)
    .flatMap(({ previousHash }) => previousHash ?? []);
  await inBatches(replaced, batch =>
    takeTurn(async () =>
      knex<EntityVersionRow>(ENTITY_VERSIONS_TABLE)
        .whereIn('hash', batch)
        .where('last_used_at', '<', startTime)
        .update({ last_used_at: startTime }),
    ),
  );
}
