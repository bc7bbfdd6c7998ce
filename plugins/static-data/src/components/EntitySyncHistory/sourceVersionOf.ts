import { EntityHistoryEntry } from '@internal/plugin-static-data-common';
import { SourceVersion } from '../../lib/formatting';

/** The version of the source that has the file of a change; what was removed is in none that is known. */
export function sourceVersionOf(
  entry: EntityHistoryEntry,
): SourceVersion | undefined {
  return entry.change === 'removed' ? undefined : entry;
}
