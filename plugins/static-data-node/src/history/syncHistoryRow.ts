import {
  countChangedEntities,
  isQuietSync,
  SYNC_STATUSES,
  SYNC_TYPES,
  SyncHistoryRecord,
  SyncStats,
} from '@internal/plugin-static-data-common';
import { columnsOf, RowIn } from '../database/columns';
import { CONFIG_SNAPSHOT, PHASES, PUSHES } from '../database/examples';

interface StoredSync extends Omit<SyncHistoryRecord, 'source'> {
  sourceId: string;
  totalEntities: number;
  /** Whether it added, updated or removed anything. */
  changed: boolean;
  /** Whether nobody has to know of it. */
  quiet: boolean;
  /** Subject and author of the commit, each in a line. */
  commitText?: string;
  /** Derived from the lease of a process that died. */
  inferred: boolean;
  /** Where the findings are that were known before. */
  knownFindings?: string;
}

const STATS: SyncStats = {
  totalEntities: 0,
  entitiesAdded: 0,
  entitiesUpdated: 0,
  entitiesRemoved: 0,
  entitiesUnchanged: 0,
  entitiesRetained: 0,
  removalsHeld: 0,
  byType: {},
  apiRelationships: {
    componentsWithApis: 0,
    totalProvidesApis: 0,
    totalConsumesApis: 0,
  },
};

export const SYNC_HISTORY_COLUMNS = columnsOf<StoredSync>()({
  id: 'text',
  sourceId: 'text',
  number: 'number',
  syncType: { oneOf: SYNC_TYPES, otherwise: 'SCHEDULED' },
  startTime: 'time',
  endTime: 'time',
  durationMs: 'number',
  status: { oneOf: SYNC_STATUSES, otherwise: 'FAILURE' },
  cancelledBy: 'text',
  stats: { json: STATS },
  errors: {
    optional: {
      json: [{ phase: 'FETCH', error: '', code: 'INTERNAL', hint: '' }],
    },
  },
  warnings: { optional: { json: [''] } },
  triggeredBy: 'text',
  pushes: { optional: { json: PUSHES } },
  configSnapshot: { json: CONFIG_SNAPSHOT },
  revision: 'text',
  phases: { json: PHASES },
  dryRun: 'boolean',
  totalEntities: 'number',
  changed: 'boolean',
  quiet: 'boolean',
  errorCount: 'number',
  warningCount: 'number',
  inferred: 'boolean',
  knownFindings: 'text',
  repositories: {
    optional: {
      json: {
        count: 0,
        slowest: [{ repository: '', fetchMs: 0, parseMs: 0 }],
      },
    },
  },
  confirmation: {
    optional: {
      json: { sent: 0, confirmed: 0, pending: 0, failed: 0, superseded: 0 },
    },
  },
  commit: { optional: { json: { message: '' } } },
  commitText: 'text',
  drift: { optional: { json: { missing: 0, outdated: 0, unexpected: 0 } } },
  pullRequest: { optional: { json: { number: 0, url: '', title: '' } } },
});

export type SyncHistoryRow = RowIn<typeof SYNC_HISTORY_COLUMNS>;

export function toSyncHistoryRow(
  record: SyncHistoryRecord,
  stored: Pick<StoredSync, 'inferred' | 'knownFindings'>,
): SyncHistoryRow {
  const { stats, commit } = record;
  return SYNC_HISTORY_COLUMNS.toRow({
    ...record,
    sourceId: record.source,
    totalEntities: stats.totalEntities,
    changed: countChangedEntities(stats) > 0,
    quiet: isQuietSync(record),
    commitText:
      commit && [commit.message.split('\n')[0], commit.author ?? ''].join('\n'),
    ...stored,
  });
}

/** @param row - `repositories` may be missing: lists do not read it */
export function toSyncHistoryRecord(
  row: Omit<SyncHistoryRow, 'repositories'>,
): SyncHistoryRecord {
  const {
    sourceId,
    totalEntities,
    changed,
    quiet,
    commitText,
    inferred,
    knownFindings,
    ...record
  } = SYNC_HISTORY_COLUMNS.fromRow(row);
  return { ...record, source: sourceId };
}
