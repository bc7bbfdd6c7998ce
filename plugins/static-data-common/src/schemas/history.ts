import { z } from 'zod';
import {
  SENT_CHANGE_TYPES,
  SYNC_EXPORT_FORMATS,
  SYNC_RESULTS,
  SYNC_TYPES,
} from '../types';
import {
  entityKind,
  entityText,
  flag,
  oneOf,
  pageParameters,
  searchText,
  sourceId,
  someOf,
  time,
  wholeNumber,
} from './parameters';

/**
 * Id of a sync: a UUID, in any case.
 *
 * @public
 */
export const syncIdSchema = z
  .uuid({ error: 'must be a UUID' })
  .transform(id => id.toLowerCase())
  // zod 4.6.5 describes it by a pattern as well, which adds nothing but its length to the format.
  .meta({ pattern: undefined });

/**
 * Path parameters of the endpoints that are about one sync.
 *
 * @public
 */
export const syncPathSchema = z.strictObject({
  syncId: syncIdSchema.describe('Id of the sync.'),
});

/**
 * The query parameters that filter syncs, wherever the history is read.
 *
 * @public
 */
export const syncHistoryFiltersSchema = z.strictObject({
  source: sourceId()
    .optional()
    .describe('Only syncs of the source with this id.'),
  status: someOf(SYNC_RESULTS)
    .optional()
    .describe(
      'Only syncs with one of these outcomes. `FAILURE` leaves out those that somebody cancelled, which are `CANCELLED`.',
    ),
  syncType: oneOf(SYNC_TYPES)
    .optional()
    .describe('Only syncs that were triggered this way.'),
  dryRun: flag()
    .optional()
    .describe('`true`: only dry runs; `false`: no dry runs.'),
  changed: flag()
    .optional()
    .describe(
      '`true`: only syncs that added, updated or removed entities; `false`: only the others.',
    ),
  from: time()
    .optional()
    .describe('Only syncs that started at this time or later.'),
  to: time().optional().describe('Only syncs that started before this time.'),
  q: searchText(
    'Text that the id, the revision, `triggeredBy`, the subject or the author of the commit, the message of an error or the ref of a changed entity contains, in any case; or the code of a finding; or `#` and the number of a sync.',
  ),
});

/**
 * Filters of the history; a sync has to match all that are given.
 *
 * - `source`: of this source
 * - `status`: with one of these outcomes, as in {@link SyncResult}
 * - `syncType`: triggered this way
 * - `dryRun`: true for only dry runs, false for no dry runs
 * - `changed`: true for only those that added, updated or removed entities, false for the others
 * - `from`, `to`: started at `from` or later, and before `to`; ISO 8601
 * - `q`: with this text, in any case, in the id, the revision, `triggeredBy`, the subject or the
 *   author of the commit, the message of an error or the ref of a changed entity; or the code of a
 *   finding, such as `DUPLICATE`; or the number of a sync, such as `#118`
 *
 * @public
 */
export type SyncHistoryFilters = z.output<typeof syncHistoryFiltersSchema>;

function isOrdered({ from, to }: SyncHistoryFilters): boolean {
  return from === undefined || to === undefined || from < to;
}

const UNORDERED = { path: ['from'], error: 'must be before to' };

/**
 * Query parameters of `GET /sync-history`.
 *
 * @public
 */
export const syncHistoryQuerySchema = z
  .strictObject({
    limit: pageParameters.limit,
    offset: wholeNumber({ min: 0, max: 10_000_000 })
      .default(0)
      .describe('Syncs to skip; cannot be combined with cursor.'),
    cursor: pageParameters.cursor,
    ...syncHistoryFiltersSchema.shape,
  })
  .refine(query => query.cursor === undefined || query.offset === 0, {
    path: ['cursor'],
    error: 'cannot be combined with offset',
  })
  .refine(isOrdered, UNORDERED);

/**
 * Query parameters of `GET /sync-history/export`.
 *
 * @public
 */
export const syncHistoryExportQuerySchema = z
  .strictObject({
    format: oneOf(SYNC_EXPORT_FORMATS)
      .default('csv')
      .describe(
        '`csv`: a table for spreadsheets; `json`: a list of records for programs.',
      ),
    ...syncHistoryFiltersSchema.shape,
  })
  .refine(isOrdered, UNORDERED);

/**
 * Query parameters of `GET /sync-history/compare`.
 *
 * @public
 */
export const syncComparisonQuerySchema = z.strictObject({
  from: syncIdSchema.describe('Id of the earlier sync.'),
  to: syncIdSchema.describe('Id of the later sync.'),
  change: someOf(SENT_CHANGE_TYPES)
    .optional()
    .describe('Only net changes of these types.'),
  kind: entityKind,
  q: entityText,
  ...pageParameters,
});
