import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { staticDataSyncRefreshPermission } from '@internal/plugin-static-data-common';
import { describeCaller, requirePermission } from '../http/callers';
import { runAudited } from '../http/runAudited';
import { ActionOptions } from './ActionOptions';
import { toCaller } from './authorizeCaller';
import { describeOutcome } from './describeOutcome';
import { RequestedSync } from './requestedSyncSchema';

/** Requests a sync on behalf of a caller, on the record, and waits for its end for a while. */
export async function requestSync(
  options: Pick<ActionOptions, 'auth' | 'permissions' | 'auditor' | 'refresh'>,
  credentials: BackstageCredentials,
  request: { dryRun: boolean; ref?: string; waitSeconds: number },
): Promise<RequestedSync> {
  const { auth, permissions, auditor, refresh } = options;
  const { dryRun, ref, waitSeconds } = request;
  const caller = toCaller(auth, credentials);
  const triggeredBy = describeCaller(caller);
  const { syncId, message } = await runAudited(
    auditor,
    {
      eventId: 'refresh',
      severityLevel: 'medium',
      // There is no request that would say so.
      meta: { triggeredBy },
    },
    async succeed => {
      await requirePermission(
        permissions,
        caller,
        staticDataSyncRefreshPermission,
      );
      const result = await refresh.request({ triggeredBy, dryRun, ref });
      await succeed({
        syncId: result.syncId,
        dryRun,
        ...(ref ? { ref } : {}),
      });
      return result;
    },
  );
  const record = await refresh.waitFor(
    syncId,
    AbortSignal.timeout(waitSeconds * 1000),
  );
  return record
    ? { syncId, status: 'FINISHED', outcome: describeOutcome(record) }
    : { syncId, status: 'QUEUED', outcome: message };
}
