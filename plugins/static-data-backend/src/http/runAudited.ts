import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import {
  sourceQuerySchema,
  syncIdSchema,
} from '@internal/plugin-static-data-common';

/** What is said of an action in the audit log while it runs. */
export interface AuditRecord {
  /** Says more of what the action is about, however it ends. */
  concern(meta: JsonObject): void;
  /** Records that it was carried out. */
  succeed(meta: JsonObject): Promise<void>;
}

/**
 * The source and the sync that somebody names, as far as they can be ids: what a refusal was about is worth knowing,
 * also one that comes before anything is read.
 */
export function toAuditSubject(named: {
  source?: unknown;
  syncId?: unknown;
}): JsonObject {
  const { source } =
    sourceQuerySchema.safeParse({ source: named.source }).data ?? {};
  const { data: syncId } = syncIdSchema.safeParse(named.syncId);
  return {
    ...(source !== undefined && { source }),
    ...(syncId !== undefined && { syncId }),
  };
}

/**
 * Runs an action and records in the audit log that it was attempted, by whom, and how it ended.
 *
 * @param event - undefined for an action that is not audited
 * @param action - a failure after it has succeeded is not audited
 */
export async function runAudited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions | undefined,
  action: (record: AuditRecord) => Promise<T>,
): Promise<T> {
  if (!event) {
    return action({ concern: () => {}, succeed: async () => {} });
  }
  const audit = await auditor.createEvent(event);
  let known: JsonObject | undefined;
  let hasSucceeded = false;
  try {
    return await action({
      concern: meta => {
        known = { ...known, ...meta };
      },
      succeed: async meta => {
        await audit.success({ meta: { ...known, ...meta } });
        hasSucceeded = true;
      },
    });
  } catch (error) {
    if (!hasSucceeded) {
      await audit.fail({
        error: error instanceof Error ? error : new Error(String(error)),
        meta: known,
      });
    }
    throw error;
  }
}
