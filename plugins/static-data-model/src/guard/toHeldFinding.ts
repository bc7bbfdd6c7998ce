import { SyncFinding } from '@internal/plugin-static-data-common';

/** What a sync says when the guard held removals. */
export function toHeldFinding(reasons: string[]): SyncFinding {
  return {
    severity: 'warning',
    phase: 'CATALOG_APPLY',
    code: 'REMOVALS_HELD',
    message: `Removals are held back: ${reasons.join('; ')}`,
    hint: 'If they are not meant, restore the source: the removals are then forgotten. If they are, approve them with POST /held-removals/approve: the next sync removes them.',
  };
}
