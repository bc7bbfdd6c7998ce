import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import { CursorPagination } from '@internal/plugin-static-data-common';
import {
  DependencyList,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { StaticDataApi, staticDataApiRef } from '../api/StaticDataApi';
import { hasStatus } from '../lib/errors';

/** One page of a list. */
export interface CursorPage<T> {
  items: T[];
  pagination: CursorPagination & { total?: number };
}

/** The pages of a list that have been read. */
export interface CursorPages<T> {
  /** The items of all pages so far. */
  items: T[];
  /** Total number of items, if the backend reports it. */
  total?: number;
  /** Whether there are items that have not been read. */
  hasMore: boolean;
  /** Where the next page starts; also given at the end of a list that may still grow. */
  nextCursor?: string;
  /** Whether a page is being read. */
  loading: boolean;
  /**
   * Why the latest page could not be read; the items before it are kept, unless the reader may not see
   * them any more.
   */
  error?: Error;
  /** Number of attempts to read a page that have ended. */
  attempts: number;
  /** Reads the next page; retries after an error. */
  loadMore: () => void;
}

type State<T> = Omit<CursorPages<T>, 'loadMore'>;

const START = { items: [], hasMore: false, loading: true, attempts: 0 };

/** Reads a list page by page, and starts over whenever a dependency changes. */
export function useCursorPages<T>(
  readPage: (api: StaticDataApi, cursor?: string) => Promise<CursorPage<T>>,
  deps: DependencyList,
): CursorPages<T> {
  const api = useApi(staticDataApiRef);
  const [state, setState] = useState<State<T>>(START);
  // Only the latest of overlapping attempts counts; earlier ones may belong to another list.
  const latestAttempt = useRef(0);

  const load = useCallback(
    async (cursor?: string) => {
      latestAttempt.current += 1;
      const attempt = latestAttempt.current;
      setState(previous => ({ ...previous, loading: true, error: undefined }));
      let change: (previous: State<T>) => State<T>;
      try {
        const { items, pagination } = await readPage(api, cursor);
        const { total, hasMore, nextCursor } = pagination;
        change = previous => ({
          ...previous,
          items: [...previous.items, ...items],
          total: total ?? previous.total,
          hasMore,
          nextCursor,
        });
      } catch (caught) {
        const error = toError(caught);
        change = previous => ({
          ...(hasStatus(error, 403)
            ? { ...START, attempts: previous.attempts }
            : previous),
          error,
        });
      }
      if (attempt === latestAttempt.current) {
        setState(previous => ({
          ...change(previous),
          loading: false,
          attempts: previous.attempts + 1,
        }));
      }
    },
    // callers list the dependencies, and lint checks their lists
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [api, ...deps],
  );

  useEffect(() => {
    setState(START);
    load();
  }, [load]);

  const { nextCursor } = state;
  const loadMore = useCallback(() => {
    load(nextCursor);
  }, [load, nextCursor]);

  return { ...state, loadMore };
}
