import {
  staticDataSyncReadPermission,
  SyncFindingPage,
  syncFindingsQuerySchema,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { Authorize } from './authorize';
import { findSync } from './findSync';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';

const findingsCursor = new PageCursor('findings', positionParts.number);

export function createSyncFindingsRoutes(options: {
  authorize: Authorize;
  store: Pick<StaticDataStore, 'history' | 'findings'>;
}): express.Router {
  const { authorize, store } = options;
  const router = Router();

  router.get('/sync-history/:syncId/findings', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    const { cursor, ...query } = parseRequest(
      syncFindingsQuerySchema,
      req.query,
    );
    const after = findingsCursor.decode(cursor);
    const { id } = await findSync(store, req.params.syncId);
    const { findings, total, hasMore, position } = await store.findings.list({
      ...query,
      syncId: id,
      after,
    });
    const { limit } = query;
    const page: SyncFindingPage = {
      syncId: id,
      findings,
      pagination: {
        ...findingsCursor.paginate({ limit, hasMore, last: position }),
        total,
      },
    };
    res.json(page);
  });

  return router;
}
