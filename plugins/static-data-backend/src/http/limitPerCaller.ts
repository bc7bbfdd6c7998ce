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
