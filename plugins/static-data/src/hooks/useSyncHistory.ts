import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useState } from 'react';
import { staticDataApiRef, SyncHistoryFilters } from '../api';
import { useLoader } from './useLoader';
import { useSyncSignal } from './useSyncSignal';

const DEFAULT_PAGE_SIZE = 10;

/**
 * Reads the history page by page, and the page again when a sync has ended.
 *
 * @param refreshKey - reads the page again whenever this changes
 * @param filters - starts with the first page again whenever these change
 */
export function useSyncHistory(
  refreshKey: string,
  filters: SyncHistoryFilters,
) {
  const api = useApi(staticDataApiRef);
  const [paging, setPaging] = useState({
    filters,
    page: 0,
    pageSize: DEFAULT_PAGE_SIZE,
  });
  const { pageSize } = paging;
  const page = paging.filters === filters ? paging.page : 0;

  const load = useCallback(
    async () => ({
      ...(await api.getSyncHistory({
        ...filters,
        limit: pageSize,
        offset: page * pageSize,
      })),
      filters,
    }),
    [api, filters, page, pageSize],
  );
  const { value, error, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload, refreshKey]);
  useSyncSignal(reload, 'sync-ended');

  const setPage = useCallback(
    (newPage: number) =>
      setPaging(previous => ({ ...previous, filters, page: newPage })),
    [filters],
  );
  const setPageSize = useCallback(
    (newPageSize: number) =>
      setPaging({ filters, page: 0, pageSize: newPageSize }),
    [filters],
  );

  const { offset = 0, limit = pageSize } = value?.pagination ?? {};
  const isLoaded =
    value?.filters === filters &&
    offset === page * pageSize &&
    limit === pageSize;
  return {
    records: value?.history ?? [],
    total: value?.pagination.total ?? 0,
    /** The page that the records are from; the one that is asked for may not have come yet. */
    page: Math.floor(offset / limit),
    pageSize: limit,
    /** Whether what is asked for has not come yet. */
    loading: !error && !isLoaded,
    error,
    setPage,
    setPageSize,
    reload,
  };
}
