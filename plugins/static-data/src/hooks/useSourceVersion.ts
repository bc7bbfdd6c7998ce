import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect } from 'react';
import { staticDataApiRef } from '../api';
import { SourceVersion } from '../lib/formatting';
import { useLoader } from './useLoader';

/** Reads which source a sync has read; undefined until it is known, or where it cannot be. */
export function useSourceVersion(
  syncId: string | undefined,
): SourceVersion | undefined {
  const api = useApi(staticDataApiRef);
  const load = useCallback(
    async () => (syncId ? api.getSync(syncId) : undefined),
    [api, syncId],
  );
  const { value, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload]);

  return value?.id === syncId ? value : undefined;
}
