import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { BRANCHES_PATH } from '@internal/plugin-static-data-node';
import Router from 'express-promise-router';

/**
 * Stands for the catalog with the module in it, which the plugin asks for branches.
 *
 * @param answer - its status and body, for a query of whom
 */
export function createBranchModule(
  answer: (
    query: object,
    asker: string,
  ) => Promise<{ status: number; body: object }>,
) {
  return createBackendPlugin({
    pluginId: 'catalog',
    register(env) {
      env.registerInit({
        deps: {
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
        },
        async init({ httpAuth, httpRouter }) {
          const router = Router();
          router.get(BRANCHES_PATH, async (req, res) => {
            const { principal } = await httpAuth.credentials(req, {
              allow: ['service'],
            });
            const { status, body } = await answer(req.query, principal.subject);
            res.status(status).json(body);
          });
          httpRouter.use(router);
        },
      });
    },
  });
}
