import { useApi } from '@backstage/core-plugin-api';
import { SyncLogLevel } from '@internal/plugin-static-data-common';
import { useCallback, useEffect } from 'react';
import { staticDataApiRef } from '../api';
import { useCursorPages } from './useCursorPages';
import { useDocumentVisible } from './useDocumentVisible';
import { ACTIVE_INTERVAL_MS, IDLE_INTERVAL_MS } from './useSyncSettings';

const PAGE_SIZE = 500;

/** Reads the log of a sync, and follows it for as long as the sync runs. */
export function useSyncLog(options: {
  syncId: string;
  level: SyncLogLevel;
  /** Reads on by itself to the last line, as whoever searches needs it. */
  readAll: boolean;
}) {
  const { syncId, level, readAll } = options;
  const api = useApi(staticDataApiRef);
  const visible = useDocumentVisible();
  const readPage = useCallback(
    async (cursor?: string) => {
      const { lines, pagination } = await api.getLogs(syncId, {
        level,
        cursor,
        limit: PAGE_SIZE,
      });
      return { items: lines, pagination };
    },
    [api, syncId, level],
  );
  const pages = useCursorPages(readPage);
  const { hasMore, canFollow, loading, attempts, error, loadMore } = pages;
  // without more to read there is only a cursor while the sync runs
  const following = canFollow && !hasMore;

  useEffect(() => {
    if (readAll && hasMore && !loading && !error) {
      loadMore();
    }
  }, [readAll, hasMore, loading, error, loadMore]);

  useEffect(() => {
    if (!visible || loading || !following) {
      return undefined;
    }
    const timer = setTimeout(
      loadMore,
      error ? IDLE_INTERVAL_MS : ACTIVE_INTERVAL_MS,
    );
    return () => clearTimeout(timer);
  }, [visible, loading, following, error, attempts, loadMore]);

  return { ...pages, following };
}
