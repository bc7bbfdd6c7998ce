import {
  ConfirmationStatus,
  SyncChangeType,
} from '@internal/plugin-static-data-common';
import { useCursorPages } from './useCursorPages';

/** Quick to be there. */
const FIRST_PAGE_SIZE = 100;

/** As many as the backend gives: whoever reads on may want to see the end of a long list. */
const NEXT_PAGE_SIZE = 500;

export function useChangePages(query: {
  syncId: string;
  change?: SyncChangeType;
  kind?: string;
  confirmation?: ConfirmationStatus;
  q?: string;
}) {
  const { syncId, change, kind, confirmation, q } = query;
  return useCursorPages(
    async (api, cursor) => {
      const { changes, pagination } = await api.getChanges(syncId, {
        change: change && [change],
        confirmation: confirmation && [confirmation],
        kind,
        q,
        cursor,
        limit: cursor ? NEXT_PAGE_SIZE : FIRST_PAGE_SIZE,
      });
      return { items: changes, pagination };
    },
    [syncId, change, kind, confirmation, q],
  );
}
