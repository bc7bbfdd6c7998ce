import { useApi } from '@backstage/core-plugin-api';
import {
  ConfirmationStatus,
  SyncChangeType,
} from '@internal/plugin-static-data-common';
import { useCallback } from 'react';
import { staticDataApiRef } from '../api/StaticDataApi';
import { useCursorPages } from './useCursorPages';

const PAGE_SIZE = 100;

/** Reads what a sync changed; filters that are not given let everything through. */
export function useChangePages(query: {
  syncId: string;
  change?: SyncChangeType;
  kind?: string;
  confirmation?: ConfirmationStatus;
  q?: string;
}) {
  const { syncId, change, kind, confirmation, q } = query;
  const api = useApi(staticDataApiRef);
  const readPage = useCallback(
    async (cursor?: string) => {
      const { changes, pagination } = await api.getChanges(syncId, {
        change: change && [change],
        confirmation: confirmation && [confirmation],
        kind,
        q,
        cursor,
        limit: PAGE_SIZE,
      });
      return { items: changes, pagination };
    },
    [api, syncId, change, kind, confirmation, q],
  );
  return useCursorPages(readPage);
}
