import { flag, oneOf, searchText, someOf, time } from './parameters';

/**
 * Fields of a schema: the query parameters that choose syncs, wherever the history is read.
 * Whoever uses them also refuses what {@link hasOrderedRange} does not hold for.
 *
 * @public
 */
export const syncHistoryFilters = {
  status: someOf(['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE'])
    .optional()
    .describe('Only syncs with one of these outcomes.'),
  syncType: oneOf(['SCHEDULED', 'MANUAL', 'PUSH'])
    .optional()
    .describe('Only syncs that were triggered like this.'),
  dryRun: flag()
    .optional()
    .describe('`true`: only dry runs; `false`: none of them.'),
  from: time()
    .optional()
    .describe('Only syncs that started at this time or later.'),
  to: time().optional().describe('Only syncs that started before this time.'),
  q: searchText(
    'Text that the id, the revision, `triggeredBy` or the message of an error contains, in any case.',
  ),
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
