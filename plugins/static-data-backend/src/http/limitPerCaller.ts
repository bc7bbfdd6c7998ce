import pLimit, { Limit } from 'p-limit';

/**
 * Creates a limit of how many actions of one caller run at the same time. Further ones wait for
 * those of the same caller alone.
 */
export function limitPerCaller(
  atOnce: number,
): <T>(caller: string, action: () => Promise<T>) => Promise<T> {
  const callers = new Map<string, { limit: Limit; actions: number }>();
  return async (caller, action) => {
    const known = callers.get(caller) ?? { limit: pLimit(atOnce), actions: 0 };
    callers.set(caller, known);
    known.actions++;
    try {
      return await known.limit(action);
    } finally {
      known.actions--;
      if (known.actions === 0) {
        callers.delete(caller);
      }
    }
  };
}

/** Reads of one caller at the same time: what others ask for must not wait behind hundreds of them. */
const READS_PER_CALLER = 10;

/** What takes as long as the client, or somebody else's server, likes. */
const LONG_REQUESTS_PER_CALLER = 5;

/** What one caller may have worked on at the same time, by whichever way it asks. */
export type CallerLimits = {
  [kind in 'read' | 'long']: ReturnType<typeof limitPerCaller>;
};

export function createCallerLimits(): CallerLimits {
  return {
    read: limitPerCaller(READS_PER_CALLER),
    long: limitPerCaller(LONG_REQUESTS_PER_CALLER),
  };
}
