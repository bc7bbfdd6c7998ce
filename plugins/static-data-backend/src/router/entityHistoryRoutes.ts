import {
  EntityHistoryPage,
  entityHistoryQuerySchema,
  entityPathSchema,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { getEntityHistory } from '../service/getEntityHistory';
import { Authorize } from './authorize';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';

const entityHistoryCursor = new PageCursor(
  'entity-history',
  z.object({ startTime: positionParts.time, syncId: positionParts.id }),
);

export function createEntityHistoryRoutes(options: {
  authorize: Authorize;
  store: Pick<StaticDataStore, 'changes' | 'snapshot'>;
}): express.Router {
  const { authorize, store } = options;
  const router = Router();

  router.get('/entities/:kind/:namespace/:name/history', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    const entityRef = parseRequest(entityPathSchema, req.params);
    const { cursor, ...query } = parseRequest(
      entityHistoryQuerySchema,
      req.query,
    );
    const { entries, hasMore } = await getEntityHistory(store, {
      ...query,
      entityRef,
      after: entityHistoryCursor.decode(cursor),
    });
    const page: EntityHistoryPage = {
      entityRef,
      history: entries,
      pagination: entityHistoryCursor.paginate({
        limit: query.limit,
        hasMore,
        last: entries.at(-1),
      }),
    };
    res.json(page);
  });

  return router;
}
