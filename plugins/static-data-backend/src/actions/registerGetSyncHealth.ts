import {
  staticDataSyncReadPermission,
  SYNC_HEALTH_STATUSES,
} from '@internal/plugin-static-data-common';
import { ActionOptions } from './ActionOptions';
import { authorizeCaller } from './authorizeCaller';

/** The action that answers whether the catalog can be trusted. */
export function registerGetSyncHealth(
  options: Pick<
    ActionOptions,
    'actionsRegistry' | 'auth' | 'permissions' | 'settings'
  >,
): void {
  options.actionsRegistry.register({
    name: 'get-sync-health',
    title: 'Get the health of the catalog sync',
    description:
      'Says whether the software catalog is in step with the architecture repository: healthy, degraded or unhealthy, why, as of when its data is, and when the next sync is due.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    visibilityPermission: staticDataSyncReadPermission,
    schema: {
      input: z => z.object({}),
      output: z =>
        z.object({
          status: z.enum(SYNC_HEALTH_STATUSES),
          reasons: z
            .array(z.string())
            .describe('Why, in words; the most important first'),
          dataAsOf: z
            .string()
            .nullable()
            .describe('The catalog shows the source as of this time'),
          lastSuccessfulSync: z.string().nullable(),
          consecutiveFailures: z.number(),
          uptime: z
            .number()
            .describe('Share of the syncs of 30 days that were applied, in %'),
          nextSync: z.string().nullable(),
          lateBy: z
            .number()
            .describe('Milliseconds that a scheduled sync is overdue'),
        }),
    },
    action: async ({ credentials }) => {
      await authorizeCaller(options, credentials, staticDataSyncReadPermission);
      return { output: await options.settings.getHealth() };
    },
  });
}
