import { SyncStepError } from '@internal/plugin-static-data-model';

/** Reason to abort a sync that has run for too long. */
export function timeoutReason(timeoutMs: number): SyncStepError {
  return new SyncStepError({
    phase: 'FETCH',
    code: 'TIMEOUT',
    message: `The sync was ended after ${Math.round(timeoutMs / 1000)} seconds`,
    hint: 'Look at which step took long; raise staticData.schedule.timeout if the source is that large.',
  });
}

/** Reason to abort a sync because the process is about to end. */
export function shutdownReason(): SyncStepError {
  return new SyncStepError({
    phase: 'FETCH',
    code: 'INTERRUPTED',
    message: 'The sync was ended because the backend shut down',
    hint: 'Nothing needs to be done: the next sync starts over.',
  });
}

/** Reason to abort a sync whose lease another process has taken over. */
export function leaseLostReason(): SyncStepError {
  return new SyncStepError({
    phase: 'FETCH',
    code: 'INTERRUPTED',
    message: 'The sync was ended because another process took over',
    hint: 'The process or its database stood still for a minute. The next sync starts over.',
  });
}
