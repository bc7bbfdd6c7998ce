import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';

/**
 * Runs an action and records in the audit log that it was attempted, by whom, and how it ended.
 *
 * @param event - undefined for an action that is not audited
 * @param action - receives a function that records its success; a later failure is not audited
 */
export async function runAudited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions | undefined,
  action: (succeed: (meta: JsonObject) => Promise<void>) => Promise<T>,
): Promise<T> {
  if (!event) {
    return action(async () => {});
  }
  const audit = await auditor.createEvent(event);
  let hasSucceeded = false;
  try {
    return await action(async meta => {
      await audit.success({ meta });
      hasSucceeded = true;
    });
  } catch (error) {
    if (!hasSucceeded) {
      await audit.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
    throw error;
  }
}
