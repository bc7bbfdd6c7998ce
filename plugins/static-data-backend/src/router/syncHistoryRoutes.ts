import {
  emptyQuerySchema,
  RunningSyncResponse,
  staticDataSyncReadPermission,
  SyncHistoryPage,
  syncHistoryQuerySchema,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Authorize, AuthorizeReader } from './authorize';
import { findSync } from './findSync';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';
import { recordVisibleTo } from './visibleTo';

const historyCursor = new PageCursor(
  'history',
  z.object({ startTime: positionParts.time, id: positionParts.id }),
);

export function createSyncHistoryRoutes(options: {
  authorize: Authorize;
  authorizeReader: AuthorizeReader;
  store: Pick<StaticDataStore, 'history' | 'lease'>;
}): express.Router {
  const { authorize, authorizeReader, store } = options;
  const router = Router();

  router.get('/sync-history', async (req, res) => {
    const access = await authorizeReader(req);
    const { cursor, limit, offset, ...filters } = parseRequest(
      syncHistoryQuerySchema,
      req.query,
    );
    const after = historyCursor.decode(cursor);
    const [{ records, hasMore }, total] = await Promise.all([
      store.history.list({ ...filters, limit, offset, after }),
      store.history.count(filters),
    ]);
    const page: SyncHistoryPage = {
      history: records.map(record => recordVisibleTo(access, record)),
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
    const answer: RunningSyncResponse = {
      running: (await store.lease.getRunning()) ?? null,
    };
    res.json(answer);
  });

  router.get('/sync-history/:syncId', async (req, res) => {
    const access = await authorizeReader(req);
    parseRequest(emptyQuerySchema, req.query);
    const record = await findSync(store, req.params.syncId);
    res.json(recordVisibleTo(access, record));
  });

  return router;
}
