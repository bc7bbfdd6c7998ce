import { parse, ParsedUrlQuery } from 'node:querystring';
import { InputError, isError } from '@backstage/errors';
import {
  escapeControls,
  pluralize,
  quote,
} from '@internal/plugin-static-data-common';
import express, { RequestHandler } from 'express';
import { z } from 'zod';

/** Unknown parameters that an error names; a body can have a hundred thousand. */
const MAX_UNKNOWN_NAMED = 10;

/**
 * Parses the parameters of a request.
 *
 * @throws InputError that names every parameter that is not as expected
 */
export function parseRequest<TSchema extends z.ZodType>(
  schema: TSchema,
  parameters: unknown,
): z.output<TSchema> {
  const result = schema.safeParse(parameters);
  if (!result.success) {
    const problems = new Set(result.error.issues.map(describeIssue));
    throw new InputError(`Invalid request: ${[...problems].join('; ')}`);
  }
  return result.data;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const named = issue.keys
      .slice(0, MAX_UNKNOWN_NAMED)
      .map(key => `unknown parameter ${quote(key)}`);
    const others = issue.keys.length - named.length;
    return [
      ...named,
      ...(others > 0 ? [pluralize(others, 'more unknown parameter')] : []),
    ].join('; ');
  }
  // An item of a list belongs to its parameter.
  const [parameter] = issue.path.map(String);
  return parameter === undefined
    ? `the body ${issue.message}`
    : `${parameter}: ${issue.message}`;
}

/**
 * Reads the path and the query exactly as they were sent. Express 4.22 drops some parameters, such as
 * `__proto__` or the thousand and first, and turns others into objects, so that they could be
 * neither used nor refused.
 */
export const readStrictly: RequestHandler = (req, _res, next) => {
  try {
    decodeURIComponent(req.path);
  } catch {
    throw new InputError(
      `Invalid request: the path is not percent-encoded UTF-8: ${req.path}`,
    );
  }
  req.query = readQuery(req.url);
  next();
};

/** The parameters of a URL by their names; repeated ones are lists. */
export function readQuery(url: string): ParsedUrlQuery {
  const [, query = ''] = /\?(.*)/s.exec(url) ?? [];
  // 0 stands for any number of them.
  return parse(query, '&', '=', { maxKeys: 0 });
}

/**
 * Reads a body as JSON whatever its content type: ignoring a mislabelled `{"dryRun": true}` would
 * start a real sync.
 *
 * @param limit - maximum size, for example `10kb`
 */
export function readJsonBody(limit: string): RequestHandler {
  const read = express.json({ type: () => true, limit });
  return (req, res, next) =>
    read(req, res, error =>
      next(
        isError(error) && error.status === 400
          ? new InputError(
              `Invalid request: the body must be a JSON object: ${escapeControls(
                error.message,
              )}`,
            )
          : error,
      ),
    );
}
