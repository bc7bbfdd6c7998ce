import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import {
  RefreshRequestState,
  RefreshResponse,
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { useCallback, useEffect, useState } from 'react';
import { StaticDataApi, staticDataApiRef } from '../api/StaticDataApi';

/** How long a request may stay queued before the reader is told. */
export const PICK_UP_LIMIT_MS = 120_000;

/** What to request; a regular sync by default. */
export type RefreshOptions = NonNullable<
  Parameters<StaticDataApi['refresh']>[0]
>;

/**
 * - `idle`: nothing has been requested
 * - `requesting`: waiting for the backend to accept the request
 * - `pending`: the request is accepted, and the sync has not ended
 * - `finished`: the requested sync has ended
 * - `notPickedUp`: the request is still queued, and no sync is running
 * - `failed`: the backend rejected the request
 */
export type ManualRefreshState =
  | { status: 'idle' }
  | { status: 'requesting' }
  | {
      status: 'pending';
      request: RefreshResponse;
      options: RefreshOptions;
      since: number;
    }
  | { status: 'finished'; sync: SyncHistoryRecord; options: RefreshOptions }
  | { status: 'notPickedUp' }
  | { status: 'failed'; error: Error };

/** Requests a sync, and tracks the request. */
export function useManualRefresh() {
  const api = useApi(staticDataApiRef);
  const [state, setState] = useState<ManualRefreshState>({ status: 'idle' });

  const start = useCallback(
    async (options: RefreshOptions = {}) => {
      setState({ status: 'requesting' });
      try {
        const request = await api.refresh(options);
        setState({ status: 'pending', request, options, since: Date.now() });
      } catch (error) {
        setState({ status: 'failed', error: toError(error) });
      }
    },
    [api],
  );

  return { state, setState, start };
}

/**
 * Ends a pending request once the polled settings, or the request itself, show that its sync has
 * ended.
 *
 * @param reloadSettings - called if the settings may predate the end of the sync
 */
export function useRefreshOutcome(
  { state, setState }: ReturnType<typeof useManualRefresh>,
  settings: SyncSettings | undefined,
  reloadSettings: () => void,
) {
  const api = useApi(staticDataApiRef);

  useEffect(() => {
    if (state.status !== 'pending' || !settings) {
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
          outcome.status === 'finished' &&
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
  }: Extract<ManualRefreshState, { status: 'pending' }>,
  { latestSync, runningSync }: SyncSettings,
  getRequest: (id: string) => Promise<RefreshRequestState>,
): Promise<ManualRefreshState | undefined> {
  if (latestSync?.id === request.syncId) {
    return { status: 'finished', sync: latestSync, options };
  }
  if (runningSync?.id === request.syncId) {
    return undefined;
  }
  // A dry run never becomes the latest sync, and another sync may have followed this one, so ask
  // for the request itself. If that fails, the next poll of the settings tries again.
  const { sync } =
    (await getRequest(request.syncId).catch(() => undefined)) ?? {};
  if (sync) {
    return { status: 'finished', sync, options };
  }
  if (!runningSync && Date.now() - since > PICK_UP_LIMIT_MS) {
    return { status: 'notPickedUp' };
  }
  return undefined;
}
