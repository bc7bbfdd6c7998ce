import { SteeringAct } from '@internal/plugin-static-data-common';
import { useLoader } from './useLoader';
import { useSyncSignal } from './usePolling';
import { useSource } from './useSources';

/** As many as the backend gives at once. */
const MAX_ACTS = 500;

/**
 * What people have done to the syncs of the source since a time, newest first; empty until it is known.
 *
 * @param options - `from`: ISO 8601, UTC; nothing is loaded without it. `refreshKey`: loads again whenever
 * this changes
 */
export function useSteeringActs(options: {
  from: string | undefined;
  refreshKey: string;
}): SteeringAct[] {
  const { from, refreshKey } = options;
  const source = useSource();
  const { value, reload } = useLoader(
    async api =>
      (await api.getSteeringActs({ source, from, limit: MAX_ACTS })).acts,
    [source, from],
    { paused: from === undefined, refreshKey },
  );
  useSyncSignal(() => {
    if (from !== undefined) {
      reload();
    }
  }, 'source-steered');
  return value ?? [];
}
