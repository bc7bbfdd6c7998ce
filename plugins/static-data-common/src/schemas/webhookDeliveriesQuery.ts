import { z } from 'zod';
import { pageCursor, pageLimit, someOf, text } from './parameters';

const MAX_ID_LENGTH = 64;

/**
 * Query parameters of `GET /webhooks/deliveries`.
 *
 * @public
 */
export const webhookDeliveriesQuerySchema = z.strictObject({
  webhook: text({ maxLength: MAX_ID_LENGTH })
    .optional()
    .describe('Only messages to the webhook with this id.'),
  state: someOf(['pending', 'delivered', 'dead'])
    .optional()
    .describe('Only messages whose delivery stands like this.'),
  limit: pageLimit(),
  cursor: pageCursor(),
});

/**
 * The path of `POST /webhooks/:webhookId/test`.
 *
 * @public
 */
export const webhookPathSchema = z.strictObject({
  webhookId: text({ maxLength: MAX_ID_LENGTH }).describe('Id of the webhook.'),
});
