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
  severity: oneOf(['error', 'warning']).optional(),
  code: someOf(Object.keys(CODES) as SyncFindingCode[]).optional(),
  state: someOf(['new', 'known', 'fixed']).optional(),
  /** Text that message, file or entity contains. */
  q: searchText(),
  limit: pageLimit(),
  cursor: pageCursor(),
});
