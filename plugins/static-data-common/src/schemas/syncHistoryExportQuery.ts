import { z } from 'zod';
import { oneOf } from './parameters';
import {
  hasOrderedRange,
  syncHistoryFilters,
  UNORDERED_RANGE,
} from './syncHistoryFilters';

/**
 * Query parameters of `GET /sync-history/export`.
 *
 * @public
 */
export const syncHistoryExportQuerySchema = z
  .strictObject({
    format: oneOf(['csv', 'json'])
      .default('csv')
      .describe(
        '`csv`: a table for spreadsheets; `json`: a list of records for programs.',
      ),
    ...syncHistoryFilters,
  })
  .refine(hasOrderedRange, UNORDERED_RANGE);
