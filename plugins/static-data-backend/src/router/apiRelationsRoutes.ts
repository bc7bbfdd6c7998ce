import { NotFoundError } from '@backstage/errors';
import {
  ApiConsumers,
  apiPathSchema,
  ApiProviders,
  ApiRelations,
  ApiRelationsPage,
  apiRelationsQuerySchema,
  emptyQuerySchema,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import express, { Request } from 'express';
import Router from 'express-promise-router';
import { ApiRelationsService } from '../service/apiRelations/ApiRelationsService';
import { Authorize } from './authorize';
import { PageCursor, positionParts } from './PageCursor';
import { parseRequest } from './parseRequest';

const apisCursor = new PageCursor('api-relations', positionParts.text);

export function createApiRelationsRoutes(options: {
  authorize: Authorize;
  apiRelations: Pick<ApiRelationsService, 'getGraph'>;
}): express.Router {
  const { authorize, apiRelations } = options;
  const router = Router();

  router.get('/api-relations', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    const { cursor, ...query } = parseRequest(
      apiRelationsQuerySchema,
      req.query,
    );
    const afterEntityRef = apisCursor.decode(cursor);
    const graph = await apiRelations.getGraph();
    const { apis, total, hasMore } = graph.list({ ...query, afterEntityRef });
    const page: ApiRelationsPage = {
      apis,
      pagination: {
        ...apisCursor.paginate({
          limit: query.limit,
          hasMore,
          last: apis.at(-1)?.api.entityRef,
        }),
        total,
      },
    };
    res.json(page);
  });

  router.get('/api-providers/:api', async (req, res) => {
    const { api, providers } = await findRelations(req);
    const answer: ApiProviders = { api, providers };
    res.json(answer);
  });

  router.get('/api-consumers/:api', async (req, res) => {
    const { api, consumers, impact } = await findRelations(req);
    const answer: ApiConsumers = { api, consumers, impact };
    res.json(answer);
  });

  async function findRelations(req: Request): Promise<ApiRelations> {
    await authorize(req, staticDataSyncReadPermission);
    parseRequest(emptyQuerySchema, req.query);
    const entityRef = parseRequest(apiPathSchema, req.params);
    const relations = (await apiRelations.getGraph()).get(entityRef);
    if (!relations) {
      throw new NotFoundError(
        `There is no API '${entityRef}': no contract in the source, and no component that refers to it`,
      );
    }
    return relations;
  }

  return router;
}
