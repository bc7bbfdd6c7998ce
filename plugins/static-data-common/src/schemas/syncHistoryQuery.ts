import { z } from 'zod';
import { flag, oneOf, someOf, time, wholeNumber } from './parameters';

const MAX_CURSOR_LENGTH = 500;

/**
 * Query parameters of `GET /sync-history`.
 *
 * @public
 */
export const syncHistoryQuerySchema = z
  .strictObject({
    limit: wholeNumber({ min: 1, max: 500 }).default(50),
    offset: wholeNumber({ min: 0, max: 10_000_000 }).default(0),
    cursor: z
      .string({ error: 'must be the nextCursor of a page' })
      .min(1, { error: 'must be the nextCursor of a page' })
      .max(MAX_CURSOR_LENGTH, { error: 'must be the nextCursor of a page' })
      .optional(),
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
