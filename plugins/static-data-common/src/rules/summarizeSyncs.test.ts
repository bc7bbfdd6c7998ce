import { SyncStatus } from '../types';
import { summarizeSyncs, SyncMeasurement } from './summarizeSyncs';

const NOW = new Date('2026-03-29T14:10:00.000Z');

function sync(
  startTime: string,
  status: SyncStatus = 'SUCCESS',
  more: Partial<SyncMeasurement> = {},
): SyncMeasurement {
  return { startTime, status, durationMs: 1000, totalEntities: 10, ...more };
}

function durations(values: number[]): SyncMeasurement[] {
  return values.map(durationMs =>
    sync('2026-03-29T10:00:00.000Z', 'SUCCESS', { durationMs }),
  );
}

function summarize(syncs: SyncMeasurement[], entitiesBefore = 0) {
  return summarizeSyncs({ period: '7d', now: NOW, syncs, entitiesBefore });
}

describe('summarizeSyncs', () => {
  it('is all zeros, for every bucket, where there was no sync', () => {
    const statistics = summarize([]);

    expect(statistics).toMatchObject({
      period: '7d',
      from: '2026-03-22T14:10:00.000Z',
      to: '2026-03-29T14:10:00.000Z',
      totalSyncs: 0,
      successfulSyncs: 0,
      partialSyncs: 0,
      failedSyncs: 0,
      averageDurationMs: 0,
      p50DurationMs: 0,
      p95DurationMs: 0,
    });
    expect(statistics.syncTrend).toHaveLength(8);
    expect(statistics.syncTrend[0]).toEqual({
      date: '2026-03-22T00:00:00.000Z',
      success: 0,
      partial: 0,
      failure: 0,
    });
    expect(statistics.entityGrowth.map(({ count }) => count)).toEqual(
      Array(8).fill(0),
    );
  });

  it('has the same figures of the period before', () => {
    const statistics = summarize([
      sync('2026-03-15T14:09:59.999Z', 'FAILURE', { durationMs: 99_000 }),
      sync('2026-03-15T14:10:00.000Z', 'FAILURE', { durationMs: 3000 }),
      sync('2026-03-22T14:09:59.999Z', 'SUCCESS', { durationMs: 1000 }),
      sync('2026-03-22T14:10:00.000Z', 'SUCCESS', { durationMs: 500 }),
    ]);
    expect(statistics).toMatchObject({ totalSyncs: 1, p95DurationMs: 500 });
    expect(statistics.previous).toEqual({
      totalSyncs: 2,
      successfulSyncs: 1,
      partialSyncs: 0,
      failedSyncs: 1,
      averageDurationMs: 2000,
      p50DurationMs: 1000,
      p95DurationMs: 3000,
    });
  });

  it('counts outcomes in total and by bucket', () => {
    const statistics = summarize([
      sync('2026-03-27T23:59:59.999Z', 'SUCCESS'),
      sync('2026-03-28T00:00:00.000Z', 'PARTIAL_SUCCESS'),
      sync('2026-03-28T12:00:00.000Z', 'SUCCESS'),
      sync('2026-03-29T01:00:00.000Z', 'FAILURE'),
      sync('2026-03-29T02:00:00.000Z', 'FAILURE'),
    ]);

    expect(statistics).toMatchObject({
      totalSyncs: 5,
      successfulSyncs: 2,
      partialSyncs: 1,
      failedSyncs: 2,
    });
    expect(statistics.syncTrend.slice(-3)).toEqual([
      { date: '2026-03-27T00:00:00.000Z', success: 1, partial: 0, failure: 0 },
      { date: '2026-03-28T00:00:00.000Z', success: 1, partial: 1, failure: 0 },
      { date: '2026-03-29T00:00:00.000Z', success: 0, partial: 0, failure: 2 },
    ]);
  });

  it('counts from the very beginning of the period', () => {
    const statistics = summarize([
      sync('2026-03-22T14:09:59.999Z'),
      sync('2026-03-22T14:10:00.000Z'),
    ]);

    expect(statistics.totalSyncs).toBe(1);
    expect(statistics.syncTrend[0].success).toBe(1);
  });

  it('counts a sync whose clock is ahead to the last bucket', () => {
    const statistics = summarize([sync('2026-03-30T00:00:01.000Z')]);

    expect(statistics.totalSyncs).toBe(1);
    expect(statistics.syncTrend[7].success).toBe(1);
  });

  it('carries the number of entities forward over buckets and failures', () => {
    const statistics = summarize(
      [
        sync('2026-03-24T08:00:00.000Z', 'SUCCESS', { totalEntities: 50 }),
        sync('2026-03-24T09:00:00.000Z', 'PARTIAL_SUCCESS', {
          totalEntities: 62,
        }),
        sync('2026-03-26T08:00:00.000Z', 'FAILURE', { totalEntities: 0 }),
        sync('2026-03-28T08:00:00.000Z', 'SUCCESS', { totalEntities: 40 }),
      ],
      7,
    );

    expect(statistics.entityGrowth.map(({ count }) => count)).toEqual([
      7, 7, 62, 62, 62, 62, 40, 40,
    ]);
    expect(statistics.entityGrowth[2].date).toBe('2026-03-24T00:00:00.000Z');
  });

  it.each([
    [[7], 7, 7, 7],
    [[10, 20], 15, 10, 20],
    [[30, 10, 20], 20, 20, 30],
    [[1, 2, 3, 1000], 251.5, 2, 1000],
    [Array.from({ length: 20 }, (_, i) => 20 - i), 10.5, 10, 19],
    [Array.from({ length: 100 }, (_, i) => i + 1), 50.5, 50, 95],
  ])('averages and ranks the durations %j', (values, mean, p50, p95) => {
    expect(summarize(durations(values))).toMatchObject({
      averageDurationMs: mean,
      p50DurationMs: p50,
      p95DurationMs: p95,
    });
  });
});
