import {
  refreshBodySchema,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import { z } from 'zod/v3';
import { parseRequest } from '../http/parseRequest';
import { toAuditMetadata } from '../service/RefreshService';
import { Action, defineAction } from './Action';
import { describeOutcome } from './describeOutcome';

/** Which source an action is about. */
export const sourceInput = z
  .string()
  .max(63)
  .optional()
  .describe(
    'Id of the source, as list-sync-sources gives it; needed if there are several and none is called default',
  );

const waitSeconds = z
  .number()
  .min(0)
  .max(300)
  .default(30)
  .describe('How long to wait for its end');

const common = {
  permission: staticDataSyncRefreshPermission,
  audit: { eventId: 'refresh', severityLevel: 'medium' as const },
  output: z.object({
    syncId: z.string().describe('Pass it to explain-sync for details'),
    source: z.string().describe('Id of the source that it is of'),
    number: z
      .number()
      .optional()
      .describe(
        'What people call it by, as in #118; absent until it has ended',
      ),
    status: z
      .enum(['QUEUED', 'FINISHED'])
      .describe('QUEUED: it has not ended yet'),
    outcome: z.string().describe('In words'),
  }),
};

/** Requests a sync, and waits for its end for a while. */
async function requestSync(
  { caller, services, record }: Parameters<Action['run']>[0],
  request: {
    source?: string;
    dryRun: boolean;
    ref?: string;
    syncId?: string;
    full?: boolean;
    waitSeconds: number;
  },
): Promise<z.output<typeof common.output>> {
  const { dryRun, full } = request;
  const source = await services.sources.choose(request.source);
  record.concern({ source });
  await services.sources.chooseForSync(source, request);
  const { ref, stateOf } = request.syncId
    ? await services.states.findRestorable(request.syncId, source)
    : { ref: request.ref };
  const wanted = { dryRun, ref, stateOf, full };
  const { syncId, message } = await services.refresh.request({
    source,
    triggeredBy: caller,
    ...wanted,
  });
  await record.succeed(toAuditMetadata({ syncId, source }, wanted));
  const sync = await services.refresh.waitFor(
    syncId,
    AbortSignal.timeout(request.waitSeconds * 1000),
    caller,
  );
  return sync
    ? {
        syncId,
        source,
        number: sync.number,
        status: 'FINISHED',
        outcome: describeOutcome(sync),
      }
    : { syncId, source, status: 'QUEUED', outcome: message };
}

export const refreshActions: Action[] = [
  defineAction({
    ...common,
    name: 'refresh',
    title: 'Start a catalog sync',
    description:
      'Brings the software catalog in step with an architecture repository now. Removals that look like an accident are held back.',
    // It removes only what was removed from the source before.
    attributes: { readOnly: false, destructive: true, idempotent: true },
    input: z.object({
      source: sourceInput,
      full: z
        .boolean()
        .default(false)
        .describe(
          'Read everything again and send all of it to the catalog, whether it has changed or not',
        ),
      waitSeconds,
    }),
    run: request => requestSync(request, { dryRun: false, ...request.input }),
  }),
  defineAction({
    ...common,
    name: 'preview',
    title: 'Preview a catalog sync',
    description:
      'Computes what a sync of a branch, tag or commit of an architecture repository, or going back to what an earlier sync read (in a directory: what it left behind), would change in the software catalog, and changes nothing there. The changes can be read with explain-sync.',
    // The preview itself is kept in the history.
    attributes: { readOnly: false, destructive: false, idempotent: true },
    input: z.object({
      source: sourceInput,
      ref: z
        .string()
        .optional()
        .describe(
          'Branch, tag or commit; if absent, what is configured, even if the source is pinned',
        ),
      syncId: z
        .string()
        .optional()
        .describe(
          'Instead of a ref: id of an earlier sync, to go back to the commit that it read or, in a directory, to the state that it left behind',
        ),
      waitSeconds,
    }),
    async run(request) {
      const { ref, syncId, ...input } = request.input;
      const wanted = parseRequest(refreshBodySchema, {
        dryRun: true,
        ref,
        syncId,
      });
      return requestSync(request, { ...wanted, ...input });
    },
  }),
];
