import { useSignal } from '@backstage/plugin-signals-react';
import {
  STATIC_DATA_SIGNAL_CHANNEL,
  SyncSignal,
} from '@internal/plugin-static-data-common';
import throttle from 'lodash/throttle';
import {
  DependencyList,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react';
import useLatest from 'react-use/esm/useLatest';
import useUnmount from 'react-use/esm/useUnmount';
import { StaticDataApi } from '../api/StaticDataApi';
import { LoaderState, useLoader } from './useLoader';

/** Polling interval while nothing happens, or while the backend fails. */
export const IDLE_INTERVAL_MS = 30_000;

/** Polling interval while a sync is running or awaited. */
export const ACTIVE_INTERVAL_MS = 2_000;

/** The same if the backend also signals progress, as signals can get lost. */
export const SIGNALLED_INTERVAL_MS = 10_000;

/** Signals within this time count as one. */
const SIGNAL_INTERVAL_MS = 500;

/**
 * Loads a value and keeps it fresh while the tab is visible: reloads on signals about syncs, and
 * polls besides. Pauses while the tab is hidden, and reloads when it becomes visible again.
 *
 * @param intervalOf - milliseconds between polls, given the value and whether signals arrive;
 * undefined not to poll. After an error it is always {@link IDLE_INTERVAL_MS}.
 */
export function usePolling<T>(
  load: (api: StaticDataApi) => Promise<T>,
  deps: DependencyList,
  intervalOf: (
    value: T | undefined,
    isSignalled: boolean,
  ) => number | undefined,
): LoaderState<T> {
  const visible = useDocumentVisible();
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const loader = useLoader(load, deps, { paused: !visible });
  const { value, error, attempts, reload } = loader;
  const isSignalled = useSyncSignal(() => {
    if (visible) {
      reload();
    }
  });

  const intervalMs = error ? IDLE_INTERVAL_MS : intervalOf(value, isSignalled);
  useTimerWhileVisible(reload, attempts > 0 ? intervalMs : undefined, attempts);

  return loader;
}

/**
 * Calls back after a delay, but not while the tab is hidden, nor if the delay is undefined.
 *
 * @param attempts - restarts the delay whenever this changes
 */
export function useTimerWhileVisible(
  callback: () => void,
  delayMs: number | undefined,
  attempts: number,
) {
  const visible = useDocumentVisible();
  useEffect(() => {
    if (!visible || delayMs === undefined) {
      return undefined;
    }
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  }, [callback, delayMs, attempts, visible]);
}

/**
 * Calls back on signals about syncs, at most twice a second. Does nothing in an app without
 * signals.
 *
 * @param type - the type of signals to react to; all of them by default
 * @returns whether any signal has arrived; an app may support signals and never receive one
 */
export function useSyncSignal(
  onSignal: () => void,
  type?: SyncSignal['type'],
): boolean {
  const { lastSignal } = useSignal<SyncSignal>(STATIC_DATA_SIGNAL_CHANNEL);
  const latestOnSignal = useLatest(onSignal);
  const callBack = useMemo(
    () => throttle(() => latestOnSignal.current(), SIGNAL_INTERVAL_MS),
    [latestOnSignal],
  );
  useUnmount(callBack.cancel);

  useEffect(() => {
    if (lastSignal && (!type || lastSignal.type === type)) {
      callBack();
    }
  }, [lastSignal, type, callBack]);

  return lastSignal !== null;
}

function useDocumentVisible(): boolean {
  return useSyncExternalStore(
    onVisibilityChange,
    () => document.visibilityState !== 'hidden',
  );
}

function onVisibilityChange(onChange: () => void) {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}
