import { useSignal } from '@backstage/plugin-signals-react';
import {
  STATIC_DATA_SIGNAL_CHANNEL,
  SyncSignal,
} from '@internal/plugin-static-data-common';
import { useEffect, useRef, useSyncExternalStore } from 'react';

function subscribe(onChange: () => void) {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}

function isVisible() {
  return document.visibilityState !== 'hidden';
}

/** Whether the reader has the tab in front. */
export function useDocumentVisible(): boolean {
  return useSyncExternalStore(subscribe, isVisible);
}

/** Signals that come faster than this count as one. */
const SIGNAL_INTERVAL_MS = 500;

/**
 * Does something when the backend tells of a sync: at once, and at most twice a second. Never
 * where the app has no signals.
 *
 * @param onSignal - what to do
 * @param type - only for signals of this type
 * @returns whether the backend has told of anything yet; that the app has signals does not say
 * that they come
 */
export function useSyncSignal(
  onSignal: () => void,
  type?: SyncSignal['type'],
): boolean {
  const { lastSignal } = useSignal<SyncSignal>(STATIC_DATA_SIGNAL_CHANNEL);
  const latestOnSignal = useRef(onSignal);
  const calledAt = useRef(-Infinity);
  const timer = useRef<ReturnType<typeof setTimeout>>();

  useEffect(() => {
    latestOnSignal.current = onSignal;
  }, [onSignal]);

  useEffect(() => {
    const isAskedFor = lastSignal && (!type || lastSignal.type === type);
    if (!isAskedFor || timer.current !== undefined) {
      return;
    }
    const due = calledAt.current + SIGNAL_INTERVAL_MS;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      calledAt.current = Date.now();
      latestOnSignal.current();
    }, Math.max(0, due - Date.now()));
  }, [lastSignal, type]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );

  return lastSignal !== null;
}
