import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { BRANCHES_PATH } from '@internal/plugin-static-data-node';
import Router from 'express-promise-router';
import { z } from 'zod';
import { BranchLister } from './BranchLister';

/** The plugin that asks, which has seen to it that whoever asked it may know. */
const ASKER = 'plugin:static-data';

const querySchema = z.object({ source: z.string(), q: z.string().optional() });

/** Answers the API plugin, which may run in another process, and has no credentials for hosts. */
export function createBranchRouter(options: {
  httpAuth: HttpAuthService;
  lister: BranchLister;
}) {
  const { httpAuth, lister } = options;
  const router = Router();
  router.get(BRANCHES_PATH, async (req, res) => {
    const { principal } = await httpAuth.credentials(req, {
      allow: ['service'],
    });
    if (principal.subject !== ASKER) {
      throw new NotAllowedError('Only the plugin static-data may ask for this');
    }
    const { data } = querySchema.safeParse(req.query);
    if (!data) {
      throw new InputError('Invalid request: source and q must be text');
    }
    const list = await lister.list(data.source, data.q);
    if (!list) {
      throw new NotFoundError('This source is not configured here');
    }
    res.json(list);
  });
  return router;
}
