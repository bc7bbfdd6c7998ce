import {
  SyncHealth,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import { createSync } from './syncs';

const HOUR_MS = 3_600_000;
const BUCKETS = { '24h': 24, '7d': 7, '30d': 30, '90d': 90 };

export function createHealth(overrides: Partial<SyncHealth> = {}): SyncHealth {
  return {
    status: 'HEALTHY',
    reasons: [],
    lastSuccessfulSync: '2026-05-04T12:30:00.000Z',
    dataAsOf: '2026-05-04T12:30:00.000Z',
    consecutiveFailures: 0,
    uptime: 99.2,
    nextSync: '2026-05-04T13:00:00.000Z',
    lateBy: 0,
    ...overrides,
  };
}

export function createStatistics(
  overrides: Partial<SyncStatistics> = {},
  options: { period?: SyncStatisticsPeriod; to?: string } = {},
): SyncStatistics {
  const { period = '24h', to = '2026-05-04T12:32:00.000Z' } = options;
  const bucketMs = period === '24h' ? HOUR_MS : 24 * HOUR_MS;
  const last = Math.floor(Date.parse(to) / bucketMs) * bucketMs;
  const dates = Array.from({ length: BUCKETS[period] }, (_, index) =>
    new Date(last - (BUCKETS[period] - 1 - index) * bucketMs).toISOString(),
  );
  return {
    period,
    from: dates[0],
    to,
    totalSyncs: 48,
    successfulSyncs: 45,
    partialSyncs: 2,
    failedSyncs: 1,
    averageDurationMs: 3100,
    p50DurationMs: 2900,
    p95DurationMs: 7400,
    previous: {
      totalSyncs: 40,
      successfulSyncs: 38,
      partialSyncs: 1,
      failedSyncs: 1,
      averageDurationMs: 2000,
      p50DurationMs: 1900,
      p95DurationMs: 4000,
    },
    entityGrowth: dates.map((date, index) => ({
      date,
      count: 50 + Math.floor(index / 2),
    })),
    syncTrend: dates.map((date, index) => ({
      date,
      success: index === 9 ? 0 : 2,
      partial: index % 11 === 5 ? 1 : 0,
      failure: index === 9 ? 1 : 0,
    })),
    ...overrides,
  };
}

export function createSettings(
  overrides: Partial<SyncSettings> = {},
): SyncSettings {
  return {
    configuration: {
      repository: 'acme/architecture',
      branch: 'main',
      scheduleFrequency: '*/30 * * * *',
      url: 'https://github.com/acme/architecture',
      lastConfigUpdate: '2026-03-01T09:00:00.000Z',
    },
    latestSync: createSync(),
    runningSync: null,
    statistics: createStatistics(),
    health: createHealth(),
    steering: { pause: null, pin: null },
    applicationHostTypes: [],
    ...overrides,
  };
}

/** The settings before the first sync. */
export function createFirstVisit(): SyncSettings {
  const { syncTrend, entityGrowth } = createStatistics();
  return createSettings({
    latestSync: null,
    health: createHealth({
      status: 'UNKNOWN',
      reasons: ['No sync has run yet.'],
      lastSuccessfulSync: null,
      dataAsOf: null,
      uptime: 100,
    }),
    statistics: createStatistics({
      totalSyncs: 0,
      successfulSyncs: 0,
      partialSyncs: 0,
      failedSyncs: 0,
      averageDurationMs: 0,
      p50DurationMs: 0,
      p95DurationMs: 0,
      entityGrowth: entityGrowth.map(point => ({ ...point, count: 0 })),
      syncTrend: syncTrend.map(({ date }) => ({
        date,
        success: 0,
        partial: 0,
        failure: 0,
      })),
    }),
  });
}
