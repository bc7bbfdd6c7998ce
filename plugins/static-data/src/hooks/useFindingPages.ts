import { useApi } from '@backstage/core-plugin-api';
import {
  RecordedFinding,
  SyncFindingState,
} from '@internal/plugin-static-data-common';
import { useCallback } from 'react';
import { staticDataApiRef } from '../api';
import { useCursorPages } from './useCursorPages';

const PAGE_SIZE = 100;

/** Reads what a sync found wrong; filters that are not given let everything through. */
export function useFindingPages(query: {
  syncId: string;
  severity?: RecordedFinding['severity'];
  state?: SyncFindingState;
  q?: string;
}) {
  const { syncId, severity, state, q } = query;
  const api = useApi(staticDataApiRef);
  const readPage = useCallback(
    async (cursor?: string) => {
      const { findings, pagination } = await api.getFindings(syncId, {
        severity,
        state: state && [state],
        q,
        cursor,
        limit: PAGE_SIZE,
      });
      return { items: findings, pagination };
    },
    [api, syncId, severity, state, q],
  );
  return useCursorPages(readPage);
}
