import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { stringify } from 'csv-stringify/sync';

/** The names of the columns, which are those in the API, by the path of their value. */
const COLUMNS = {
  id: 'id',
  number: 'number',
  startTime: 'startTime',
  endTime: 'endTime',
  durationMs: 'durationMs',
  status: 'status',
  syncType: 'syncType',
  triggeredBy: 'triggeredBy',
  dryRun: 'dryRun',
  'configSnapshot.repository': 'repository',
  'configSnapshot.branch': 'branch',
  revision: 'revision',
  'stats.totalEntities': 'totalEntities',
  'stats.entitiesAdded': 'entitiesAdded',
  'stats.entitiesUpdated': 'entitiesUpdated',
  'stats.entitiesRemoved': 'entitiesRemoved',
  'stats.entitiesUnchanged': 'entitiesUnchanged',
  'stats.entitiesRetained': 'entitiesRetained',
  'stats.removalsHeld': 'removalsHeld',
  errorCount: 'errorCount',
  warningCount: 'warningCount',
  'errors[0].error': 'firstError',
  // Last, for those who go by the position of a column.
  source: 'source',
  cancelledBy: 'cancelledBy',
};

/**
 * Formats records as CSV (RFC 4180), with formulas escaped. The first rows follow a header and a
 * byte order mark, without which Excel does not read the file as UTF-8.
 */
export function formatCsv(
  records: SyncHistoryRecord[],
  isFirst: boolean,
): string {
  return stringify(records, {
    columns: COLUMNS,
    header: isFirst,
    bom: isFirst,
    record_delimiter: 'windows',
    quote_record_delimiter: true,
    escape_formulas: true,
    cast: { boolean: value => String(value) },
  });
}
