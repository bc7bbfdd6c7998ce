import { useApi } from '@backstage/core-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { useCallback } from 'react';
import { staticDataApiRef } from '../api';
import { reverseNetChange } from '../lib/diff';
import { useCursorPages } from './useCursorPages';

const PAGE_SIZE = 100;

/** Whether the first of two syncs is the later one. */
export function isBackwards(
  from: SyncHistoryRecord,
  to: SyncHistoryRecord,
): boolean {
  return from.startTime === to.startTime
    ? from.id > to.id
    : from.startTime > to.startTime;
}

/** Reads what is different between the states that two syncs left behind, in either direction. */
export function useComparison(from: SyncHistoryRecord, to: SyncHistoryRecord) {
  const api = useApi(staticDataApiRef);
  const backwards = isBackwards(from, to);
  const [earlier, later] = backwards ? [to.id, from.id] : [from.id, to.id];
  const readPage = useCallback(
    async (cursor?: string) => {
      const { changes, pagination } = await api.compareSyncs(earlier, later, {
        cursor,
        limit: PAGE_SIZE,
      });
      return {
        items: backwards ? changes.map(reverseNetChange) : changes,
        pagination,
      };
    },
    [api, earlier, later, backwards],
  );
  return useCursorPages(readPage);
}
