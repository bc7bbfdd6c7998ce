import { staticDataSyncRefreshPermission } from '@internal/plugin-static-data-common';
import { ActionOptions } from './ActionOptions';
import { requestedSyncSchema, waitShape } from './requestedSyncSchema';
import { requestSync } from './requestSync';

/** The action that starts a sync. */
export function registerRefresh(
  options: Pick<
    ActionOptions,
    'actionsRegistry' | 'auth' | 'permissions' | 'auditor' | 'refresh'
  >,
): void {
  options.actionsRegistry.register({
    name: 'refresh',
    title: 'Start a catalog sync',
    description:
      'Brings the software catalog in step with the architecture repository now. Removals that look like an accident are held back.',
    // What it removes, the source has removed before.
    attributes: { readOnly: false, destructive: true, idempotent: true },
    visibilityPermission: staticDataSyncRefreshPermission,
    schema: {
      input: z => z.object(waitShape(z)),
      output: requestedSyncSchema,
    },
    action: async ({ credentials, input }) => ({
      output: await requestSync(options, credentials, {
        dryRun: false,
        waitSeconds: input.waitSeconds,
      }),
    }),
  });
}
