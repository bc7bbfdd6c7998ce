import { z } from 'zod';
import { WEBHOOK_DELIVERY_STATES } from '../types';
import { pageParameters, someOf, text } from './parameters';

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
  state: someOf(WEBHOOK_DELIVERY_STATES)
    .optional()
    .describe('Only messages in one of these delivery states.'),
  ...pageParameters,
});

/**
 * Path parameters of `POST /webhooks/:webhookId/test`.
 *
 * @public
 */
export const webhookPathSchema = z.strictObject({
  webhookId: text({ maxLength: MAX_ID_LENGTH }).describe('Id of the webhook.'),
});
