import { z } from 'zod';
import {
  SYNC_FINDING_CODES,
  SYNC_FINDING_SEVERITIES,
  SYNC_FINDING_STATES,
} from '../types';
import {
  oneOf,
  ownerParameter,
  pageParameters,
  searchText,
  someOf,
} from './parameters';

/**
 * Query parameters of `GET /sync-history/:syncId/findings`.
 *
 * @public
 */
export const syncFindingsQuerySchema = z.strictObject({
  severity: oneOf(SYNC_FINDING_SEVERITIES)
    .optional()
    .describe('Only errors, or only warnings.'),
  code: someOf(SYNC_FINDING_CODES)
    .optional()
    .describe('Only findings with these codes.'),
  state: someOf(SYNC_FINDING_STATES)
    .optional()
    .describe('Only findings that compare like this with the previous sync.'),
  owner: ownerParameter(
    'Only findings that concern this squad, by name or entity ref.',
  ),
  q: searchText('Text that message, file or entity contains, in any case.'),
  ...pageParameters,
});
