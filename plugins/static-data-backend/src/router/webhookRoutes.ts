import { AuditorService } from '@backstage/backend-plugin-api';
import {
  emptyQuerySchema,
  staticDataSyncRefreshPermission,
  webhookDeliveriesQuerySchema,
  WebhookDeliveryPage,
  WebhookList,
  WebhookTestResult,
} from '@internal/plugin-static-data-common';
import express from 'express';
import Router from 'express-promise-router';
import { WebhookService } from '../outbox/WebhookService';
import { Authorize } from './authorize';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';
import { runAudited } from './runAudited';

const deliveriesCursor = new PageCursor('webhook-deliveries', positionParts.id);

export function createWebhookRoutes(options: {
  authorize: Authorize;
  auditor: AuditorService;
  webhooks: WebhookService;
}): express.Router {
  const { authorize, auditor, webhooks } = options;
  const router = Router();

  router.get('/webhooks', async (req, res) => {
    await authorize(req, staticDataSyncRefreshPermission);
    parseRequest(emptyQuerySchema, req.query);
    const list: WebhookList = { webhooks: await webhooks.list() };
    res.json(list);
  });

  router.get('/webhooks/deliveries', async (req, res) => {
    await authorize(req, staticDataSyncRefreshPermission);
    const { cursor, limit, state, webhook } = parseRequest(
      webhookDeliveriesQuerySchema,
      req.query,
    );
    const { deliveries, hasMore } = await webhooks.listDeliveries({
      recipient: webhook,
      state,
      limit,
      after: deliveriesCursor.decode(cursor),
    });
    const page: WebhookDeliveryPage = {
      deliveries,
      pagination: deliveriesCursor.paginate({
        limit,
        hasMore,
        last: deliveries.at(-1)?.id,
      }),
    };
    res.json(page);
  });

  router.post('/webhooks/:webhookId/test', async (req, res) => {
    const delivery = await runAudited(
      auditor,
      { eventId: 'webhook-test', request: req, severityLevel: 'medium' },
      async () => {
        await authorize(req, staticDataSyncRefreshPermission);
        parseRequest(emptyQuerySchema, req.query);
        const result = await webhooks.test(req.params.webhookId);
        const { id, webhookId, state } = result;
        return { result, meta: { id, webhookId, state } };
      },
    );
    const answer: WebhookTestResult = { delivery };
    res.json(answer);
  });

  return router;
}
