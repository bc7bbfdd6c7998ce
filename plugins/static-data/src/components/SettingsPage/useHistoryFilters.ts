import {
  createBuckets,
  MAX_SEARCH_LENGTH,
  SYNC_RESULTS,
  SYNC_STATISTICS_PERIODS,
  SYNC_TYPES,
  SyncHistoryFilters,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useSource, useSources } from '../../hooks/useSources';
import { writePage } from './useSyncHistory';

/** The filters as readers choose them: `within` is a time up to now, in place of `from` and `to`. */
export interface ChosenFilters extends SyncHistoryFilters {
  within?: SyncStatisticsPeriod;
}

/**
 * The filters of the history, kept in query parameters so that a view can be shared and the back
 * button undoes the last choice. On the page of a source, there is nothing but its syncs.
 *
 * @param refreshKey - changes whenever `within` begins anew
 */
export function useHistoryFilters(refreshKey?: string) {
  const [searchParams, setSearchParams] = useSearchParams();
  const source = useSource();
  const sources = useSourceChoices();
  // keep their identity while other query parameters change, and drop absent filters
  const written = JSON.stringify(readHistoryFilters(searchParams, sources));
  const chosen = useMemo<ChosenFilters>(() => JSON.parse(written), [written]);
  const filters = useMemo(
    () => ({ source, ...toHistoryFilters(chosen, new Date()) }),
    // the time passes meanwhile
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [source, chosen, refreshKey],
  );

  return {
    chosen,
    /** The ids of the sources among which readers can choose; none if there is no choice. */
    sources,
    /** What the backend is asked for. */
    filters,
    hasFilters: Object.keys(chosen).length > 0,
    /** Changes the given filters, and keeps the others. */
    setFilters: (changed: ChosenFilters) =>
      setSearchParams(previous =>
        writeHistoryFilters(previous, {
          ...readHistoryFilters(previous, sources),
          ...('from' in changed || 'to' in changed
            ? { within: undefined }
            : {}),
          ...changed,
        }),
      ),
    clearFilters: () =>
      setSearchParams(previous => writeHistoryFilters(previous, {})),
  };
}

/** The sources that the page is about, where there are several. */
function useSourceChoices(): string[] {
  const { list, hasSeveral } = useSources();
  const source = useSource();
  return hasSeveral && source === undefined
    ? (list.value ?? []).map(({ id }) => id)
    : [];
}

/** Where a link to the history leads. */
export const HISTORY_HASH = '#history';

/** Makes links to the syncs of the history that match filters; what else the address has, stays. */
export function useHistoryLink(): (filters: ChosenFilters) => string {
  const [searchParams] = useSearchParams();
  return filters =>
    `?${writeHistoryFilters(searchParams, filters)}${HISTORY_HASH}`;
}

/**
 * Reads the filters from query parameters, ignoring invalid ones.
 *
 * @param sources - the ids of the sources that can be chosen
 */
export function readHistoryFilters(
  parameters: URLSearchParams,
  sources: string[] = [],
): ChosenFilters {
  const named = parameters.get('status')?.split(',') ?? [];
  const status = SYNC_RESULTS.filter(candidate => named.includes(candidate));
  const within = SYNC_STATISTICS_PERIODS.find(
    period => period === parameters.get('within'),
  );
  const from = within ? undefined : readTime(parameters.get('from'));
  const to = within ? undefined : readTime(parameters.get('to'));
  return {
    source: sources.find(id => id === parameters.get('source')),
    status: status.length > 0 ? status : undefined,
    syncType: SYNC_TYPES.find(
      candidate => candidate === parameters.get('type'),
    ),
    dryRun: readFlag(parameters.get('dryRun')),
    changed: readFlag(parameters.get('changed')),
    within,
    from,
    // the backend rejects a range that ends before it begins
    to: from && to && to <= from ? undefined : to,
    q: parameters.get('q')?.slice(0, MAX_SEARCH_LENGTH) || undefined,
  };
}

/** Returns a copy of the query parameters with these filters and no others, at the first page. */
export function writeHistoryFilters(
  parameters: URLSearchParams,
  filters: ChosenFilters,
): URLSearchParams {
  const written = writePage(parameters, {});
  const values = {
    source: filters.source,
    status: filters.status?.join(','),
    type: filters.syncType,
    dryRun: filters.dryRun?.toString(),
    changed: filters.changed?.toString(),
    within: filters.within,
    from: filters.within ? undefined : filters.from,
    to: filters.within ? undefined : filters.to,
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

/** What the backend is to be asked for at a time. */
export function toHistoryFilters(
  { within, ...filters }: ChosenFilters,
  now: Date,
): SyncHistoryFilters {
  return within
    ? { ...filters, from: createBuckets(within, now).from.toISOString() }
    : filters;
}

function readFlag(text: string | null): boolean | undefined {
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

function readTime(text: string | null): string | undefined {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
