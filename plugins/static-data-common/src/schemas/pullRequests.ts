import { z } from 'zod';
import { PULL_REQUEST_STATES } from '../types/pullRequests';
import { oneOf, sourceId } from './parameters';

/**
 * Query parameters of `GET /pull-requests`.
 *
 * @public
 */
export const pullRequestQuerySchema = z.strictObject({
  source: sourceId()
    .optional()
    .describe('Id of the source; left out: all of them.'),
  state: oneOf(PULL_REQUEST_STATES)
    .optional()
    .describe('Only those in this state.'),
});
