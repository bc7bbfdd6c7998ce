import { z } from 'zod';
import { ownerParameter, pageParameters, sourceId } from './parameters';

/**
 * Query parameters of `GET /scorecards`.
 *
 * @public
 */
export const scorecardsQuerySchema = z.strictObject({
  source: sourceId()
    .optional()
    .describe('Only what comes from this source, by its id.'),
  owner: ownerParameter('Only this squad, by name or entity ref.'),
  ...pageParameters,
});
