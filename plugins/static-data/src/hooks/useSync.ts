import { useApi } from '@backstage/core-plugin-api';
import { RefreshRequestState } from '@internal/plugin-static-data-common';
import { useCallback, useEffect } from 'react';
import { staticDataApiRef } from '../api';
import { useDocumentVisible } from './useDocumentVisible';
import { useLoader } from './useLoader';
import { useSyncSignal } from './useSyncSignal';
import { ACTIVE_INTERVAL_MS, IDLE_INTERVAL_MS } from './useSyncSettings';

/**
 * Follows a sync from the request for it to its end, and after that until everything that it sent
 * has arrived in the catalog or not.
 */
export function useSync(syncId: string) {
  const api = useApi(staticDataApiRef);
  const visible = useDocumentVisible();
  const load = useCallback(() => api.getRefreshRequest(syncId), [api, syncId]);
  const { value, reload, ...state } = useLoader(load);
  // the loader keeps the sync of the address before until it has this one
  const current = value?.syncId === syncId.toLowerCase() ? value : undefined;
  const { attempts, error } = state;
  const interval = error ? IDLE_INTERVAL_MS : intervalFor(current);

  useEffect(() => {
    if (visible) {
      reload();
    }
  }, [reload, visible]);

  useSyncSignal(() => {
    if (visible) {
      reload();
    }
  });

  useEffect(() => {
    if (!visible || attempts === 0 || interval === undefined) {
      return undefined;
    }
    const timer = setTimeout(reload, interval);
    return () => clearTimeout(timer);
  }, [reload, visible, interval, attempts]);

  return { ...state, state: current, reload };
}

function intervalFor(state: RefreshRequestState | undefined) {
  if (state?.status !== 'FINISHED') {
    return ACTIVE_INTERVAL_MS;
  }
  return state.sync?.confirmation?.pending ? IDLE_INTERVAL_MS : undefined;
}
