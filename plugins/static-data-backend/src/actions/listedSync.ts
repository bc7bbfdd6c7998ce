import {
  SYNC_STATUSES,
  SYNC_TYPES,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import type { z as Zod } from 'zod/v3';
import { describeOutcome } from './describeOutcome';

/** What an action tells of every sync, for the schema of its output. */
export const listedSyncShape = (z: typeof Zod) => ({
  syncId: z.string(),
  syncType: z.enum(SYNC_TYPES),
  triggeredBy: z.string().optional(),
  startTime: z.string(),
  durationMs: z.number(),
  status: z.enum(SYNC_STATUSES),
  dryRun: z.boolean(),
  revision: z.string().optional(),
  errorCount: z.number(),
  warningCount: z.number(),
  outcome: z.string().describe('What it did, in words'),
});

/** What an action tells of every sync. */
export function toListedSync(record: SyncHistoryRecord) {
  return {
    syncId: record.id,
    syncType: record.syncType,
    triggeredBy: record.triggeredBy,
    startTime: record.startTime,
    durationMs: record.durationMs,
    status: record.status,
    dryRun: record.dryRun,
    revision: record.revision,
    errorCount: record.errorCount,
    warningCount: record.warningCount,
    outcome: describeOutcome(record),
  };
}
