import { SyncFindingError } from '@internal/plugin-static-data-model';

/**
 * Waits for work that does not observe the signal itself, and stops waiting when the signal is
 * aborted.
 *
 * @throws the reason of the signal
 */
export async function untilAborted<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort!);
  }
}

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
