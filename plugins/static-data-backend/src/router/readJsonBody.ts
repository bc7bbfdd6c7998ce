import { InputError, isError } from '@backstage/errors';
import express, { RequestHandler } from 'express';

/**
 * Reads a body as JSON, whatever type it claims to have: ignoring a mistyped `{"dryRun": true}`
 * would start a real sync.
 *
 * @param limit - size at most, for example `10kb`
 */
export function readJsonBody(limit: string): RequestHandler {
  const read = express.json({ type: () => true, limit });
  return (req, res, next) => read(req, res, error => next(explain(error)));
}

/** Says that it was the body that could not be read. */
function explain(error: unknown): unknown {
  return isError(error) && error.status === 400
    ? new InputError(
        `Invalid request: the body must be a JSON object: ${error.message}`,
      )
    : error;
}
