import { AuditorService } from '@backstage/backend-plugin-api';
import {
  emptyQuerySchema,
  refreshBodySchema,
  RefreshResponse,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import express, { Request, Response } from 'express';
import Router from 'express-promise-router';
import { RefreshService } from '../service/RefreshService';
import { Authorize, describeCaller } from './authorize';
import { parseRequest } from './parseRequest';

const MAX_WAIT_MS = 10 * 60 * 1000;

export function createRefreshRoutes(options: {
  authorize: Authorize;
  auditor: AuditorService;
  refresh: Pick<RefreshService, 'request' | 'waitFor'>;
  maxWaitMs?: number;
}): express.Router {
  const { authorize, auditor, refresh, maxWaitMs = MAX_WAIT_MS } = options;
  const router = Router();

  // Whatever type the body claims to have it is read as JSON: ignoring a mistyped
  // `{"dryRun": true}` would start a real sync.
  const readJson = express.json({ type: () => true, limit: '10kb' });

  router.post('/refresh', readJson, async (req, res) => {
    const { wait, answer } = await requestAudited(req);
    const location = `${req.baseUrl}/sync-history/${answer.syncId}`;
    const sync = wait
      ? await refresh.waitFor(answer.syncId, createWaitSignal(res, maxWaitMs))
      : undefined;
    if (sync) {
      const finished: RefreshResponse = {
        ...answer,
        message: `The sync has ended: ${sync.status}`,
        status: 'FINISHED',
        sync,
      };
      res.location(location).json(finished);
    } else if (!res.closed) {
      res.status(202).location(location).json(answer);
    }
  });

  async function requestAudited(
    req: Request,
  ): Promise<{ wait: boolean; answer: RefreshResponse }> {
    const event = await auditor.createEvent({
      eventId: 'refresh',
      request: req,
      severityLevel: 'medium',
    });
    try {
      const credentials = await authorize(req, staticDataSyncRefreshPermission);
      parseRequest(emptyQuerySchema, req.query);
      const { wait, dryRun, ref } = parseRequest(refreshBodySchema, req.body);
      const answer = await refresh.request({
        triggeredBy: describeCaller(credentials),
        dryRun,
        ref,
      });
      await event.success({
        meta: { syncId: answer.syncId, dryRun, ...(ref ? { ref } : {}) },
      });
      return { wait, answer };
    } catch (error) {
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  }

  return router;
}

/** Aborted when the client goes away, or when it has waited long enough. */
function createWaitSignal(res: Response, maxWaitMs: number): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), maxWaitMs);
  res.once('close', () => {
    clearTimeout(timer);
    controller.abort();
  });
  return controller.signal;
}
