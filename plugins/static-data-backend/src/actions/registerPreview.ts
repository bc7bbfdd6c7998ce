import {
  refreshBodySchema,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import { parseRequest } from '../http/parseRequest';
import { ActionOptions } from './ActionOptions';
import { requestedSyncSchema, waitShape } from './requestedSyncSchema';
import { requestSync } from './requestSync';

/** The action that computes what a sync would change. */
export function registerPreview(
  options: Pick<
    ActionOptions,
    'actionsRegistry' | 'auth' | 'permissions' | 'auditor' | 'refresh'
  >,
): void {
  options.actionsRegistry.register({
    name: 'preview',
    title: 'Preview a catalog sync',
    description:
      'Computes what a sync of a branch, tag or commit of the architecture repository would change in the software catalog, and changes nothing there. The changes can be read with explain-sync.',
    // The preview itself is kept in the history.
    attributes: { readOnly: false, destructive: false, idempotent: true },
    visibilityPermission: staticDataSyncRefreshPermission,
    schema: {
      input: z =>
        z.object({
          ref: z
            .string()
            .optional()
            .describe('Branch, tag or commit; the configured branch if absent'),
          ...waitShape(z),
        }),
      output: requestedSyncSchema,
    },
    action: async ({ credentials, input }) => {
      const { dryRun, ref } = parseRequest(refreshBodySchema, {
        dryRun: true,
        ref: input.ref,
      });
      return {
        output: await requestSync(options, credentials, {
          dryRun,
          ref,
          waitSeconds: input.waitSeconds,
        }),
      };
    },
  });
}
