import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import {
  RefreshRequestState,
  RefreshResponse,
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { useCallback, useEffect, useState } from 'react';
import { staticDataApiRef } from '../api/StaticDataApi';

/** How long a request may wait unseen before the reader is told. */
export const PICK_UP_LIMIT_MS = 120_000;

/** What to ask for: a sync unless it says otherwise. */
export interface RefreshOptions {
  /** Compute the changes and apply none. */
  dryRun?: boolean;
  /** Branch, tag or commit to preview; only with `dryRun`. */
  ref?: string;
}

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
  | {
      phase: 'pending';
      request: RefreshResponse;
      options: RefreshOptions;
      since: number;
    }
  | { phase: 'finished'; sync: SyncHistoryRecord; options: RefreshOptions }
  | { phase: 'notPickedUp' }
  | { phase: 'failed'; error: Error };

/** Asks for a sync, and holds what became of it. */
export function useManualRefresh() {
  const api = useApi(staticDataApiRef);
  const [state, setState] = useState<ManualRefreshState>({ phase: 'idle' });

  const start = useCallback(
    async (options: RefreshOptions = {}) => {
      setState({ phase: 'requesting' });
      try {
        const request = await api.refresh(options);
        setState({ phase: 'pending', request, options, since: Date.now() });
      } catch (error) {
        setState({ phase: 'failed', error: toError(error) });
      }
    },
    [api],
  );

  return { state, setState, start };
}

/**
 * Ends a pending request when the settings, as they are polled, show that its
 * sync has ended, or the request itself says so.
 *
 * @param reloadSettings - called when the settings may be older than the end of the sync
 */
export function useRefreshOutcome(
  { state, setState }: ReturnType<typeof useManualRefresh>,
  settings: SyncSettings | undefined,
  reloadSettings: () => void,
) {
  const api = useApi(staticDataApiRef);

  useEffect(() => {
    if (state.phase !== 'pending' || !settings) {
      return undefined;
    }
    let current = true;
    findOutcome(state, settings, id => api.getRefreshRequest(id)).then(
      outcome => {
        if (!current || !outcome) {
          return;
        }
        setState(outcome);
        if (
          outcome.phase === 'finished' &&
          outcome.sync.id !== settings.latestSync?.id
        ) {
          reloadSettings();
        }
      },
    );
    return () => {
      current = false;
    };
  }, [api, state, setState, settings, reloadSettings]);
}

async function findOutcome(
  {
    request,
    options,
    since,
  }: Extract<ManualRefreshState, { phase: 'pending' }>,
  { latestSync, runningSync }: SyncSettings,
  getRequest: (id: string) => Promise<RefreshRequestState>,
): Promise<ManualRefreshState | undefined> {
  if (latestSync?.id === request.syncId) {
    return { phase: 'finished', sync: latestSync, options };
  }
  if (runningSync?.id === request.syncId) {
    return undefined;
  }
  // A dry run never is the latest sync, and another sync may have run after this one. What
  // cannot be asked now is asked again with the next settings.
  const { sync } =
    (await getRequest(request.syncId).catch(() => undefined)) ?? {};
  if (sync) {
    return { phase: 'finished', sync, options };
  }
  if (!runningSync && Date.now() - since > PICK_UP_LIMIT_MS) {
    return { phase: 'notPickedUp' };
  }
  return undefined;
}
