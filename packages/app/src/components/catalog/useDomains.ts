import { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import useAsync from 'react-use/esm/useAsync';

/** All domains, or why they cannot be loaded; neither until that is known. */
export function useDomains(): { domains?: Entity[]; error?: Error } {
  const catalogApi = useApi(catalogApiRef);
  const { value, error } = useAsync(
    () =>
      catalogApi.getEntities({
        filter: { kind: 'Domain' },
        fields: ['apiVersion', 'kind', 'metadata'],
        order: { field: 'metadata.name', order: 'asc' },
      }),
    [catalogApi],
  );
  return { domains: value?.items, error };
}
