import { ServiceUnavailableError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';

const PATHS = [
  '/settings',
  '/sync-history',
  '/sync-statistics',
  '/entities',
  '/held-removals',
  '/health',
  '/refresh',
];

/** Answers in place of the API while there is nothing to synchronise. */
export async function createUnconfiguredRouter(): Promise<express.Router> {
  const router = Router();
  router.use(PATHS, async () => {
    throw new ServiceUnavailableError(
      `The plugin is not configured: the configuration has no key 'staticData'`,
    );
  });
  return router;
}
