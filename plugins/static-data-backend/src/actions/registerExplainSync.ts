import { NotFoundError } from '@backstage/errors';
import {
  CONFIRMATION_STATUSES,
  RecordedFinding,
  staticDataSyncReadPermission,
  SYNC_FINDING_SEVERITIES,
  SYNC_FINDING_STATES,
  SyncChange,
  SyncHistoryRecord,
  syncIdSchema,
} from '@internal/plugin-static-data-common';
import { describeUnknownSync, findSync } from '../service/findSync';
import { ActionOptions } from './ActionOptions';
import { authorizeCaller } from './authorizeCaller';
import { listedSyncShape, toListedSync } from './listedSync';

/** The action that says what a sync did, and what went wrong. */
export function registerExplainSync(
  options: Pick<
    ActionOptions,
    'actionsRegistry' | 'auth' | 'permissions' | 'store'
  >,
): void {
  options.actionsRegistry.register({
    name: 'explain-sync',
    title: 'Explain a catalog sync',
    description:
      'Explains one synchronisation of the software catalog, the latest unless told otherwise: its outcome in words, its errors and warnings with what to do about them, and which entities changed.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    visibilityPermission: staticDataSyncReadPermission,
    schema: {
      input: z =>
        z.object({
          syncId: z.string().optional().describe('The latest one if absent'),
          limit: z
            .number()
            .int()
            .min(1)
            .max(100)
            .default(20)
            .describe('Findings, and changes, at most'),
        }),
      output: z =>
        z.object({
          ...listedSyncShape(z),
          findings: z
            .array(
              z.object({
                severity: z.enum(SYNC_FINDING_SEVERITIES),
                state: z
                  .enum(SYNC_FINDING_STATES)
                  .describe('Against the sync before'),
                code: z.string(),
                message: z.string(),
                hint: z.string().describe('What to do about it'),
                file: z.string().optional(),
                line: z.number().optional(),
                entity: z.string().optional(),
              }),
            )
            .describe('The first of them, errors before warnings'),
          counts: z.object({
            added: z.number(),
            updated: z.number(),
            removed: z.number(),
            unchanged: z.number(),
            retained: z.number(),
            held: z.number(),
            total: z.number().describe('Entities after the sync'),
          }),
          changes: z
            .array(
              z.object({
                entityRef: z.string(),
                change: z.enum([
                  'added',
                  'updated',
                  'removed',
                  'retained',
                  'held',
                ]),
                file: z.string(),
                line: z.number().optional(),
                fields: z
                  .array(z.string())
                  .optional()
                  .describe('JSON pointers to what was updated'),
                arrived: z
                  .enum(CONFIRMATION_STATUSES)
                  .optional()
                  .describe('Whether it was seen in the catalog'),
              }),
            )
            .describe('The first of them'),
          hasMoreChanges: z.boolean(),
        }),
    },
    action: async ({ credentials, input }) => {
      await authorizeCaller(options, credentials, staticDataSyncReadPermission);
      const { store } = options;
      const record = await getSync(store, input.syncId);
      const query = { syncId: record.id, limit: input.limit };
      const [{ findings }, { changes, hasMore }] = await Promise.all([
        store.findings.list(query),
        store.changes.list(query),
      ]);
      return {
        output: {
          ...toExplanation(record),
          findings: findings.map(toListedFinding),
          changes: changes.map(toListedChange),
          hasMoreChanges: hasMore,
        },
      };
    },
  });
}

async function getSync(
  store: Pick<ActionOptions['store'], 'history'>,
  syncId: string | undefined,
): Promise<SyncHistoryRecord> {
  if (syncId === undefined) {
    const latest = await store.history.getLatest();
    if (!latest) {
      throw new NotFoundError('No sync has run yet');
    }
    return latest;
  }
  const id = syncIdSchema.safeParse(syncId).data;
  if (id === undefined) {
    throw new NotFoundError(describeUnknownSync({ syncId }));
  }
  return findSync(store, id);
}

function toExplanation(record: SyncHistoryRecord) {
  const { stats } = record;
  return {
    ...toListedSync(record),
    counts: {
      added: stats.entitiesAdded,
      updated: stats.entitiesUpdated,
      removed: stats.entitiesRemoved,
      unchanged: stats.entitiesUnchanged,
      retained: stats.entitiesRetained,
      held: stats.removalsHeld,
      total: stats.totalEntities,
    },
  };
}

/** Without the stack trace, which is not for everybody who may read. */
function toListedFinding(finding: RecordedFinding) {
  const { severity, state, code, message, hint, file, line, entity } = finding;
  return { severity, state, code, message, hint, file, line, entity };
}

function toListedChange(change: SyncChange) {
  return {
    entityRef: change.entityRef,
    change: change.change,
    file: change.sourceFile,
    line: change.sourceLine,
    fields: change.differences?.fields.map(({ path }) => path),
    arrived: change.confirmation?.status,
  };
}
