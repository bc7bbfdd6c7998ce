import { AuditorService } from '@backstage/backend-plugin-api';
import {
  emptyQuerySchema,
  heldRemovalApprovalBodySchema,
  HeldRemovalList,
  staticDataSyncOverridePermission,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { approveHeldRemovals } from '../service/approveHeldRemovals';
import { Authorize, describeCaller } from './authorize';
import { parseRequest } from './parseRequest';
import { readJsonBody } from './readJsonBody';
import { runAudited } from './runAudited';

/** Enough to see what it was about; the answer and the next sync's changes have all of them. */
const MAX_AUDITED_REFS = 100;

export function createHeldRemovalRoutes(options: {
  authorize: Authorize;
  auditor: AuditorService;
  store: Pick<StaticDataStore, 'heldRemovals'>;
}): express.Router {
  const { authorize, auditor, store } = options;
  const router = Router();

  router.get('/held-removals', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    parseRequest(emptyQuerySchema, req.query);
    const list: HeldRemovalList = {
      heldRemovals: await store.heldRemovals.list(),
    };
    res.json(list);
  });

  const readBody = readJsonBody('1mb');

  router.post('/held-removals/approve', readBody, async (req, res) => {
    const approval = await runAudited(
      auditor,
      {
        eventId: 'held-removals-approve',
        request: req,
        severityLevel: 'high',
      },
      async () => {
        const credentials = await authorize(
          req,
          staticDataSyncOverridePermission,
        );
        parseRequest(emptyQuerySchema, req.query);
        const { entityRefs } = parseRequest(
          heldRemovalApprovalBodySchema,
          req.body,
        );
        const result = await approveHeldRemovals(store.heldRemovals, {
          entityRefs,
          approvedBy: describeCaller(credentials),
        });
        const { approved } = result;
        return {
          result,
          meta: {
            count: approved.length,
            entityRefs: approved.slice(0, MAX_AUDITED_REFS),
          },
        };
      },
    );
    res.json(approval);
  });

  return router;
}
