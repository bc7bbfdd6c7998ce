import { useApi } from '@backstage/core-plugin-api';
import { SyncStatisticsPeriod } from '@internal/plugin-static-data-common';
import { useCallback, useEffect } from 'react';
import { staticDataApiRef } from '../api/StaticDataApi';
import { useLoader } from './useLoader';
import { useDocumentVisible, useSyncSignal } from './usePolling';

/** How often the page is updated while nothing happens. */
export const IDLE_INTERVAL_MS = 30_000;

/** How often the page is updated while a sync is awaited. */
export const ACTIVE_INTERVAL_MS = 2_000;

/** The same, where the backend tells of progress by itself: should that fail, this is the limit. */
export const SIGNALLED_INTERVAL_MS = 10_000;

/**
 * Keeps the state of the synchronisation fresh for as long as the reader looks
 * at it: asks when the backend tells of a sync. Beside that it polls: slowly,
 * faster while a sync runs or is awaited, not at all while the tab is hidden,
 * and at once when it comes back.
 */
export function useSyncSettings(options: {
  period: SyncStatisticsPeriod;
  /** Whether the reader asked for a sync that has not ended yet. */
  refreshPending: boolean;
}) {
  const { period, refreshPending } = options;
  const api = useApi(staticDataApiRef);
  const visible = useDocumentVisible();
  const load = useCallback(() => api.getSettings({ period }), [api, period]);
  const { value: settings, reload, ...state } = useLoader(load);
  const { attempts, error } = state;

  useEffect(() => {
    if (visible) {
      reload();
    }
  }, [reload, visible]);

  const isSignalled = useSyncSignal(() => {
    if (visible) {
      reload();
    }
  });

  const active = refreshPending || Boolean(settings?.runningSync);
  const activeInterval = isSignalled
    ? SIGNALLED_INTERVAL_MS
    : ACTIVE_INTERVAL_MS;
  // a backend that fails is not asked faster because a sync is awaited
  const interval = active && !error ? activeInterval : IDLE_INTERVAL_MS;

  useEffect(() => {
    if (!visible || attempts === 0) {
      return undefined;
    }
    const timer = setTimeout(reload, interval);
    return () => clearTimeout(timer);
  }, [reload, visible, interval, attempts]);

  return { ...state, settings, reload };
}
