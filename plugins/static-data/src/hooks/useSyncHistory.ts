import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useState } from 'react';
import { staticDataApiRef } from '../api';
import { useLoader } from './useLoader';

const DEFAULT_PAGE_SIZE = 10;

/**
 * Reads the history page by page.
 *
 * @param refreshKey - reads the page again whenever this changes
 */
export function useSyncHistory(refreshKey: string) {
  const api = useApi(staticDataApiRef);
  const [{ page, pageSize }, setPaging] = useState({
    page: 0,
    pageSize: DEFAULT_PAGE_SIZE,
  });
  const load = useCallback(
    () => api.getSyncHistory({ limit: pageSize, offset: page * pageSize }),
    [api, page, pageSize],
  );
  const { value, error, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload, refreshKey]);

  const setPage = useCallback(
    (newPage: number) => setPaging(paging => ({ ...paging, page: newPage })),
    [],
  );
  const setPageSize = useCallback(
    (newPageSize: number) => setPaging({ page: 0, pageSize: newPageSize }),
    [],
  );

  const { offset, limit } = value?.pagination ?? {};
  return {
    records: value?.history ?? [],
    total: value?.pagination.total ?? 0,
    page,
    pageSize,
    /** Whether the page that is asked for has not come yet. */
    loading: !error && (offset !== page * pageSize || limit !== pageSize),
    error,
    setPage,
    setPageSize,
    reload,
  };
}
