import { z } from 'zod';
import { pageCursor, pageLimit } from './parameters';
import { syncIdSchema } from './syncHistoryQuery';

/**
 * Query parameters of `GET /sync-history/compare`.
 *
 * @public
 */
export const syncComparisonQuerySchema = z.strictObject({
  from: syncIdSchema.describe('Id of the sync that left the earlier state.'),
  to: syncIdSchema.describe('Id of the sync that left the later state.'),
  limit: pageLimit(),
  cursor: pageCursor(),
});
