import { ServiceUnavailableError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';
import { operations } from '../openapi/operations';
import { createOpenApiRoutes } from './openApiRoutes';
import { createStrictRequests } from './strictRequests';

/** Answers in place of the API while there is nothing to synchronise. */
export async function createUnconfiguredRouter(): Promise<express.Router> {
  const router = Router();
  router.use(createStrictRequests());
  router.use(createOpenApiRoutes());
  router.use(listResources(), async () => {
    throw new ServiceUnavailableError(
      `The plugin is not configured: the configuration has no key 'staticData'`,
    );
  });
  return router;
}

/** The first segments of all paths. */
function listResources(): string[] {
  const resources = operations.map(({ path }) => `/${path.split('/')[1]}`);
  return [...new Set(resources)];
}
