import { CompletedSync } from '@internal/plugin-static-data-node';
import { createSyncRecord } from './createSyncRecord';

/** A sync that left nothing behind but its record, and whatever a test wants it to. */
export function createCompletedSync(
  sync: Partial<Omit<CompletedSync, 'record'>> & {
    record: Parameters<typeof createSyncRecord>[0];
  },
): CompletedSync {
  return {
    changes: [],
    findings: [],
    logs: [],
    ...sync,
    record: createSyncRecord(sync.record),
  };
}

/** What a sync leaves behind that sent its changes to the catalog. */
export function createAppliedSync(
  sync: Parameters<typeof createCompletedSync>[0] &
    Pick<NonNullable<CompletedSync['applied']>, 'heldRemovals'>,
): CompletedSync {
  const { heldRemovals, ...completed } = sync;
  return createCompletedSync({
    ...completed,
    applied: {
      heldRemovals,
      buildFiles: [],
      removedBuildFiles: [],
      state: { fullApply: false },
    },
  });
}
