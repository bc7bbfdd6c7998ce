import { InputError } from '@backstage/errors';
import { RequestHandler } from 'express';

/**
 * Has requests read to the letter. Express leaves out of a query what it does not like, such as
 * a parameter named `__proto__` or the thousand and first, and makes objects of others; so they
 * would be neither answered nor refused.
 */
export function createStrictRequests(): RequestHandler {
  return (req, _res, next) => {
    refuseUnreadablePath(req.path);
    req.query = readQuery(req.url);
    next();
  };
}

/** Parameters by their names; those that are given several times are lists. */
export function readQuery(url: string): Record<string, string | string[]> {
  // Without a prototype, so that any name is that of a parameter.
  const query: Record<string, string | string[]> = Object.create(null);
  const start = url.indexOf('?');
  const parameters = new URLSearchParams(
    start === -1 ? '' : url.slice(start + 1),
  );
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    query[name] = values.length === 1 ? values[0] : values;
  }
  return query;
}

function refuseUnreadablePath(path: string): void {
  try {
    decodeURIComponent(path);
  } catch {
    throw new InputError(
      `Invalid request: the path is not percent-encoded UTF-8: ${path}`,
    );
  }
}
