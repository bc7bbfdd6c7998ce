import { createHash } from 'node:crypto';
import { SourceStore } from '@internal/plugin-static-data-node';
import { Knex } from 'knex';
import { createRandom } from '../source/random';
import { toSyncId } from './createSyncRows';
import { createChange, createRecord } from './syncTemplates';
import { STATE_SIZE } from './types';

const HISTORY = 'static_data_sync_history';
const CHANGES = 'static_data_sync_changes';
const SNAPSHOT = 'static_data_snapshot';

/** Rows of one statement, of which SQLite takes no more. */
const ROWS_AT_ONCE = 250;

const MINUTE_MS = 60_000;

type Row = Record<string, unknown>;

/**
 * Fills the history of a source whose syncs have each updated some of its entities, one after the other. As in
 * `seedHistory`, the store writes one sync, and the others are copies.
 */
export async function seedState(knex: Knex, store: SourceStore): Promise<void> {
  const { entities, syncs, changes } = STATE_SIZE;
  const end = Date.now();
  const random = createRandom(syncs);
  const templates = await createTemplates(knex, store, end);
  const records: Row[] = [];
  const updates: Row[] = [];
  for (let sync = 0; sync < syncs; sync++) {
    const time = end - (syncs - sync) * MINUTE_MS;
    const place = {
      id: toSyncId(time, random),
      start_time: new Date(time).toISOString(),
    };
    records.push({
      ...templates.record,
      ...place,
      end_time: place.start_time,
      number: sync + 1,
    });
    for (let change = 0; change < changes; change++) {
      const entity = (sync * changes + change) % entities;
      const round = Math.floor((sync * changes + change) / entities);
      updates.push({
        ...templates.change,
        sync_id: place.id,
        start_time: place.start_time,
        sync_number: sync + 1,
        entity_ref: toRef(entity),
        previous_hash: toHash(entity, round),
        hash: toHash(entity, round + 1),
      });
    }
  }
  await knex.batchInsert(HISTORY, records, ROWS_AT_ONCE / 5);
  await knex.batchInsert(CHANGES, updates, ROWS_AT_ONCE / 5);
  const rounds = (syncs * changes) / entities;
  await knex.batchInsert(
    SNAPSHOT,
    Array.from(
      { length: entities },
      (_, entity): Row => ({
        entity_ref: toRef(entity),
        source_id: store.sourceId,
        kind: 'Component',
        hash: toHash(entity, rounds),
        source_file: 'data/applications.json',
      }),
    ),
    ROWS_AT_ONCE,
  );
}

async function createTemplates(knex: Knex, store: SourceStore, end: number) {
  const startTime = new Date(end).toISOString();
  const record = {
    ...createRecord({ status: 'SUCCESS', findings: [] }),
    id: toSyncId(end, createRandom(1)),
    source: store.sourceId,
    number: STATE_SIZE.syncs + 1,
    startTime,
    endTime: startTime,
  };
  await store.complete({
    record,
    findings: [],
    logs: [],
    changes: [createChange('Component', 'updated')],
    applied: {
      buildFiles: [],
      removedBuildFiles: [],
      state: { fullApply: false },
    },
  });
  const templates: { record: Row; change: Row } = {
    record: await knex(HISTORY).where({ id: record.id }).first(),
    change: await knex(CHANGES).where({ sync_id: record.id }).first(),
  };
  await knex(CHANGES).where({ sync_id: record.id }).delete();
  await knex(SNAPSHOT).where({ source_id: store.sourceId }).delete();
  return templates;
}

function toRef(entity: number): string {
  return `component:default/state-${entity}`;
}

function toHash(entity: number, version: number): string {
  return createHash('sha256').update(`${entity} ${version}`).digest('hex');
}
