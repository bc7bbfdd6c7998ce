import { flag, oneOf, searchText, someOf, time } from './parameters';

/**
 * Fields of a schema: the query parameters that choose syncs, wherever the history is read.
 * Whoever uses them also refuses what {@link hasOrderedRange} does not hold for.
 *
 * @public
 */
export const syncHistoryFilters = {
  status: someOf(['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE']).optional(),
  syncType: oneOf(['SCHEDULED', 'MANUAL']).optional(),
  dryRun: flag().optional(),
  /** Only syncs that started at this time or later. */
  from: time().optional(),
  /** Only syncs that started before this time. */
  to: time().optional(),
  /** Text that id, revision, triggeredBy or the message of an error contains, in any case. */
  q: searchText(),
};

/**
 * Whether a range in time, if there is one, ends after it starts.
 *
 * @public
 */
export function hasOrderedRange(range: { from?: string; to?: string }) {
  const { from, to } = range;
  return from === undefined || to === undefined || from < to;
}

/**
 * What to say of a range for which {@link hasOrderedRange} does not hold.
 *
 * @public
 */
export const UNORDERED_RANGE = { path: ['from'], error: 'must be before to' };
