import {
  quote,
  staticDataSyncRefreshPermission,
  webhookDeliveriesQuerySchema,
  WebhookDeliveryPage,
  WebhookList,
  webhookPathSchema,
  WebhookTestResult,
} from '@internal/plugin-static-data-common';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { PageCursor, positionParts } from '../http/PageCursor';

const deliveriesCursor = new PageCursor(
  'webhook-deliveries',
  positionParts.text,
);

export const webhookEndpoints: Endpoint[] = [
  defineEndpoint('get', '/webhooks', {
    operationId: 'listWebhooks',
    tag: 'Webhooks',
    summary: 'The webhooks of the configuration',
    permission: staticDataSyncRefreshPermission,
    answers: { 200: json('WebhookList', 'All of them, without secrets.') },
    handle: async ({ services }): Promise<WebhookList> => ({
      webhooks: await services.webhooks.list(),
    }),
  }),
  defineEndpoint('get', '/webhooks/deliveries', {
    operationId: 'listWebhookDeliveries',
    tag: 'Webhooks',
    summary: 'Messages to webhooks and their delivery, newest first',
    permission: staticDataSyncRefreshPermission,
    query: webhookDeliveriesQuerySchema,
    answers: { 200: json('WebhookDeliveryPage', 'A page of messages.') },
    async handle({ query, services }): Promise<WebhookDeliveryPage> {
      const { cursor, limit, state, webhook } = query;
      const { deliveries, hasMore } = await services.webhooks.listDeliveries({
        recipient: webhook,
        state,
        limit,
        after: deliveriesCursor.decode(cursor),
      });
      return {
        deliveries,
        pagination: deliveriesCursor.paginate({
          limit,
          hasMore,
          last: deliveries.at(-1)?.id,
        }),
      };
    },
  }),
  defineEndpoint('post', '/webhooks/{webhookId}/test', {
    operationId: 'testWebhook',
    tag: 'Webhooks',
    summary: 'Send a message to a webhook, to try it',
    description:
      'The message has the type `webhook.test` and is sent once, immediately. The answer is 200 whatever the receiver did: see `delivery.state`. Audited.',
    permission: staticDataSyncRefreshPermission,
    pathParameters: webhookPathSchema,
    describeUnknown: ({ webhookId }) =>
      `No webhook has the id ${quote(webhookId)}`,
    audit: { eventId: 'webhook-test', severityLevel: 'medium' },
    isLong: true,
    answers: {
      200: json('WebhookTestResult', 'The delivery, within 10 seconds.'),
    },
    refusals: { 404: 'No webhook has this id.' },
    async handle({ path, services, succeed }): Promise<WebhookTestResult> {
      const delivery = await services.webhooks.test(path.webhookId);
      const { id, webhookId, state } = delivery;
      await succeed({ id, webhookId, state });
      return { delivery };
    },
  }),
];
