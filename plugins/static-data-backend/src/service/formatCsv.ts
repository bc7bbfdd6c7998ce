import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { stringify } from 'csv-stringify/sync';

/** The fields that matter in a table, under their names in the API. */
const COLUMNS: Record<
  string,
  (record: SyncHistoryRecord) => string | number | boolean | undefined
> = {
  id: record => record.id,
  startTime: record => record.startTime,
  endTime: record => record.endTime,
  durationMs: record => record.durationMs,
  status: record => record.status,
  syncType: record => record.syncType,
  triggeredBy: record => record.triggeredBy,
  dryRun: record => record.dryRun,
  repository: record => record.configSnapshot.repository,
  branch: record => record.configSnapshot.branch,
  revision: record => record.revision,
  totalEntities: record => record.stats.totalEntities,
  entitiesAdded: record => record.stats.entitiesAdded,
  entitiesUpdated: record => record.stats.entitiesUpdated,
  entitiesRemoved: record => record.stats.entitiesRemoved,
  entitiesUnchanged: record => record.stats.entitiesUnchanged,
  entitiesRetained: record => record.stats.entitiesRetained,
  removalsHeld: record => record.stats.removalsHeld,
  errorCount: record => record.errorCount,
  warningCount: record => record.warningCount,
  firstError: record => record.errors?.[0]?.error,
};

const READERS = Object.values(COLUMNS);

/**
 * Formats records as CSV (RFC 4180), with formulas escaped. The first rows follow a header and a
 * byte order mark, without which Excel does not read the file as UTF-8.
 */
export function formatCsv(
  records: SyncHistoryRecord[],
  isFirst: boolean,
): string {
  return stringify(
    records.map(record => READERS.map(read => read(record))),
    {
      columns: Object.keys(COLUMNS),
      header: isFirst,
      bom: isFirst,
      record_delimiter: 'windows',
      quote_record_delimiter: true,
      escape_formulas: true,
      cast: { boolean: value => String(value) },
    },
  );
}
