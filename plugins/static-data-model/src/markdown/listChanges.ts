import {
  FieldDifference,
  SyncChange,
  SyncChangeType,
} from '@internal/plugin-static-data-common';

/**
 * A change, as far as it is told to people.
 *
 * @public
 */
export type ToldChange = Pick<
  SyncChange,
  | 'entityRef'
  | 'kind'
  | 'change'
  | 'sourceFile'
  | 'sourceLine'
  | 'reason'
  | 'differences'
>;

/** What the changes of a sync are called, and why, in the order in which they are told. */
const CHANGE_TITLES = {
  added: 'added',
  updated: 'updated',
  removed: 'removed',
  held: 'held, as the removal looks like an accident',
  retained: 'kept, as the file or record could not be read',
} satisfies Partial<Record<SyncChangeType, string>>;

/**
 * The changes of each type, in the order in which they are told, with what they are called.
 *
 * @public
 */
export function listByType(changes: ToldChange[]): {
  type: SyncChangeType;
  title: string;
  changes: ToldChange[];
}[] {
  return Object.entries(CHANGE_TITLES)
    .map(([type, title]) => ({
      type: type as SyncChangeType,
      title,
      changes: changes.filter(({ change }) => change === type),
    }))
    .filter(group => group.changes.length > 0);
}

/**
 * `2 added, 1 updated`, and so on; says so if there is nothing.
 *
 * @public
 */
export function describeCounts(changes: ToldChange[]): string {
  const counts = listByType(changes).map(
    group => `${group.changes.length} ${group.title.split(',')[0]}`,
  );
  return counts.join(', ') || 'nothing changes';
}

/**
 * One side of a field that has changed, as JSON.
 *
 * @public
 */
export function toValue(value: FieldDifference['before']): string {
  return value === undefined ? '(none)' : JSON.stringify(value);
}
