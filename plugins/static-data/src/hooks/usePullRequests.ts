import { PullRequestList } from '@internal/plugin-static-data-common';
import { LoaderState } from './useLoader';
import { intervalWhile, usePolling } from './usePolling';
import { useSource } from './useSources';

/** Polls the open pull requests of the source. */
export function usePullRequests(): LoaderState<PullRequestList> {
  const source = useSource();
  return usePolling(
    api => api.getPullRequests({ source, state: 'open' }),
    [source],
    (_, isSignalled) => intervalWhile(false, isSignalled),
  );
}
