import { z } from 'zod';
import { pageCursor, pageLimit, wholeNumber } from './parameters';
import {
  hasOrderedRange,
  syncHistoryFilters,
  UNORDERED_RANGE,
} from './syncHistoryFilters';

/**
 * Query parameters of `GET /sync-history`.
 *
 * @public
 */
export const syncHistoryQuerySchema = z
  .strictObject({
    limit: pageLimit(),
    offset: wholeNumber({ min: 0, max: 10_000_000 })
      .default(0)
      .describe('Syncs to skip; cannot be combined with cursor.'),
    cursor: pageCursor(),
    ...syncHistoryFilters,
  })
  .refine(query => query.cursor === undefined || query.offset === 0, {
    path: ['cursor'],
    error: 'cannot be combined with offset',
  })
  .refine(hasOrderedRange, UNORDERED_RANGE);

/**
 * Query parameters of `GET /sync-history`, parsed.
 *
 * @public
 */
export type SyncHistoryParameters = z.output<typeof syncHistoryQuerySchema>;

/**
 * Id of a sync: a UUID, in any case.
 *
 * @public
 */
export const syncIdSchema = z
  .uuid({ error: 'must be a UUID' })
  .transform(id => id.toLowerCase())
  // zod's own pattern adds nothing but its length to the format.
  .meta({ pattern: undefined });
