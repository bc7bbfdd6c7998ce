/**
 * Reason to abort a sync with when the backend shuts down. An abort for any
 * other reason counts as the sync's timeout.
 */
export class ShutdownError extends Error {
  constructor() {
    super('The backend is shutting down');
    this.name = 'ShutdownError';
  }
}

/** Whether the signal was aborted because the backend shuts down. */
export function isShutdown(signal: AbortSignal): boolean {
  return signal.reason instanceof ShutdownError;
}

/**
 * Waits for work that does not look at the signal itself, and stops waiting
 * when the signal is aborted.
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
