import { z } from 'zod';
import { oneSource, searchText } from './parameters';

/**
 * Query parameters of `GET /branches`.
 *
 * @public
 */
export const branchQuerySchema = z.strictObject({
  source: oneSource,
  q: searchText('Text that the name contains, in any case.'),
});
