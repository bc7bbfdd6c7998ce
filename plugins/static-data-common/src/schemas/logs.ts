import { z } from 'zod';
import { SYNC_LOG_LEVELS } from '../types';
import { oneOf, pageParameters } from './parameters';

/**
 * Query parameters of `GET /sync-history/:syncId/logs`.
 *
 * @public
 */
export const syncLogsQuerySchema = z.strictObject({
  level: oneOf(SYNC_LOG_LEVELS)
    .optional()
    .describe('Lines of this level and above.'),
  ...pageParameters,
});

/**
 * Query parameters of `GET /sync-history/:syncId/logs` as text, which has no pages.
 *
 * @public
 */
export const syncLogTextQuerySchema = syncLogsQuerySchema.pick({
  level: true,
});
