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
  useRef,
  useSyncExternalStore,
} from 'react';
import useLatest from 'react-use/esm/useLatest';
import useUnmount from 'react-use/esm/useUnmount';
import { StaticDataApi } from '../api/StaticDataApi';
import { isUnreachable } from '../lib/errors';
import { LoaderState, useLoader } from './useLoader';

/** Polling interval while nothing happens, or while the backend fails. */
export const IDLE_INTERVAL_MS = 30_000;

/** Polling interval while a sync is running or awaited. */
export const ACTIVE_INTERVAL_MS = 2_000;

/** The same if the backend also signals progress, as signals can get lost. */
export const SIGNALLED_INTERVAL_MS = 10_000;

/** Polling interval while nobody answers, and soon after. */
export const RECONNECT_INTERVAL_MS = 1_000;

/**
 * How long after the backend is back signals may still be away: SignalClient of
 * @backstage/plugin-signals 0.0.35 tries to reconnect every 6 seconds.
 */
const RECONNECT_PERIOD_MS = 12_000;

/** Signals within this time count as one. */
const SIGNAL_INTERVAL_MS = 500;

/** Milliseconds between polls: fast while a sync runs or is awaited, less so if signals tell of it. */
export function intervalWhile(isActive: boolean, isSignalled: boolean): number {
  if (!isActive) {
    return IDLE_INTERVAL_MS;
  }
  return isSignalled ? SIGNALLED_INTERVAL_MS : ACTIVE_INTERVAL_MS;
}

/** Given the value and whether signals arrive; undefined not to poll. */
type IntervalOf<T> = (
  value: T | undefined,
  isSignalled: boolean,
) => number | undefined;

/**
 * Loads a value and keeps it fresh while the tab is visible: reloads on signals about syncs, and
 * polls besides. Pauses while the tab is hidden, and reloads when it becomes visible again.
 *
 * @param intervalOf - milliseconds between polls. After an error it is {@link IDLE_INTERVAL_MS}, or
 * {@link RECONNECT_INTERVAL_MS} if nobody answered.
 */
export function usePolling<T>(
  load: (api: StaticDataApi) => Promise<T>,
  deps: DependencyList,
  intervalOf: IntervalOf<T>,
): LoaderState<T> {
  const visible = useDocumentVisible();
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const loader = useLoader(load, deps, { paused: !visible });
  useFreshness(loader, intervalOf);
  return loader;
}

/** Keeps what a loader holds fresh, as {@link usePolling} does, but does not load it at first. */
export function useFreshness<T>(
  { value, error, attempts, reload }: LoaderState<T>,
  intervalOf: IntervalOf<T>,
) {
  const visible = useDocumentVisible();
  const lostAt = useRef(-Infinity);
  const signalledAt = useSyncSignal(() => {
    if (visible) {
      reload();
    }
  });
  useEffect(() => {
    if (error && isUnreachable(error)) {
      lostAt.current = Date.now();
    }
  }, [error, attempts]);

  const isSignalled = signalledAt !== undefined && signalledAt > lostAt.current;
  const isReconnecting =
    !isSignalled && Date.now() - lostAt.current < RECONNECT_PERIOD_MS;
  const regularMs = intervalOf(value, isSignalled);
  let intervalMs = regularMs;
  if (error) {
    intervalMs = retryDelayOf(error);
  } else if (isReconnecting && regularMs !== undefined) {
    intervalMs = RECONNECT_INTERVAL_MS;
  }
  useTimerWhileVisible(reload, attempts > 0 ? intervalMs : undefined, attempts);
}

/** Milliseconds until it is worth trying again. */
export function retryDelayOf(error: Error): number {
  return isUnreachable(error) ? RECONNECT_INTERVAL_MS : IDLE_INTERVAL_MS;
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
 * Calls back on signals about syncs, at most twice a second, and once for every start of the
 * backend, before which signals may have been lost. Does nothing in an app without signals.
 *
 * @param type - the type of signals about syncs to react to; all of them by default
 * @returns when the latest signal arrived, in milliseconds; an app may support signals and never
 * receive one
 */
export function useSyncSignal(
  onSignal: () => void,
  type?: SyncSignal['type'],
): number | undefined {
  const { lastSignal } = useSignal<SyncSignal>(STATIC_DATA_SIGNAL_CHANNEL);
  const latestOnSignal = useLatest(onSignal);
  const callBack = useMemo(
    () => throttle(() => latestOnSignal.current(), SIGNAL_INTERVAL_MS),
    [latestOnSignal],
  );
  useUnmount(callBack.cancel);
  const arrivedAt = useMemo(
    () => (lastSignal ? Date.now() : undefined),
    [lastSignal],
  );
  // the start of each replica is signalled many times
  const latestStart = useRef('');

  useEffect(() => {
    if (lastSignal?.type === 'backend-started') {
      if (lastSignal.startedAt > latestStart.current) {
        latestStart.current = lastSignal.startedAt;
        callBack();
      }
    } else if (lastSignal && (!type || lastSignal.type === type)) {
      callBack();
    }
  }, [lastSignal, type, callBack]);

  return arrivedAt;
}

/** Whether the tab is visible. */
export function useDocumentVisible(): boolean {
  return useSyncExternalStore(
    onVisibilityChange,
    () => document.visibilityState !== 'hidden',
  );
}

function onVisibilityChange(onChange: () => void) {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}
