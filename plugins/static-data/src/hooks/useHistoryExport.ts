import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useState } from 'react';
import { staticDataApiRef, SyncHistoryFilters } from '../api';
import { saveFile } from '../lib/saveFile';

/** Lets the reader take the history along as a file. */
export function useHistoryExport(filters: SyncHistoryFilters) {
  const api = useApi(staticDataApiRef);
  const [state, setState] = useState<{
    /** The format that is on its way, or that could not be brought. */
    format?: 'csv' | 'json';
    error?: Error;
  }>({});

  const start = useCallback(
    async (format: 'csv' | 'json') => {
      setState({ format });
      try {
        const file = await api.exportSyncHistory(format, filters);
        const day = new Date().toISOString().slice(0, 10);
        saveFile(file, `sync-history-${day}.${format}`);
        setState({});
      } catch (error) {
        setState({
          format,
          error: error instanceof Error ? error : new Error(String(error)),
        });
      }
    },
    [api, filters],
  );

  const { format, error } = state;
  return {
    start,
    exporting: Boolean(format && !error),
    error,
    retry: () => format && start(format),
  };
}
