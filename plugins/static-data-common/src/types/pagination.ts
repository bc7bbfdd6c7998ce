/**
 * Most items of a page.
 *
 * @public
 */
export const MAX_PAGE_SIZE = 500;

/**
 * The longest text that lists are searched for, in characters.
 *
 * @public
 */
export const MAX_SEARCH_LENGTH = 200;

/**
 * Where a page stands among all items that match.
 *
 * @public
 */
export interface CursorPagination {
  limit: number;
  hasMore: boolean;
  /** Opaque; requests the page after this one. */
  nextCursor?: string;
}

/**
 * Where a page of the history stands among all syncs that match.
 *
 * @public
 */
export interface Pagination extends CursorPagination {
  offset: number;
  /** Number of syncs that match. */
  total: number;
}
