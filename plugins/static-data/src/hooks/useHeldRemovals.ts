import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect } from 'react';
import { staticDataApiRef } from '../api';
import { useLoader } from './useLoader';

/**
 * Reads which removals are held back, and lets them through.
 *
 * @param refreshKey - reads them again whenever this changes
 */
export function useHeldRemovals(refreshKey: string) {
  const api = useApi(staticDataApiRef);
  const load = useCallback(
    async () => (await api.getHeldRemovals()).heldRemovals,
    [api],
  );
  const { value: heldRemovals = [], error, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload, refreshKey]);

  const approve = useCallback(
    async (entityRefs: string[]) => {
      await api.approveHeldRemovals(entityRefs);
      await reload();
    },
    [api, reload],
  );

  return { heldRemovals, error, reload, approve };
}
