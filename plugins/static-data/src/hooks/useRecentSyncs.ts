import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect } from 'react';
import { staticDataApiRef } from '../api';
import { useLoader } from './useLoader';

const LENGTH = 60;

/**
 * Reads the last 60 syncs that were no dry runs, newest first.
 *
 * @param refreshKey - reads them again whenever this changes
 */
export function useRecentSyncs(refreshKey: string) {
  const api = useApi(staticDataApiRef);
  const load = useCallback(
    async () =>
      (await api.getSyncHistory({ dryRun: false, limit: LENGTH })).history,
    [api],
  );
  const { value: syncs, error, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload, refreshKey]);

  return { syncs, error, reload };
}
