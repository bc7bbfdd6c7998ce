import { LazyCode } from '../lib/lazyCode';
import { LoaderState, useLoader } from './useLoader';
import { retryDelayOf, useTimerWhileVisible } from './usePolling';

/** Loads code, and tries again while that fails. What is loaded is there at once. */
export function useLazyCode<T>(
  code: LazyCode<T>,
): Pick<LoaderState<T>, 'value' | 'error' | 'reload'> {
  const { loaded } = code;
  const loader = useLoader(() => code.load(), [code], {
    paused: loaded !== undefined,
  });
  const { attempts, reload } = loader;
  const error = loaded === undefined ? loader.error : undefined;
  useTimerWhileVisible(reload, error && retryDelayOf(error), attempts);
  // the value of the loader may still be other code
  return { value: loaded, error, reload };
}
