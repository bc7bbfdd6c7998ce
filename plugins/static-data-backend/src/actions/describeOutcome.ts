import {
  pluralize,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';

/** What a sync did, in a few sentences. */
export function describeOutcome(record: SyncHistoryRecord): string {
  const { stats, confirmation } = record;
  const { failed = 0, pending = 0 } = confirmation ?? {};
  const errors = record.status === 'FAILURE' ? 0 : record.errorCount;
  return [
    describeApplication(record),
    count(
      stats.removalsHeld,
      'removal is held back, until the source has the entity again or somebody approves.',
      'removals are held back, until the source has the entities again or somebody approves.',
    ),
    count(
      stats.entitiesRetained,
      'entity is kept as it was, because its source could not be read.',
      'entities are kept as they were, because their source could not be read.',
    ),
    count(
      errors,
      'error caused data to be skipped.',
      'errors caused data to be skipped.',
    ),
    count(
      failed,
      'change did not arrive in the catalog.',
      'changes did not arrive in the catalog.',
    ),
    count(
      pending,
      'change has not appeared in the catalog yet.',
      'changes have not appeared in the catalog yet.',
    ),
  ]
    .filter(Boolean)
    .join(' ');
}

function describeApplication(record: SyncHistoryRecord): string {
  const { status, dryRun, errors, stats } = record;
  if (status === 'FAILURE') {
    const reason = errors?.[0] ? `: ${errors[0].error}` : '';
    return `Nothing was applied, the catalog is as it was${reason}`;
  }
  const counts = `${stats.entitiesAdded} added, ${stats.entitiesUpdated} updated, ${stats.entitiesRemoved} removed, ${stats.entitiesUnchanged} unchanged.`;
  return dryRun
    ? `Dry run, nothing was applied. A sync of what it read would have applied: ${counts}`
    : `Applied: ${counts}`;
}

function count(number: number, one: string, many: string): string | undefined {
  return number > 0 ? pluralize(number, one, many) : undefined;
}
