import {
  ComparedSync,
  staticDataSyncReadPermission,
  SyncComparison,
  syncComparisonQuerySchema,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { compareSyncs } from '../service/compareSyncs';
import { Authorize } from './authorize';
import { findSync } from './findSync';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';

const comparisonCursor = new PageCursor(
  'comparison',
  z.object({ entityRef: positionParts.text }),
);

export function createSyncComparisonRoutes(options: {
  authorize: Authorize;
  store: Pick<StaticDataStore, 'history' | 'changes'>;
}): express.Router {
  const { authorize, store } = options;
  const router = Router();

  router.get('/sync-history/compare', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    const query = parseRequest(syncComparisonQuerySchema, req.query);
    const after = comparisonCursor.decode(query.cursor);
    const from = await findSync(store, query.from);
    const to = await findSync(store, query.to);
    const { limit } = query;
    const { changes, hasMore } = await compareSyncs(store.changes, {
      from,
      to,
      limit,
      afterEntityRef: after?.entityRef,
    });
    const comparison: SyncComparison = {
      from: toComparedSync(from),
      to: toComparedSync(to),
      changes,
      pagination: comparisonCursor.paginate({
        limit,
        hasMore,
        last: changes.at(-1),
      }),
    };
    res.json(comparison);
  });

  return router;
}

function toComparedSync(record: SyncHistoryRecord): ComparedSync {
  const { id, startTime, revision } = record;
  return { syncId: id, startTime, revision };
}
