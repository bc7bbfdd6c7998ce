import {
  emptyQuerySchema,
  staticDataSyncReadPermission,
  SyncHistoryPage,
  syncHistoryQuerySchema,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Authorize } from './authorize';
import { findSync } from './findSync';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';

const historyCursor = new PageCursor(
  'history',
  z.object({ startTime: positionParts.time, id: positionParts.id }),
);

export function createSyncHistoryRoutes(options: {
  authorize: Authorize;
  store: Pick<StaticDataStore, 'history' | 'lease'>;
}): express.Router {
  const { authorize, store } = options;
  const router = Router();

  router.get('/sync-history', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    const { cursor, ...query } = parseRequest(
      syncHistoryQuerySchema,
      req.query,
    );
    const { records, total, hasMore } = await store.history.list({
      ...query,
      after: historyCursor.decode(cursor),
    });
    const { limit, offset } = query;
    const page: SyncHistoryPage = {
      history: records,
      pagination: {
        ...historyCursor.paginate({ limit, hasMore, last: records.at(-1) }),
        offset,
        total,
      },
    };
    res.json(page);
  });

  router.get('/sync-history/running', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    parseRequest(emptyQuerySchema, req.query);
    res.json({ running: (await store.lease.getRunning()) ?? null });
  });

  router.get('/sync-history/:syncId', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    parseRequest(emptyQuerySchema, req.query);
    res.json(await findSync(store, req.params.syncId));
  });

  return router;
}
