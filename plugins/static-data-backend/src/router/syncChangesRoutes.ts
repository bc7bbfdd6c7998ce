import {
  staticDataSyncReadPermission,
  SyncChangePage,
  syncChangesQuerySchema,
  SYNC_CHANGE_TYPES,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Authorize } from './authorize';
import { findSync } from './findSync';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';

const changesCursor = new PageCursor(
  'changes',
  z.object({
    change: z.enum(SYNC_CHANGE_TYPES),
    kind: positionParts.text,
    entityRef: positionParts.text,
  }),
);

export function createSyncChangesRoutes(options: {
  authorize: Authorize;
  store: Pick<StaticDataStore, 'history' | 'changes'>;
}): express.Router {
  const { authorize, store } = options;
  const router = Router();

  router.get('/sync-history/:syncId/changes', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    const { cursor, limit, ...query } = parseRequest(
      syncChangesQuerySchema,
      req.query,
    );
    const after = changesCursor.decode(cursor);
    const { id, revision } = await findSync(store, req.params.syncId);
    const filters = { ...query, syncId: id };
    const [{ changes, hasMore }, total] = await Promise.all([
      store.changes.list({ ...filters, limit, after }),
      store.changes.count(filters),
    ]);
    const page: SyncChangePage = {
      syncId: id,
      revision,
      changes,
      pagination: {
        ...changesCursor.paginate({ limit, hasMore, last: changes.at(-1) }),
        total,
      },
    };
    res.json(page);
  });

  return router;
}
