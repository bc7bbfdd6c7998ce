import { useApi } from '@backstage/core-plugin-api';
import {
  RefreshResponse,
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { useCallback, useEffect, useState } from 'react';
import { staticDataApiRef } from '../api';

/** How long a request may wait unseen before the reader is told. */
export const PICK_UP_LIMIT_MS = 120_000;

/**
 * - `idle`: nothing was asked for
 * - `requesting`: the backend has not answered yet
 * - `pending`: the backend took the request, the sync has not ended
 * - `finished`: the sync that was asked for has ended
 * - `notPickedUp`: the request is queued and nothing runs
 * - `failed`: the backend refused
 */
export type ManualRefreshState =
  | { phase: 'idle' }
  | { phase: 'requesting' }
  | { phase: 'pending'; request: RefreshResponse; since: number }
  | { phase: 'finished'; sync: SyncHistoryRecord }
  | { phase: 'notPickedUp' }
  | { phase: 'failed'; error: Error };

/** Asks for a sync, and holds what became of it. */
export function useManualRefresh() {
  const api = useApi(staticDataApiRef);
  const [state, setState] = useState<ManualRefreshState>({ phase: 'idle' });

  const start = useCallback(async () => {
    setState({ phase: 'requesting' });
    try {
      const request = await api.refresh();
      setState({ phase: 'pending', request, since: Date.now() });
    } catch (error) {
      setState({
        phase: 'failed',
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  }, [api]);

  return { state, setState, start };
}

/**
 * Ends a pending request when the settings, as they are polled, show that its
 * sync has ended.
 */
export function useRefreshOutcome(
  { state, setState }: ReturnType<typeof useManualRefresh>,
  settings: SyncSettings | undefined,
) {
  const api = useApi(staticDataApiRef);

  useEffect(() => {
    if (state.phase !== 'pending' || !settings) {
      return undefined;
    }
    let current = true;
    findOutcome(state, settings, async id => api.getSync(id)).then(outcome => {
      if (current && outcome) {
        setState(outcome);
      }
    });
    return () => {
      current = false;
    };
  }, [api, state, setState, settings]);
}

async function findOutcome(
  { request, since }: Extract<ManualRefreshState, { phase: 'pending' }>,
  { latestSync, runningSync }: SyncSettings,
  getSync: (id: string) => Promise<SyncHistoryRecord>,
): Promise<ManualRefreshState | undefined> {
  if (latestSync?.id === request.syncId) {
    return { phase: 'finished', sync: latestSync };
  }
  // Another sync may have run after the requested one, between two polls.
  if (latestSync && latestSync.startTime > request.timestamp) {
    const sync = await getSync(request.syncId).catch(() => undefined);
    if (sync) {
      return { phase: 'finished', sync };
    }
  }
  if (!runningSync && Date.now() - since > PICK_UP_LIMIT_MS) {
    return { phase: 'notPickedUp' };
  }
  return undefined;
}
