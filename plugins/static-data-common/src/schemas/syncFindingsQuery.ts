import { z } from 'zod';
import { SyncFindingCode } from '../types';
import { oneOf, pageCursor, pageLimit, searchText, someOf } from './parameters';

/** A record, so that the compiler misses a code that is missing here. */
const CODES: Record<SyncFindingCode, true> = {
  AUTH: true,
  RATE_LIMIT: true,
  NETWORK: true,
  NOT_FOUND: true,
  EMPTY_SOURCE: true,
  TOO_LARGE: true,
  SYNTAX: true,
  SCHEMA: true,
  DUPLICATE: true,
  UNKNOWN_REFERENCE: true,
  MISSING_OWNER: true,
  MISSING_BUILD_FILE: true,
  REMOVALS_HELD: true,
  CATALOG: true,
  STORE: true,
  TIMEOUT: true,
  INTERRUPTED: true,
  INTERNAL: true,
};

/**
 * Query parameters of `GET /sync-history/:syncId/findings`.
 *
 * @public
 */
export const syncFindingsQuerySchema = z.strictObject({
  severity: oneOf(['error', 'warning'])
    .optional()
    .describe('Only errors, or only warnings.'),
  code: someOf(Object.keys(CODES) as SyncFindingCode[])
    .optional()
    .describe('Only findings with these codes.'),
  state: someOf(['new', 'known', 'fixed'])
    .optional()
    .describe('Only findings that stand like this against the sync before.'),
  q: searchText('Text that message, file or entity contains, in any case.'),
  limit: pageLimit(),
  cursor: pageCursor(),
});
