import {
  SyncHistoryFilters,
  SyncHistoryPage,
} from '@internal/plugin-static-data-common';
import { useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router-dom';
import { StaticDataApi } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useSyncSignal } from '../../hooks/usePolling';
import { Place, useReturn } from '../../hooks/useReturnToLink';
import { useIsNarrow } from '../common/layout';

export const PAGE_SIZES = [5, 10, 25, 50, 100];
const DEFAULT_SIZE = 25;

/** A telephone shows no more than that without much scrolling. */
const NARROW_SIZE = 5;

/** What holds a page where it is while syncs end: of these query parameters, there is one at most. */
const ANCHORS = ['cursor', 'before', 'first'] as const;

/** A page of the history, as the address names it. */
interface PageAddress {
  filters: SyncHistoryFilters;
  /** From 1; says where the page begins if nothing else does. */
  page: number;
  pageSize: number;
  /** Where it begins. */
  cursor?: string;
  /** It ends before the sync that started then. */
  before?: string;
  /** It begins with the sync that started then. */
  first?: string;
}

/** Reads the page of the history that the address names, and reads it again when a sync ends. */
export function useSyncHistory(
  refreshKey: string,
  filters: SyncHistoryFilters,
) {
  const [searchParams, setSearchParams] = useSearchParams();
  const defaultSize = useIsNarrow() ? NARROW_SIZE : DEFAULT_SIZE;
  const pageSize =
    PAGE_SIZES.find(size => String(size) === searchParams.get('size')) ??
    defaultSize;
  const page = Math.max(1, Math.floor(Number(searchParams.get('page'))) || 1);
  const cursor = searchParams.get('cursor') ?? undefined;
  const before = readTime(searchParams.get('before'));
  const first = readTime(searchParams.get('first'));
  const returned = useRef(useReturn());
  const asked = useMemo(
    () => ({ filters, page, pageSize, cursor, before, first }),
    [filters, page, pageSize, cursor, before, first],
  );
  const { value, error, reload } = useLoader(
    async api => ({
      ...(await readPage(api, asked, returned.current)),
      address: asked,
    }),
    [asked],
    { refreshKey },
  );
  useSyncSignal(reload, 'sync-ended');
  useEffect(() => {
    if (value) {
      returned.current = undefined;
    }
  }, [value]);

  const movedTo = value?.movedTo;
  const shownPage = value?.shownPage ?? 0;
  const isLoaded = value?.address === asked;
  // the newest syncs stay the newest, unlike those of the other pages
  const isNewest = isLoaded && shownPage === 0 && Boolean(before ?? first);
  useEffect(() => {
    if (isNewest || movedTo) {
      setSearchParams(
        previous =>
          writePage(previous, isNewest ? {} : { page: 2, first: movedTo }),
        { replace: true },
      );
    }
    // once for each of the pages
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isNewest, movedTo]);

  const { limit = pageSize, total = 0, nextCursor } = value?.pagination ?? {};
  return {
    records: value?.history ?? [],
    quietNeighbours: value?.quietNeighbours ?? { newer: 0, older: 0 },
    total,
    /** How many of the syncs are newer than the records. */
    offset: value?.offset ?? 0,
    /** The page that the records are from; the requested page may still be loading. */
    page: shownPage,
    pageSize: limit,
    hasOlder: value?.pagination.hasMore ?? false,
    /** Whether the requested page is still loading. */
    loading: !error && !isLoaded,
    error,
    setPage: (newPage: number) =>
      setSearchParams(previous =>
        writePage(previous, {
          page: newPage + 1,
          ...(newPage > shownPage
            ? { cursor: nextCursor }
            : { before: value?.history[0]?.startTime }),
        }),
      ),
    setPageSize: (newPageSize: number) =>
      setSearchParams(previous => {
        previous.set('size', String(newPageSize));
        return writePage(previous, {});
      }),
    reload,
  };
}

function readTime(text: string | null): string | undefined {
  return text && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** Returns a copy of the query parameters with this page of the history; by default, the first one. */
export function writePage(
  parameters: URLSearchParams,
  address: Partial<Pick<PageAddress, 'page' | (typeof ANCHORS)[number]>>,
): URLSearchParams {
  const written = new URLSearchParams(parameters);
  for (const name of ['page', ...ANCHORS] as const) {
    const value = address[name];
    if (value === undefined) {
      written.delete(name);
    } else {
      written.set(name, String(value));
    }
  }
  return written;
}

interface FoundPage extends SyncHistoryPage {
  /** How many of the syncs are newer. */
  offset: number;
  /** From 0. */
  shownPage: number;
  /** With which sync it begins, if it is not the page of the address. */
  movedTo?: string;
}

/**
 * Reads a page.
 *
 * @param returned - where the reader had left the history, and has come back to
 */
async function readPage(
  api: StaticDataApi,
  { filters, page, pageSize, cursor, before, first }: PageAddress,
  returned: Place | undefined,
): Promise<FoundPage> {
  const query = { ...filters, limit: pageSize };
  const readAt = async (offset: number) => {
    const found = await api.getSyncHistory({ ...query, offset });
    const pages = Math.max(1, Math.ceil(found.pagination.total / pageSize));
    const shownPage = Math.min(Math.ceil(offset / pageSize), pages - 1);
    return { ...found, offset, shownPage };
  };
  const findOffset = async (startTime: string) => {
    const { pagination } = await api.getSyncHistory({
      ...filters,
      from: startTime,
      limit: 1,
    });
    return Math.max(0, pagination.total - 1);
  };

  let found: FoundPage;
  if (cursor) {
    found = {
      ...(await api.getSyncHistory({ ...query, cursor })),
      offset: (page - 1) * pageSize,
      shownPage: page - 1,
    };
  } else if (before) {
    found = await readAt(Math.max(0, (await findOffset(before)) - pageSize));
  } else if (first) {
    found = await readAt(await findOffset(first));
  } else {
    found = await readAt((page - 1) * pageSize);
    const { href = '', first: leftAt } = returned ?? {};
    if (leftAt && !found.history.some(({ id }) => href.includes(id))) {
      const moved = await readAt(await findOffset(leftAt));
      found = { ...moved, ...(moved.offset > 0 && { movedTo: leftAt }) };
    }
  }
  const { total } = found.pagination;
  // a link may name a page that retention has deleted since
  return found.history.length === 0 && total > 0
    ? readAt(Math.floor((total - 1) / pageSize) * pageSize)
    : found;
}
