import { z } from 'zod';
import { sourceId } from './parameters';

/**
 * Path parameters of the endpoints that are about one source.
 *
 * @public
 */
export const sourcePathSchema = z.strictObject({
  sourceId: sourceId().describe('Id of the source.'),
});

/**
 * Query parameters of the endpoints that can be about one source.
 *
 * @public
 */
export const sourceQuerySchema = z.strictObject({
  source: sourceId()
    .optional()
    .describe('Id of the source; left out: all of them.'),
});
