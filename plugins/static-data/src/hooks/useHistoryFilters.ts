import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { SyncHistoryFilters } from '../api';
import { readHistoryFilters, writeHistoryFilters } from '../lib/historyFilters';

/**
 * Which syncs of the history to show; part of the address, so that it can be shared, and
 * that the back button takes back what was chosen last.
 */
export function useHistoryFilters() {
  const [searchParams, setSearchParams] = useSearchParams();
  // the same object for as long as the filters are the same, whatever else changes
  const written = JSON.stringify(readHistoryFilters(searchParams));
  const filters = useMemo<SyncHistoryFilters>(
    () => JSON.parse(written),
    [written],
  );

  const setFilters = useCallback(
    (changed: SyncHistoryFilters) =>
      setSearchParams(previous =>
        writeHistoryFilters(previous, {
          ...readHistoryFilters(previous),
          ...changed,
        }),
      ),
    [setSearchParams],
  );
  const clearFilters = useCallback(
    () => setSearchParams(previous => writeHistoryFilters(previous, {})),
    [setSearchParams],
  );

  return {
    filters,
    hasFilters: Object.keys(filters).length > 0,
    /** Changes the filters that are named, and keeps the others. */
    setFilters,
    clearFilters,
  };
}
