import {
  staticDataSyncRefreshPermission,
  SyncLogPage,
  syncLogsQuerySchema,
  syncLogTextQuerySchema,
} from '@internal/plugin-static-data-common';
import {
  SyncHistoryStore,
  SyncLeaseStore,
  SyncLogStore,
} from '@internal/plugin-static-data-node';
import express, { Request, Response } from 'express';
import Router from 'express-promise-router';
import { openSyncLogText } from '../service/openSyncLogText';
import { Authorize } from './authorize';
import { findRunningOrRecordedSync } from './findSync';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';
import { sendTextStream, unlessClientGone } from './sendTextStream';

/** Positions start at 0: before the first line. */
const BEFORE_FIRST = -1;

const logsCursor = new PageCursor('logs', positionParts.number);

export function createSyncLogsRoutes(options: {
  authorize: Authorize;
  store: {
    history: Pick<SyncHistoryStore, 'get'>;
    lease: Pick<SyncLeaseStore, 'getRunning'>;
    logs: Pick<SyncLogStore, 'list'>;
  };
}): express.Router {
  const { authorize, store } = options;
  const router = Router();

  router.get('/sync-history/:syncId/logs', async (req, res) => {
    await authorize(req, staticDataSyncRefreshPermission);
    res.vary('Accept');
    if (req.accepts(['application/json', 'text/plain']) === 'text/plain') {
      await sendText(req, res);
    } else {
      res.json(await readPage(req));
    }
  });

  async function readPage(req: Request): Promise<SyncLogPage> {
    const { cursor, ...query } = parseRequest(syncLogsQuerySchema, req.query);
    const after = logsCursor.decode(cursor);
    const sync = await findRunningOrRecordedSync(store, req.params.syncId);
    const { lines, hasMore, position } = await store.logs.list({
      ...query,
      syncId: sync.id,
      after,
    });
    const last = position ?? after ?? BEFORE_FIRST;
    return {
      syncId: sync.id,
      lines,
      pagination: {
        limit: query.limit,
        hasMore,
        // While it runs there is more to come, so that a client can follow.
        ...(hasMore || sync.isRunning
          ? { nextCursor: logsCursor.encode(last) }
          : {}),
      },
    };
  }

  async function sendText(req: Request, res: Response): Promise<void> {
    const { level } = parseRequest(syncLogTextQuerySchema, req.query);
    const { id } = await findRunningOrRecordedSync(store, req.params.syncId);
    const text = await openSyncLogText(store.logs, { syncId: id, level });
    res.attachment(`sync-${id}.log`).type('text/plain');
    await unlessClientGone(() => sendTextStream(res, text));
  }

  return router;
}
