import {
  staticDataSyncReadPermission,
  SYNC_STATUSES,
  SYNC_TYPES,
} from '@internal/plugin-static-data-common';
import { ActionOptions } from './ActionOptions';
import { authorizeCaller } from './authorizeCaller';
import { listedSyncShape, toListedSync } from './listedSync';

/** The action that lists syncs, newest first. */
export function registerListSyncs(
  options: Pick<
    ActionOptions,
    'actionsRegistry' | 'auth' | 'permissions' | 'store'
  >,
): void {
  options.actionsRegistry.register({
    name: 'list-syncs',
    title: 'List catalog syncs',
    description:
      'Lists synchronisations of the software catalog with the architecture repository, newest first: when, why, with which outcome, and what changed.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    visibilityPermission: staticDataSyncReadPermission,
    schema: {
      input: z =>
        z.object({
          status: z
            .array(z.enum(SYNC_STATUSES))
            .optional()
            .describe('Only syncs with one of these outcomes'),
          syncType: z
            .enum(SYNC_TYPES)
            .optional()
            .describe('Only syncs that were triggered like this'),
          q: z
            .string()
            .min(1)
            .max(200)
            .refine(text => !/\p{Cc}/u.test(text), 'No control characters')
            .optional()
            .describe('Text in the id, revision, person or an error'),
          limit: z.number().int().min(1).max(100).default(10),
        }),
      output: z =>
        z.object({
          syncs: z.array(z.object(listedSyncShape(z))),
          hasMore: z.boolean().describe('Whether there are older ones'),
        }),
    },
    action: async ({ credentials, input }) => {
      await authorizeCaller(options, credentials, staticDataSyncReadPermission);
      const { records, hasMore } = await options.store.history.list(input);
      return { output: { syncs: records.map(toListedSync), hasMore } };
    },
  });
}
