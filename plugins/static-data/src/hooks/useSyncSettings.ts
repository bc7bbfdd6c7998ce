import { useApi } from '@backstage/core-plugin-api';
import { SyncStatisticsPeriod } from '@internal/plugin-static-data-common';
import { useCallback, useEffect } from 'react';
import { staticDataApiRef } from '../api';
import { useDocumentVisible } from './useDocumentVisible';
import { useLoader } from './useLoader';

/** How often the page is updated while nothing happens. */
export const IDLE_INTERVAL_MS = 30_000;

/** How often the page is updated while a sync is awaited. */
export const ACTIVE_INTERVAL_MS = 2_000;

/**
 * Keeps the state of the synchronisation fresh for as long as the reader looks
 * at it: polls slowly, fast while a sync runs or is awaited, not at all while
 * the tab is hidden, and at once when it comes back.
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

  const active = refreshPending || Boolean(settings?.runningSync);
  // a backend that fails is not asked faster because a sync is awaited
  const interval = active && !error ? ACTIVE_INTERVAL_MS : IDLE_INTERVAL_MS;

  useEffect(() => {
    if (!visible || attempts === 0) {
      return undefined;
    }
    const timer = setTimeout(reload, interval);
    return () => clearTimeout(timer);
  }, [reload, visible, interval, attempts]);

  return { ...state, settings, reload };
}
