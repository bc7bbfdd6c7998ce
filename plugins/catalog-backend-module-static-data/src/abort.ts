import { SyncFindingError } from '@internal/plugin-static-data-model';

export function timeoutReason(timeoutMs: number): SyncFindingError {
  return new SyncFindingError({
    phase: 'FETCH',
    code: 'TIMEOUT',
    message: `The sync timed out after ${Math.round(timeoutMs / 1000)} seconds`,
    hint: 'Check which phase took long. Raise staticData.schedule.timeout if the source really is that large.',
  });
}

export function shutdownReason(): SyncFindingError {
  return new SyncFindingError({
    phase: 'FETCH',
    code: 'INTERRUPTED',
    message: 'The sync was aborted because the backend shut down',
    hint: 'Nothing to do: the next sync starts over.',
  });
}

/** Reason to abort a sync whose lease has expired, or has been taken by another process. */
export function leaseLostReason(): SyncFindingError {
  return new SyncFindingError({
    phase: 'FETCH',
    code: 'INTERRUPTED',
    message: 'The sync was aborted because it lost its lease',
    hint: 'The process or its database did not respond for a minute. The next sync starts over.',
  });
}

/** Reason to abort a sync that somebody has cancelled; its record says who. */
export function cancelledReason(): SyncFindingError {
  return new SyncFindingError({
    phase: 'FETCH',
    code: 'CANCELLED',
    message: 'The sync was cancelled',
    hint: 'Nothing was applied. Run it again, or wait for the next one.',
  });
}
