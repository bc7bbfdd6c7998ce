import {
  AuditorService,
  AuditorServiceCreateEventOptions,
  AuditorServiceEvent,
} from '@backstage/backend-plugin-api';

type AuditMeta = NonNullable<
  Parameters<AuditorServiceEvent['success']>[0]
>['meta'];

/** Does something on the record: that it was tried, by whom, and how it ended. */
export async function runAudited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  action: () => Promise<{ result: T; meta: AuditMeta }>,
): Promise<T> {
  const audit = await auditor.createEvent(event);
  try {
    const { result, meta } = await action();
    await audit.success({ meta });
    return result;
  } catch (error) {
    await audit.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
}
