import {
  SyncFindingPage,
  syncFindingsQuerySchema,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { AuthorizeReader } from './authorize';
import { findSync } from './findSync';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';
import { findingVisibleTo } from './visibleTo';

const findingsCursor = new PageCursor('findings', positionParts.number);

export function createSyncFindingsRoutes(options: {
  authorizeReader: AuthorizeReader;
  store: Pick<StaticDataStore, 'history' | 'findings'>;
}): express.Router {
  const { authorizeReader, store } = options;
  const router = Router();

  router.get('/sync-history/:syncId/findings', async (req, res) => {
    const access = await authorizeReader(req);
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
      findings: findings.map(finding => findingVisibleTo(access, finding)),
      pagination: {
        ...findingsCursor.paginate({ limit, hasMore, last: position }),
        total,
      },
    };
    res.json(page);
  });

  return router;
}
