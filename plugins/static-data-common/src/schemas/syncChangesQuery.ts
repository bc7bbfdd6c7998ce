import { z } from 'zod';
import {
  oneOf,
  pageCursor,
  pageLimit,
  searchText,
  someOf,
  text,
} from './parameters';

const MAX_KIND_LENGTH = 63;

/**
 * What a sync can do with an entity.
 *
 * @public
 */
export const syncChangeTypeSchema = oneOf([
  'added',
  'updated',
  'removed',
  'retained',
  'held',
]);

/**
 * Query parameters of `GET /sync-history/:syncId/changes`.
 *
 * @public
 */
export const syncChangesQuerySchema = z.strictObject({
  change: someOf(syncChangeTypeSchema.options)
    .optional()
    .describe('Only changes of these types.'),
  kind: text({ maxLength: MAX_KIND_LENGTH })
    .optional()
    .describe('Only entities of this kind, for example `Component`.'),
  confirmation: someOf(['pending', 'confirmed', 'failed', 'superseded'])
    .optional()
    .describe(
      'Only changes that stand like this on their way into the catalog.',
    ),
  q: searchText('Text that the entity ref contains, in any case.'),
  limit: pageLimit(),
  cursor: pageCursor(),
});
