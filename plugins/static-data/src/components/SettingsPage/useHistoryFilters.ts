import {
  SYNC_STATUSES,
  SYNC_TYPES,
  SyncHistoryFilters,
} from '@internal/plugin-static-data-common';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { MAX_SEARCH_LENGTH } from '../common/filters';

/**
 * The filters of the history, kept in query parameters so that a view can be shared and the back
 * button undoes the last choice.
 */
export function useHistoryFilters() {
  const [searchParams, setSearchParams] = useSearchParams();
  // keeps its identity while other query parameters change, and drops absent filters
  const written = JSON.stringify(readHistoryFilters(searchParams));
  const filters = useMemo<SyncHistoryFilters>(
    () => JSON.parse(written),
    [written],
  );

  return {
    filters,
    hasFilters: Object.keys(filters).length > 0,
    /** Changes the given filters, and keeps the others. */
    setFilters: (changed: SyncHistoryFilters) =>
      setSearchParams(previous =>
        writeHistoryFilters(previous, {
          ...readHistoryFilters(previous),
          ...changed,
        }),
      ),
    clearFilters: () =>
      setSearchParams(previous => writeHistoryFilters(previous, {})),
  };
}

/** Reads the filters from query parameters, ignoring invalid ones. */
export function readHistoryFilters(
  parameters: URLSearchParams,
): SyncHistoryFilters {
  const named = parameters.get('status')?.split(',') ?? [];
  const status = SYNC_STATUSES.filter(candidate => named.includes(candidate));
  const from = readTime(parameters.get('from'));
  const to = readTime(parameters.get('to'));
  return {
    status: status.length > 0 ? status : undefined,
    syncType: SYNC_TYPES.find(
      candidate => candidate === parameters.get('type'),
    ),
    dryRun: readFlag(parameters.get('dryRun')),
    changed: readFlag(parameters.get('changed')),
    from,
    // the backend rejects a range that ends before it begins
    to: from && to && to <= from ? undefined : to,
    q: parameters.get('q')?.slice(0, MAX_SEARCH_LENGTH) || undefined,
  };
}

/** Returns a copy of the query parameters with these filters and no others, at the first page. */
export function writeHistoryFilters(
  parameters: URLSearchParams,
  filters: SyncHistoryFilters,
): URLSearchParams {
  const written = new URLSearchParams(parameters);
  written.delete('page');
  const values = {
    status: filters.status?.join(','),
    type: filters.syncType,
    dryRun: filters.dryRun?.toString(),
    changed: filters.changed?.toString(),
    from: filters.from,
    to: filters.to,
    q: filters.q,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value) {
      written.set(name, value);
    } else {
      written.delete(name);
    }
  }
  return written;
}

function readFlag(text: string | null): boolean | undefined {
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

function readTime(text: string | null): string | undefined {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
