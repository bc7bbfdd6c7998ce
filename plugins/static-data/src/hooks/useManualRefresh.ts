import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import {
  RefreshResponse,
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { useCallback, useEffect, useState } from 'react';
import { StaticDataApi, staticDataApiRef } from '../api/StaticDataApi';
import { hasStatus } from '../lib/errors';
import { useSource } from './useSources';

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
      request: Pick<RefreshResponse, 'syncId'>;
      options: RefreshOptions;
      since: number;
    }
  | { status: 'finished'; sync: SyncHistoryRecord; options: RefreshOptions }
  | { status: 'notPickedUp' }
  | { status: 'failed'; error: Error };

/** Requests a sync of the source that the page is about, and tracks the request. */
export function useManualRefresh() {
  const api = useApi(staticDataApiRef);
  const source = useSource();
  const [state, setState] = useState<ManualRefreshState>({ status: 'idle' });

  const start = useCallback(
    async (options: RefreshOptions = {}) => {
      setState({ status: 'requesting' });
      try {
        const request = await api.refresh({ source, ...options });
        setState({ status: 'pending', request, options, since: Date.now() });
      } catch (error) {
        setState({ status: 'failed', error: toError(error) });
      }
    },
    [api, source],
  );

  /** Tracks a sync that something else has requested. */
  const follow = useCallback(
    (syncId: string) =>
      setState({
        status: 'pending',
        request: { syncId },
        options: {},
        since: Date.now(),
      }),
    [],
  );

  return { state, setState, start, follow };
}

/**
 * Ends a pending request once the backend reports that its sync has ended; asks whenever the
 * settings have been loaded.
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
    // somebody has paused the source since they were read
    if (state.status === 'failed' && hasStatus(state.error, 409)) {
      reloadSettings();
    }
  }, [state, reloadSettings]);

  useEffect(() => {
    if (state.status !== 'pending' || !settings) {
      return undefined;
    }
    const { request, options, since } = state;
    const { latestSync, runningSync } = settings;
    let current = true;
    const update = async () => {
      // if this fails, the next poll of the settings tries again
      const answer = await api
        .getRefreshRequest(request.syncId)
        .catch(() => undefined);
      if (!current) {
        return;
      }
      if (answer?.sync) {
        setState({ status: 'finished', sync: answer.sync, options });
        if (answer.sync.id !== latestSync?.id) {
          reloadSettings();
        }
      } else if (
        answer?.status === 'QUEUED' &&
        !runningSync &&
        Date.now() - since > PICK_UP_LIMIT_MS
      ) {
        setState({ status: 'notPickedUp' });
      }
    };
    update();
    return () => {
      current = false;
    };
  }, [api, state, setState, settings, reloadSettings]);
}
