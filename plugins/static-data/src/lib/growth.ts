import { SyncHistoryRecord } from '@internal/plugin-static-data-common';

/** A number that holds from a time on, until the next one. */
export interface Step {
  /** Milliseconds. */
  time: number;
  count: number;
}

/** How many entities of each kind there were after the syncs that were applied, oldest first. */
export function toGrowthByKind(
  syncs: SyncHistoryRecord[],
): Map<string, Step[]> {
  const growth = new Map<string, Step[]>();
  for (const { status, startTime, stats } of [...syncs].reverse()) {
    if (status !== 'FAILURE') {
      for (const [kind, { total }] of Object.entries(stats.byType)) {
        const steps = growth.get(kind) ?? [];
        growth.set(kind, steps);
        steps.push({ time: Date.parse(startTime), count: total });
      }
    }
  }
  return growth;
}

/**
 * The lowest and the highest value of an axis: close to the values, so that small changes in a large
 * catalog show.
 */
export function toAxis(counts: number[]): { bottom: number; top: number } {
  const lowest = Math.min(...counts);
  const highest = Math.max(...counts);
  const margin = Math.max(1, Math.ceil((highest - lowest) * 0.1));
  return { bottom: Math.max(0, lowest - margin), top: highest + margin };
}
