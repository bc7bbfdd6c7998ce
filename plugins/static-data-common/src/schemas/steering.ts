import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../types';
import { escapeControls } from '../text';
import { refSchema } from './refresh';
import { syncIdSchema } from './history';
import { jsonObject, sourceId, text, time, wholeNumber } from './parameters';

const MAX_REASON_LENGTH = 500;

const reasonSchema = text({ maxLength: MAX_REASON_LENGTH })
  .refine(reason => reason.trim() !== '', { error: 'must not be blank' })
  // It stands in the middle of sentences, in logs and notifications as well.
  .refine(reason => escapeControls(reason) === reason, {
    error: 'must not have characters that change how other text reads',
  })
  .describe('Why; everybody who may see the source can read it.');

const untilSchema = time()
  .refine(until => Date.parse(until) > Date.now(), {
    error: 'must be in the future',
  })
  .optional()
  .describe('When it ends by itself; left out: when somebody ends it.');

/**
 * Body of `POST /sources/{sourceId}/pause`.
 *
 * @public
 */
export const pauseBodySchema = jsonObject({
  reason: reasonSchema,
  until: untilSchema,
});

const pinIdSchema = z
  .number({ error: 'must be the id of a pin' })
  .int({ error: 'must be the id of a pin' });

/**
 * Body of `POST /sources/{sourceId}/pin`.
 *
 * @public
 */
export const pinBodySchema = jsonObject({
  ref: refSchema
    .optional()
    .describe('The branch, tag or commit to read; not of a directory.'),
  syncId: syncIdSchema
    .optional()
    .describe(
      'Id of an earlier sync or, where there are commits, of a dry run: back to the commit that it read or, in a directory, to the state that it left behind.',
    ),
  reason: reasonSchema,
  until: untilSchema,
  replaces: pinIdSchema
    .optional()
    .describe(
      'Id of the pin that this one takes the place of; needed if the source is pinned.',
    ),
}).refine(({ ref, syncId }) => (ref === undefined) !== (syncId === undefined), {
  path: ['ref'],
  error: 'name either a ref or a syncId',
});

/**
 * Body of `POST /sources/{sourceId}/unpin`.
 *
 * @public
 */
export const unpinBodySchema = jsonObject({
  reason: reasonSchema.optional(),
  pin: pinIdSchema
    .optional()
    .describe('Id of the pin to end; left out: whichever is in force.'),
});

/**
 * Body of the requests that end or stop something else: `resume` and `cancel`.
 *
 * @public
 */
export const endBodySchema = jsonObject({ reason: reasonSchema.optional() });

/**
 * Query parameters of `GET /steering-acts`.
 *
 * @public
 */
export const steeringActsQuerySchema = z.strictObject({
  source: sourceId()
    .optional()
    .describe('Id of the source; left out: all of them.'),
  from: time().optional().describe('Only acts at this time or later.'),
  to: time().optional().describe('Only acts before this time.'),
  limit: wholeNumber({ min: 1, max: MAX_PAGE_SIZE })
    .default(100)
    .describe('Maximum number of acts, newest first.'),
});
