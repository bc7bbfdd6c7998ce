import { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import useAsync from 'react-use/esm/useAsync';

/** All domains; undefined until they are loaded, empty if they cannot be. */
export function useDomains(): Entity[] | undefined {
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
  return error ? [] : value?.items;
}
