import { z } from 'zod';
import { oneOf, pageCursor, pageLimit } from './parameters';

const levelSchema = oneOf(['debug', 'info', 'warn', 'error'])
  .optional()
  .describe('Lines of this level and above.');

/**
 * Query parameters of `GET /sync-history/:syncId/logs`.
 *
 * @public
 */
export const syncLogsQuerySchema = z.strictObject({
  level: levelSchema,
  limit: pageLimit(),
  cursor: pageCursor(),
});

/**
 * Query parameters of `GET /sync-history/:syncId/logs` as text, which has no pages.
 *
 * @public
 */
export const syncLogTextQuerySchema = z.strictObject({ level: levelSchema });
