import {
  emptyQuerySchema,
  staticDataSyncRefreshPermission,
  webhookDeliveriesQuerySchema,
  webhookPathSchema,
} from '@internal/plugin-static-data-common';
import { Operation } from '../Operation';

export const webhookOperations: Operation[] = [
  {
    method: 'get',
    path: '/webhooks',
    operationId: 'listWebhooks',
    tag: 'Webhooks',
    summary: 'The webhooks of the configuration',
    permission: staticDataSyncRefreshPermission,
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'All of them, without secrets.',
        content: { 'application/json': 'WebhookList' },
      },
    },
  },
  {
    method: 'get',
    path: '/webhooks/deliveries',
    operationId: 'listWebhookDeliveries',
    tag: 'Webhooks',
    summary: 'What became of messages to webhooks, newest first',
    permission: staticDataSyncRefreshPermission,
    query: webhookDeliveriesQuerySchema,
    answers: {
      200: {
        description: 'A page of messages.',
        content: { 'application/json': 'WebhookDeliveryPage' },
      },
    },
  },
  {
    method: 'post',
    path: '/webhooks/{webhookId}/test',
    operationId: 'testWebhook',
    tag: 'Webhooks',
    summary: 'Send a message to a webhook, to try it',
    description:
      'Of the type `webhook.test`, sent at once, and once only. Answers 200 whatever the receiver did: look at `delivery.state`. Audited.',
    permission: staticDataSyncRefreshPermission,
    pathParameters: webhookPathSchema,
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'What became of it, within 10 seconds.',
        content: { 'application/json': 'WebhookTestResult' },
      },
    },
    refusals: { 404: 'No webhook has this id.' },
  },
];
