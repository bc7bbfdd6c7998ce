import { SyncHistoryRecord } from '@internal/plugin-static-data-common';

/**
 * What the API shows of a record. Every record that leaves the backend passes here, so
 * that whatever is to be withheld from a caller is withheld everywhere.
 */
export function presentSync(record: SyncHistoryRecord): SyncHistoryRecord {
  return record;
}
