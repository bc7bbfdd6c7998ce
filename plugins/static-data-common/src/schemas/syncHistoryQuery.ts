import { z } from 'zod';
import {
  flag,
  oneOf,
  pageCursor,
  pageLimit,
  someOf,
  time,
  wholeNumber,
} from './parameters';

/**
 * Query parameters of `GET /sync-history`.
 *
 * @public
 */
export const syncHistoryQuerySchema = z
  .strictObject({
    limit: pageLimit(),
    offset: wholeNumber({ min: 0, max: 10_000_000 }).default(0),
    cursor: pageCursor(),
    status: someOf(['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE']).optional(),
    syncType: oneOf(['SCHEDULED', 'MANUAL']).optional(),
    dryRun: flag().optional(),
    from: time().optional(),
    to: time().optional(),
  })
  .refine(query => query.cursor === undefined || query.offset === 0, {
    path: ['cursor'],
    error: 'cannot be combined with offset',
  })
  .refine(({ from, to }) => !from || !to || from < to, {
    path: ['from'],
    error: 'must be before to',
  });

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
  .transform(id => id.toLowerCase());
