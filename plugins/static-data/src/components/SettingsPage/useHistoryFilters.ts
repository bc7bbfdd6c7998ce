import {
  SYNC_STATUSES,
  SYNC_TYPES,
  SyncHistoryFilters,
} from '@internal/plugin-static-data-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

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

const MAX_SEARCH_LENGTH = 200;

/** The parameters of the address that choose syncs. */
const PARAMETERS = ['status', 'type', 'dryRun', 'from', 'to', 'q'] as const;

/** The filters that an address names; what it should not name is left out. */
export function readHistoryFilters(
  parameters: URLSearchParams,
): SyncHistoryFilters {
  const named = parameters.get('status')?.split(',') ?? [];
  const status = SYNC_STATUSES.filter(candidate => named.includes(candidate));
  const dryRun = parameters.get('dryRun');
  const from = readTime(parameters.get('from'));
  const to = readTime(parameters.get('to'));
  return dropAbsent({
    status: status.length > 0 ? status : undefined,
    syncType: SYNC_TYPES.find(
      candidate => candidate === parameters.get('type'),
    ),
    dryRun:
      dryRun === 'true' || dryRun === 'false' ? dryRun === 'true' : undefined,
    from,
    // a range that ends before it begins is none that the backend takes
    to: from && to && to <= from ? undefined : to,
    q: parameters.get('q')?.slice(0, MAX_SEARCH_LENGTH) || undefined,
  });
}

/** An address that names these filters, and all else that it named before. */
export function writeHistoryFilters(
  parameters: URLSearchParams,
  filters: SyncHistoryFilters,
): URLSearchParams {
  const written = new URLSearchParams(parameters);
  const values = {
    status: filters.status?.join(','),
    type: filters.syncType,
    dryRun: filters.dryRun?.toString(),
    from: filters.from,
    to: filters.to,
    q: filters.q,
  };
  for (const name of PARAMETERS) {
    const value = values[name];
    if (value) {
      written.set(name, value);
    } else {
      written.delete(name);
    }
  }
  return written;
}

function readTime(text: string | null): string | undefined {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function dropAbsent(filters: SyncHistoryFilters): SyncHistoryFilters {
  return Object.fromEntries(
    Object.entries(filters).filter(([, value]) => value !== undefined),
  );
}
