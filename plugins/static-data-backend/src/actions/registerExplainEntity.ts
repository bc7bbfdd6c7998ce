import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  CONFIRMATION_STATUSES,
  EntityHistoryEntry,
  entityPathSchema,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { parseRequest } from '../http/parseRequest';
import { getEntityHistory } from '../service/getEntityHistory';
import { ActionOptions } from './ActionOptions';
import { authorizeCaller } from './authorizeCaller';

/** The action that says where an entity comes from, and what changed it. */
export function registerExplainEntity(
  options: Pick<
    ActionOptions,
    'actionsRegistry' | 'auth' | 'permissions' | 'store'
  >,
): void {
  options.actionsRegistry.register({
    name: 'explain-entity',
    title: 'Explain where a catalog entity comes from',
    description:
      'Explains an entity of the software catalog that comes from the architecture repository: every recorded change, newest first, with the sync, the commit, the file and the line that it came from.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    visibilityPermission: staticDataSyncReadPermission,
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .max(300)
            .describe('For example component:default/checkout'),
          limit: z
            .number()
            .int()
            .min(1)
            .max(100)
            .default(10)
            .describe('Changes at most'),
        }),
      output: z =>
        z.object({
          entityRef: z.string(),
          changes: z.array(
            z.object({
              change: z.enum([
                'added',
                'updated',
                'removed',
                'retained',
                'held',
              ]),
              syncId: z.string(),
              startTime: z.string(),
              dryRun: z.boolean(),
              triggeredBy: z.string().optional(),
              revision: z.string().optional().describe('Commit of the source'),
              file: z.string(),
              line: z.number().optional(),
              fields: z
                .array(
                  z.object({
                    path: z.string().describe('JSON pointer'),
                    before: z.unknown().optional(),
                    after: z.unknown().optional(),
                    textDiff: z.string().optional(),
                  }),
                )
                .optional()
                .describe('What was updated'),
              arrived: z
                .enum(CONFIRMATION_STATUSES)
                .optional()
                .describe('Whether it was seen in the catalog'),
              reason: z
                .string()
                .optional()
                .describe('Why it did not arrive, or what it waits for'),
            }),
          ),
          hasMore: z.boolean().describe('Whether there are older ones'),
        }),
    },
    action: async ({ credentials, input }) => {
      await authorizeCaller(options, credentials, staticDataSyncReadPermission);
      const entityRef = toEntityRef(input.entityRef);
      const { entries, hasMore } = await getEntityHistory(options.store, {
        entityRef,
        limit: input.limit,
      });
      return {
        output: { entityRef, changes: entries.map(toListedChange), hasMore },
      };
    },
  });
}

/** The entity ref in full and in lower case; the namespace may be left out. */
function toEntityRef(entityRef: string): string {
  try {
    return parseRequest(entityPathSchema, parseEntityRef(entityRef));
  } catch (error) {
    throw new InputError(
      `'${entityRef}' is not an entity ref such as component:default/checkout`,
      error,
    );
  }
}

function toListedChange(entry: EntityHistoryEntry) {
  return {
    change: entry.change,
    syncId: entry.syncId,
    startTime: entry.startTime,
    dryRun: entry.dryRun,
    triggeredBy: entry.triggeredBy,
    revision: entry.revision,
    file: entry.sourceFile,
    line: entry.sourceLine,
    fields: entry.differences?.fields.map(
      ({ path, before, after, textDiff }) => ({
        path,
        before,
        after,
        textDiff,
      }),
    ),
    arrived: entry.confirmation?.status,
    reason: entry.confirmation?.reason,
  };
}
