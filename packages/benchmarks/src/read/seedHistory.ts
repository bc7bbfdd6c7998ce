import {
  RecordedFinding,
  SENT_CHANGE_TYPES,
  SyncStatus,
} from '@internal/plugin-static-data-common';
import { SourceStore } from '@internal/plugin-static-data-node';
import { Knex } from 'knex';
import { createRandom } from '../source/random';
import { createSyncFacts, SyncFacts, toSyncId } from './createSyncRows';
import { createChange, createFinding, createRecord } from './syncTemplates';

const HISTORY = 'static_data_sync_history';
const FINDINGS = 'static_data_sync_findings';
const CHANGES = 'static_data_sync_changes';

/** Rows of one statement, of which SQLite takes no more. */
const ROWS_AT_ONCE = 250;

/** Rows of one transaction. */
const ROWS_TOGETHER = 20_000;

type Row = Record<string, unknown>;

/** What a sync leaves behind, by its outcome. */
type Templates = Record<SyncStatus, { record: Row; findings: Row[] }>;

/**
 * Fills a history: syncs over three years, and at their end one with many changes. The store
 * itself writes one sync of every kind; the others are copies of its rows, with ids, times and
 * outcomes of their own.
 */
export async function seedHistory(
  knex: Knex,
  store: SourceStore,
  size: { records: number; changes: number },
): Promise<void> {
  const end = new Date();
  const templates = await createTemplates(knex, store);
  let records: Row[] = [];
  let findings: Row[] = [];
  const write = async () => {
    await insert(knex, HISTORY, records);
    await insert(knex, FINDINGS, findings);
    records = [];
    findings = [];
  };
  for (const facts of createSyncFacts(size.records - 1, end)) {
    const template = templates[facts.status];
    records.push({ ...template.record, ...toColumns(facts) });
    findings.push(
      ...template.findings.map(row => ({ ...row, sync_id: facts.id })),
    );
    if (records.length === ROWS_TOGETHER) {
      await write();
    }
  }
  await write();
  await seedChanges(knex, store, {
    number: size.records,
    end,
    count: size.changes,
  });
}

async function createTemplates(
  knex: Knex,
  store: SourceStore,
): Promise<Templates> {
  const create = async (status: SyncStatus, findings: RecordedFinding[]) => {
    const record = createRecord({ status, findings });
    await store.complete({ record, findings, changes: [], logs: [] });
    const rows = {
      record: await knex(HISTORY).where({ id: record.id }).first(),
      findings: await knex(FINDINGS).where({ sync_id: record.id }),
    };
    await knex(HISTORY).where({ id: record.id }).delete();
    await knex(FINDINGS).where({ sync_id: record.id }).delete();
    return rows;
  };
  return {
    SUCCESS: await create('SUCCESS', []),
    PARTIAL_SUCCESS: await create('PARTIAL_SUCCESS', [
      createFinding('SYNTAX', 'Expected a comma in contracts/orders/v1.yaml'),
      createFinding('SCHEMA', `Application 'checkout' has no name`),
    ]),
    FAILURE: await create('FAILURE', [
      createFinding('NETWORK', 'connect ETIMEDOUT: the source does not answer'),
    ]),
  };
}

/** The latest sync of the history; its changes are copies of those that the store has written. */
async function seedChanges(
  knex: Knex,
  store: SourceStore,
  options: { number: number; end: Date; count: number },
): Promise<void> {
  const startTime = options.end.toISOString();
  const record = {
    ...createRecord({ status: 'SUCCESS', findings: [] }),
    id: toSyncId(options.end.getTime(), createRandom(0)),
    number: options.number,
    startTime,
    endTime: startTime,
  };
  const kinds = ['API', 'Component', 'Group', 'System'];
  await store.complete({
    record,
    findings: [],
    logs: [],
    changes: kinds.flatMap(kind =>
      SENT_CHANGE_TYPES.map(change => createChange(kind, change)),
    ),
    applied: {
      buildFiles: [],
      removedBuildFiles: [],
      state: { fullApply: false },
    },
  });
  const templates: Row[] = await knex(CHANGES).where({ sync_id: record.id });
  await knex(CHANGES).where({ sync_id: record.id }).delete();
  const rows = Array.from({ length: options.count }, (_, index): Row => {
    const template = templates[index % templates.length];
    return { ...template, entity_ref: `${template.entity_ref}-${index}` };
  });
  for (let start = 0; start < rows.length; start += ROWS_TOGETHER) {
    await insert(knex, CHANGES, rows.slice(start, start + ROWS_TOGETHER));
  }
}

async function insert(knex: Knex, table: string, rows: Row[]): Promise<void> {
  if (rows.length > 0) {
    await knex.batchInsert(table, rows, ROWS_AT_ONCE);
  }
}

function toColumns(facts: SyncFacts): Row {
  return {
    id: facts.id,
    number: facts.number,
    sync_type: facts.syncType,
    start_time: facts.startTime,
    end_time: facts.endTime,
    duration_ms: facts.durationMs,
    triggered_by: facts.triggeredBy ?? null,
    revision: facts.revision,
    dry_run: facts.dryRun,
  };
}
