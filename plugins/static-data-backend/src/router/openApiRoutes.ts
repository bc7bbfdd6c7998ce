import { emptyQuerySchema } from '@internal/plugin-static-data-common';
import express from 'express';
import Router from 'express-promise-router';
import { createOpenApiDocument } from '../openapi/createOpenApiDocument';
import { parseRequest } from './parseRequest';

/** Tells what the API consists of; that is no secret, and tools ask for it without a token. */
export function createOpenApiRoutes(): express.Router {
  const router = Router();
  const document = JSON.stringify(createOpenApiDocument());

  router.get('/openapi.json', async (req, res) => {
    parseRequest(emptyQuerySchema, req.query);
    res.type('application/json').send(document);
  });

  return router;
}
