import { useCallback, useRef, useState } from 'react';

/** What a loader holds, and how its latest attempt ended. */
export interface LoaderState<T> {
  /** The latest value that could be loaded; kept when a later attempt fails. */
  value?: T;
  /** When the value was loaded. */
  loadedAt?: Date;
  /** Why the latest attempt failed; undefined when it did not. */
  error?: Error;
  /** Number of attempts that have ended; changes with every one of them. */
  attempts: number;
}

/**
 * Loads a value again and again, and keeps the last good one.
 *
 * Of overlapping attempts only the one that was started last counts, so that a
 * slow answer never replaces a newer one.
 */
export function useLoader<T>(load: () => Promise<T>) {
  const [state, setState] = useState<LoaderState<T>>({ attempts: 0 });
  const latestAttempt = useRef(0);

  const reload = useCallback(async () => {
    latestAttempt.current += 1;
    const attempt = latestAttempt.current;
    let outcome: Omit<LoaderState<T>, 'attempts'>;
    try {
      outcome = {
        value: await load(),
        loadedAt: new Date(),
        error: undefined,
      };
    } catch (error) {
      outcome = {
        error: error instanceof Error ? error : new Error(String(error)),
      };
    }
    if (attempt === latestAttempt.current) {
      setState(previous => ({
        ...previous,
        ...outcome,
        attempts: previous.attempts + 1,
      }));
    }
  }, [load]);

  return { ...state, reload };
}
