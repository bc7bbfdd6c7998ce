import {
  SYNC_HEALTH_WORST_FIRST,
  SyncHealth,
  SyncHealthStatus,
  SyncHistoryRecord,
  SyncSource,
} from '@internal/plugin-static-data-common';
import minBy from 'lodash/minBy';

/** How a source is doing: the health of its syncs, or that it has left the configuration. */
export type SourceState = SyncHealthStatus | 'left';

/** What needs attention most comes first. */
const SOURCE_STATES: readonly SourceState[] = [
  ...SYNC_HEALTH_WORST_FIRST,
  'left',
];

/** Whether any source is synchronised now. */
export function isAnyRunning(sources: SyncSource[] | undefined): boolean {
  return Boolean(sources?.some(({ runningSync }) => runningSync));
}

export function stateOf({ isConfigured, health }: SyncSource): SourceState {
  return isConfigured ? health?.status ?? 'UNKNOWN' : 'left';
}

/** How many sources are in each state, as far as there are any; what needs attention most comes first. */
export function countStates(
  sources: SyncSource[],
): Array<{ state: SourceState; count: number }> {
  return SOURCE_STATES.map(state => ({
    state,
    count: sources.filter(source => stateOf(source) === state).length,
  })).filter(({ count }) => count > 0);
}

/** The source that needs attention most; of equals, the first. */
export function findWorst(sources: SyncSource[]): SyncSource | undefined {
  return minBy(sources, source => SOURCE_STATES.indexOf(stateOf(source)));
}

/** Whether the data is older than the latest sync, as after a failure. */
export function isDataOld(
  { dataAsOf }: Pick<SyncHealth, 'dataAsOf'>,
  latestSync: SyncHistoryRecord | null,
): boolean {
  return (
    dataAsOf !== null && latestSync !== null && dataAsOf < latestSync.startTime
  );
}
