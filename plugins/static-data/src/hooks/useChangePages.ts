import {
  ConfirmationStatus,
  MAX_PAGE_SIZE,
  SyncChangeType,
} from '@internal/plugin-static-data-common';
import { useCursorPages } from './useCursorPages';

/** Quick to be there. */
const FIRST_PAGE_SIZE = 100;

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
        // Whoever reads on may want to see the end of a long list.
        limit: cursor ? MAX_PAGE_SIZE : FIRST_PAGE_SIZE,
      });
      return { items: changes, pagination };
    },
    [syncId, change, kind, confirmation, q],
  );
}
