import { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { SENT_CHANGE_TYPES } from '@internal/plugin-static-data-common';
import { useCallback } from 'react';
import { staticDataApiRef } from '../api';
import { useCursorPages } from './useCursorPages';

/** Reads what syncs did with an entity, newest first. */
export function useEntityHistory(
  entity: Entity,
  options: {
    limit: number;
    /** Leaves out what did not change the entity. */
    sentOnly?: boolean;
  },
) {
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  const { limit, sentOnly = false } = options;
  const api = useApi(staticDataApiRef);
  const readPage = useCallback(
    async (cursor?: string) => {
      const { history, pagination } = await api.getEntityHistory(
        { kind, namespace, name },
        {
          limit,
          cursor,
          change: sentOnly ? [...SENT_CHANGE_TYPES] : undefined,
        },
      );
      return { items: history, pagination };
    },
    [api, kind, namespace, name, limit, sentOnly],
  );
  return useCursorPages(readPage);
}
