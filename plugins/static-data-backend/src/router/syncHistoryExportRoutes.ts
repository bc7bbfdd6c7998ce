import { AuditorService } from '@backstage/backend-plugin-api';
import { syncHistoryExportQuerySchema } from '@internal/plugin-static-data-common';
import { SyncHistoryStore } from '@internal/plugin-static-data-node';
import express, { Request, Response } from 'express';
import Router from 'express-promise-router';
import {
  EXPORT_MEDIA_TYPES,
  openSyncHistoryExport,
} from '../service/export/openSyncHistoryExport';
import { AuthorizeReader } from './authorize';
import { parseRequest } from './parseRequest';
import { runAudited } from './runAudited';
import { sendTextStream, unlessClientGone } from './sendTextStream';
import { recordVisibleTo } from './visibleTo';

export function createSyncHistoryExportRoutes(options: {
  authorizeReader: AuthorizeReader;
  auditor: AuditorService;
  history: Pick<SyncHistoryStore, 'list'>;
}): express.Router {
  const { authorizeReader, auditor, history } = options;
  const router = Router();

  router.get('/sync-history/export', async (req, res) => {
    await unlessClientGone(() => exportAudited(req, res));
  });

  async function exportAudited(req: Request, res: Response): Promise<void> {
    await runAudited(
      auditor,
      {
        eventId: 'sync-history-export',
        request: req,
        severityLevel: 'medium',
      },
      async () => {
        const access = await authorizeReader(req);
        const { format, ...filters } = parseRequest(
          syncHistoryExportQuerySchema,
          req.query,
        );
        let count = 0;
        const text = await openSyncHistoryExport(history, {
          format,
          filters,
          toVisible: record => recordVisibleTo(access, record),
          onRecords: number => {
            count += number;
          },
        });
        const day = new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);
        res
          .attachment(`static-data-sync-history-${day}.${format}`)
          .type(EXPORT_MEDIA_TYPES[format]);
        await sendTextStream(res, text);
        return { result: undefined, meta: { format, filters, count } };
      },
    );
  }

  return router;
}
