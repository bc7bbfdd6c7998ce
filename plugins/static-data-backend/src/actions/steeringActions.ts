import {
  endBodySchema,
  pauseBodySchema,
  pinBodySchema,
  staticDataSyncOverridePermission,
  staticDataSyncRefreshPermission,
  SteeringResponse,
  syncIdSchema,
  unpinBodySchema,
} from '@internal/plugin-static-data-common';
import { InputError } from '@backstage/errors';
import { z as zod } from 'zod';
import { z } from 'zod/v3';
import { parseRequest } from '../http/parseRequest';
import { findRunningOrRecordedSync, findSync } from '../service/lookups';
import { SteeringService, toSteeringAudit } from '../service/SteeringService';
import { Action, defineAction } from './Action';
import { sourceInput } from './refreshActions';

const reason = z.string().describe('Why; people who see the source read it');
const optionalReason = reason.optional();
const until = z
  .string()
  .optional()
  .describe('When it ends by itself, in ISO 8601; left out: when it is ended');
const syncId = z.string().describe('Id of the sync, as list-syncs gives it');

const output = z.object({
  outcome: z.string().describe('In words'),
  source: z.string().describe('Id of the source'),
  syncId: z
    .string()
    .optional()
    .describe('The sync that carries it out; pass it to explain-sync'),
});

const attributes = { readOnly: false, destructive: true, idempotent: false };

/** Does what is wanted of a source. */
function ofSource<TBody extends { reason?: string }>(
  schema: zod.ZodType<TBody>,
  act: (
    steering: SteeringService,
    wanted: TBody & { source: string; triggeredBy: string },
  ) => Promise<SteeringResponse>,
): Action['run'] {
  return async ({ input, caller, services, record }) => {
    const { source: named, ...body } = input;
    const wanted = parseRequest(schema, body);
    const source = await services.sources.choose(named);
    record.concern({ source });
    const answer = await act(services.steering, {
      ...wanted,
      source,
      triggeredBy: caller,
    });
    await record.succeed(toSteeringAudit(answer, wanted));
    return { outcome: answer.message, source, syncId: answer.syncId };
  };
}

function parseSyncId(text: string): string {
  const { data } = syncIdSchema.safeParse(text);
  if (data === undefined) {
    throw new InputError('Invalid request: syncId: must be a UUID');
  }
  return data;
}

export const steeringActions: Action[] = [
  defineAction({
    name: 'pause-source',
    title: 'Pause catalog syncs',
    description:
      'Lets scheduled syncs of an architecture repository, and those after pushes, wait until they are resumed. Dry runs are possible meanwhile.',
    attributes: { ...attributes, destructive: false },
    permission: staticDataSyncRefreshPermission,
    audit: { eventId: 'source-pause', severityLevel: 'medium' },
    input: z.object({ source: sourceInput, reason, until }),
    output,
    run: ofSource(pauseBodySchema, (steering, wanted) =>
      steering.pause(wanted),
    ),
  }),
  defineAction({
    name: 'resume-source',
    title: 'Resume catalog syncs',
    description: 'Ends a pause, and starts a sync.',
    attributes,
    permission: staticDataSyncRefreshPermission,
    audit: { eventId: 'source-resume', severityLevel: 'medium' },
    input: z.object({ source: sourceInput, reason: optionalReason }),
    output,
    run: ofSource(endBodySchema, (steering, wanted) => steering.resume(wanted)),
  }),
  defineAction({
    name: 'pin-source',
    title: 'Pin the catalog to a revision',
    description:
      'Lets syncs read one branch, tag or commit of an architecture repository, or what an earlier sync read (in a directory: what it left behind), until it is unpinned: the way back to an earlier state. Preview it first with the same ref.',
    attributes,
    permission: staticDataSyncOverridePermission,
    audit: { eventId: 'source-pin', severityLevel: 'high' },
    input: z.object({
      source: sourceInput,
      ref: z.string().optional().describe('Branch, tag or commit'),
      syncId: syncId.optional(),
      reason,
      until,
      replaces: z
        .number()
        .optional()
        .describe('Id of the pin that is in force, if there is one'),
    }),
    output,
    run: ofSource(pinBodySchema, (steering, wanted) => steering.pin(wanted)),
  }),
  defineAction({
    name: 'unpin-source',
    title: 'Unpin the catalog',
    description:
      'Lets syncs read what is configured again, and starts one. A preview without a ref says what that would change.',
    attributes,
    permission: staticDataSyncOverridePermission,
    audit: { eventId: 'source-unpin', severityLevel: 'high' },
    input: z.object({
      source: sourceInput,
      reason: optionalReason,
      pin: z
        .number()
        .optional()
        .describe('Id of the pin to end; left out: whichever is in force'),
    }),
    output,
    run: ofSource(unpinBodySchema, (steering, wanted) =>
      steering.unpin(wanted),
    ),
  }),
  defineAction({
    name: 'cancel-sync',
    title: 'Cancel a catalog sync',
    description:
      'Stops a sync that runs, unless it has begun to send its changes to the catalog.',
    attributes: { ...attributes, idempotent: true },
    permission: staticDataSyncOverridePermission,
    audit: { eventId: 'sync-cancel', severityLevel: 'medium' },
    input: z.object({ syncId, reason: optionalReason }),
    output,
    async run({ input, caller, services, record }) {
      const { syncId: named, ...body } = input;
      const wanted = parseRequest(endBodySchema, body);
      const id = parseSyncId(named);
      const { source } = await findRunningOrRecordedSync(services.store, id);
      record.concern({ source });
      const { message } = await services.steering.cancel({
        ...wanted,
        syncId: id,
        triggeredBy: caller,
      });
      await record.succeed(toSteeringAudit({ source, syncId: id }, wanted));
      return { outcome: message, source };
    },
  }),
  defineAction({
    name: 'rerun-sync',
    title: 'Run the latest catalog sync again',
    description:
      'Reads the commit of the latest sync again, or the source as it is now if that is not known, and sends everything to the catalog.',
    attributes,
    permission: staticDataSyncRefreshPermission,
    audit: { eventId: 'sync-rerun', severityLevel: 'medium' },
    input: z.object({ syncId }),
    output,
    async run({ input, caller, services, record }) {
      const again = parseSyncId(input.syncId);
      const { source } = await findSync(services.store, again);
      record.concern({ source });
      const { message, syncId: id } = await services.steering.rerun({
        syncId: again,
        triggeredBy: caller,
      });
      await record.succeed({ syncId: id, source, again });
      return { outcome: message, source, syncId: id };
    },
  }),
];
