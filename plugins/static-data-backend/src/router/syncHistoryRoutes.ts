import { NotFoundError } from '@backstage/errors';
import {
  emptyQuerySchema,
  staticDataSyncReadPermission,
  SyncHistoryPage,
  syncHistoryQuerySchema,
  syncIdSchema,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { Authorize } from './authorize';
import { decodeCursor, encodeCursor } from './historyCursor';
import { parseRequest } from './parseRequest';

export function createSyncHistoryRoutes(options: {
  authorize: Authorize;
  store: StaticDataStore;
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
      after: cursor === undefined ? undefined : decodeCursor(cursor),
    });
    const last = records.at(-1);
    const page: SyncHistoryPage = {
      history: records,
      pagination: {
        limit: query.limit,
        offset: query.offset,
        hasMore,
        ...(hasMore && last ? { nextCursor: encodeCursor(last) } : {}),
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
    // What is not a UUID is the id of no sync; databases need not be bothered with it.
    const id = syncIdSchema.safeParse(req.params.syncId).data;
    const record = id && (await store.history.get(id));
    if (!record) {
      throw new NotFoundError(`No sync has the id '${req.params.syncId}'`);
    }
    res.json(record);
  });

  return router;
}
