import { AuditorService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  emptyQuerySchema,
  refreshBodySchema,
  RefreshResponse,
  staticDataSyncRefreshPermission,
  syncIdSchema,
} from '@internal/plugin-static-data-common';
import express, { Request, Response } from 'express';
import Router from 'express-promise-router';
import { RefreshService } from '../service/RefreshService';
import { Authorize, AuthorizeReader, describeCaller } from './authorize';
import { parseRequest } from './parseRequest';
import { readJsonBody } from './readJsonBody';
import { runAudited } from './runAudited';
import { recordVisibleTo } from './visibleTo';

const MAX_WAIT_MS = 10 * 60 * 1000;

export function createRefreshRoutes(options: {
  authorize: Authorize;
  authorizeReader: AuthorizeReader;
  auditor: AuditorService;
  refresh: Pick<RefreshService, 'request' | 'waitFor' | 'getState'>;
  maxWaitMs?: number;
}): express.Router {
  const {
    authorize,
    authorizeReader,
    auditor,
    refresh,
    maxWaitMs = MAX_WAIT_MS,
  } = options;
  const router = Router();

  router.post('/refresh', readJsonBody('10kb'), async (req, res) => {
    const { wait, answer } = await requestAudited(req);
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
      res
        .location(`${req.baseUrl}/sync-history/${answer.syncId}`)
        .json(finished);
    } else if (!res.closed) {
      res
        .status(202)
        .location(`${req.baseUrl}/refresh/${answer.syncId}`)
        .json(answer);
    }
  });

  router.get('/refresh/:requestId', async (req, res) => {
    const access = await authorizeReader(req);
    parseRequest(emptyQuerySchema, req.query);
    const { requestId } = req.params;
    const id = syncIdSchema.safeParse(requestId).data;
    const state = id && (await refresh.getState(id));
    if (!state) {
      throw new NotFoundError(`No request has the id '${requestId}'`);
    }
    res.json({
      ...state,
      ...(state.sync && { sync: recordVisibleTo(access, state.sync) }),
    });
  });

  async function requestAudited(
    req: Request,
  ): Promise<{ wait: boolean; answer: RefreshResponse }> {
    return runAudited(
      auditor,
      { eventId: 'refresh', request: req, severityLevel: 'medium' },
      async () => {
        const credentials = await authorize(
          req,
          staticDataSyncRefreshPermission,
        );
        parseRequest(emptyQuerySchema, req.query);
        const { wait, dryRun, ref } = parseRequest(refreshBodySchema, req.body);
        const answer = await refresh.request({
          triggeredBy: describeCaller(credentials),
          dryRun,
          ref,
        });
        return {
          result: { wait, answer },
          meta: { syncId: answer.syncId, dryRun, ...(ref ? { ref } : {}) },
        };
      },
    );
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
