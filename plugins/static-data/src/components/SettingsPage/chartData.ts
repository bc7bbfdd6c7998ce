import { EntityGrowthPoint } from '@internal/plugin-static-data-common';

/** Pixels. */
export const CHART_HEIGHT = 240;

/** Number of equal integer steps on the value axis. */
export const AXIS_STEPS = 4;

export interface GrowthSeries {
  /** `null` where nothing had been counted yet. */
  points: Array<{ date: string; count: number | null }>;
  /** Lowest and highest value of the axis. */
  domain: [number, number];
}

/**
 * Prepares the number of entities for a line chart: a gap until the first sync rather than an
 * empty catalog, and an axis close to the values, so that small changes in a large catalog show.
 */
export function toGrowthSeries(growth: EntityGrowthPoint[]): GrowthSeries {
  const start = growth.findIndex(point => point.count > 0);
  const points = growth.map((point, index) => ({
    date: point.date,
    count: start === -1 || index < start ? null : point.count,
  }));

  const counts = start === -1 ? [] : growth.slice(start).map(p => p.count);
  if (counts.length === 0) {
    return { points, domain: [0, AXIS_STEPS] };
  }
  const lowest = Math.min(...counts);
  const highest = Math.max(...counts);
  const margin = Math.max(1, Math.ceil((highest - lowest) * 0.1));
  const bottom = Math.max(0, lowest - margin);
  const step = Math.ceil((highest + margin - bottom) / AXIS_STEPS);
  return { points, domain: [bottom, bottom + step * AXIS_STEPS] };
}
