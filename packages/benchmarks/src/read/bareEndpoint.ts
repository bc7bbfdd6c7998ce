import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { staticDataSyncReadPermission } from '@internal/plugin-static-data-common';
import Router from 'express-promise-router';
import { Knex } from 'knex';

/** Where it is, under the path of the plugin. */
export const BARE_PATH = '/bare';

/**
 * The least that an endpoint of the plugin can do: it finds out who calls and whether they may,
 * and reads a row by its key. What the others are compared with.
 */
export function createBareEndpoint(getDatabase: () => Knex) {
  return createBackendModule({
    pluginId: 'static-data',
    moduleId: 'bare-endpoint',
    register(env) {
      env.registerInit({
        deps: {
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          permissions: coreServices.permissions,
        },
        async init({ httpAuth, httpRouter, permissions }) {
          const router = Router();
          router.get(`${BARE_PATH}/:id`, async (req, res) => {
            const credentials = await httpAuth.credentials(req, {
              allow: ['user', 'service'],
            });
            const [{ result }] = await permissions.authorize(
              [{ permission: staticDataSyncReadPermission }],
              { credentials },
            );
            if (result !== AuthorizeResult.ALLOW) {
              throw new NotAllowedError();
            }
            const row = await getDatabase()('static_data_sync_history')
              .where({ id: req.params.id })
              .first();
            res.json(row);
          });
          httpRouter.use(router);
        },
      });
    },
  });
}
