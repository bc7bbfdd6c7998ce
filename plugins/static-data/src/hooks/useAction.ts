import { toError } from '@backstage/errors';
import { useState } from 'react';

/** Runs an action on demand, and tracks whether it is running or has failed. */
export function useAction<Args extends unknown[]>(
  action: (...args: Args) => Promise<void>,
) {
  const [state, setState] = useState<{ args?: Args; error?: Error }>({});
  const { args, error } = state;

  const run = async (...newArgs: Args) => {
    setState({ args: newArgs });
    try {
      await action(...newArgs);
      setState({});
    } catch (failure) {
      setState({ args: newArgs, error: toError(failure) });
    }
  };

  return {
    run,
    running: Boolean(args && !error),
    error,
    /** Runs it again with the same arguments. */
    retry: () => args && run(...args),
  };
}
