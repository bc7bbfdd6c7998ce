import { z } from 'zod';
import { pageCursor, pageLimit } from './parameters';
import { syncIdSchema } from './syncHistoryQuery';

/**
 * Query parameters of `GET /sync-history/compare`.
 *
 * @public
 */
export const syncComparisonQuerySchema = z.strictObject({
  /** Id of the sync that left the earlier state. */
  from: syncIdSchema,
  /** Id of the sync that left the later state. */
  to: syncIdSchema,
  limit: pageLimit(),
  cursor: pageCursor(),
});
