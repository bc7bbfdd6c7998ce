import { SyncFinding } from '@internal/plugin-static-data-common';

/** What a sync says when the guard held removals. */
export function toHeldFinding(reasons: string[]): SyncFinding {
  return {
    severity: 'warning',
    phase: 'CATALOG_APPLY',
    code: 'REMOVALS_HELD',
    message: `Removals are held back: ${reasons.join('; ')}`,
    hint: 'If they are meant, raise staticData.safety.maxRemovalPercent for one sync. If not, restore the source: the removals are then forgotten.',
  };
}
