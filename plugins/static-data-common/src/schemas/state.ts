import { z } from 'zod';
import { syncIdSchema } from './history';
import {
  entityKind,
  entityText,
  flag,
  pageParameters,
  time,
} from './parameters';

/**
 * Query parameters of `GET /sources/{sourceId}/entities`.
 *
 * @public
 */
export const stateQuerySchema = z.strictObject({
  at: z
    .union([syncIdSchema, time()], {
      error: 'must be the id of a sync, or a time such as 2026-01-31T12:00:00Z',
    })
    .optional()
    .describe(
      'Id of a sync, for what it left behind, or a time; left out: now.',
    ),
  kind: entityKind,
  q: entityText,
  full: flag()
    .default(false)
    .describe('`true`: with the entities themselves, not only their refs.'),
  ...pageParameters,
});
