import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import {
  DependencyList,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { StaticDataApi, staticDataApiRef } from '../api/StaticDataApi';
import { hasStatus } from '../lib/errors';

/** What a loader holds, and how its latest attempt ended. */
export interface LoaderState<T> {
  /**
   * The latest value that could be loaded; kept when a later attempt fails, unless the reader may not see
   * it any more.
   */
  value?: T;
  /** When the value was loaded. */
  loadedAt?: Date;
  /** Why the latest attempt failed; undefined when it did not. */
  error?: Error;
  /** Number of attempts that have ended. */
  attempts: number;
  /** Loads the value again. */
  reload: () => Promise<void>;
}

/**
 * Loads a value from the backend, again whenever a dependency changes, and keeps the last good
 * value as long as the reader may see it.
 *
 * Only the latest of overlapping attempts counts, so that a slow response never replaces a newer
 * one. Loads nothing by itself while paused, and loads again when resumed.
 *
 * @param options - `refreshKey`: loads again whenever this changes
 */
export function useLoader<T>(
  load: (api: StaticDataApi) => Promise<T>,
  deps: DependencyList,
  options: { paused?: boolean; refreshKey?: string } = {},
): LoaderState<T> {
  const { paused = false, refreshKey } = options;
  const api = useApi(staticDataApiRef);
  const [state, setState] = useState<Omit<LoaderState<T>, 'reload'>>({
    attempts: 0,
  });
  const latestAttempt = useRef(0);

  const reload = useCallback(async () => {
    latestAttempt.current += 1;
    const attempt = latestAttempt.current;
    let outcome: Omit<LoaderState<T>, 'attempts' | 'reload'>;
    try {
      outcome = {
        value: await load(api),
        loadedAt: new Date(),
        error: undefined,
      };
    } catch (caught) {
      const error = toError(caught);
      outcome = hasStatus(error, 403)
        ? { value: undefined, loadedAt: undefined, error }
        : { error };
    }
    if (attempt === latestAttempt.current) {
      setState(previous => ({
        ...previous,
        ...outcome,
        attempts: previous.attempts + 1,
      }));
    }
    // callers list the dependencies, and lint checks their lists
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [api, ...deps]);

  useEffect(() => {
    if (!paused) {
      reload();
    }
  }, [reload, paused, refreshKey]);

  return { ...state, reload };
}
