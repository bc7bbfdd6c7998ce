import { createReport } from './createReport';
import { EndpointMeasurement } from './types';

const bare = { p50: 2, p99: 4, requestsPerSecond: 400 };

function measurement(p50: number, firstMs = 9): EndpointMeasurement {
  return {
    endpoint: { name: 'health', path: '/health', target: 1.5 },
    ours: { p50, p99: p50 * 2, requestsPerSecond: 100 },
    bare,
    firstMs,
  };
}

function report(endpoints: EndpointMeasurement[], addedMemory = 0): string[] {
  const text = createReport([
    {
      database: 'SQLite',
      records: 1_000_000,
      changes: 100_000,
      endpoints,
      exports: [{ format: 'csv', rows: 1_000_000, ms: 61_000, addedMemory }],
      state: { entities: 10_000, ms: 900 },
    },
  ]);
  return text.split('\n');
}

describe('createReport', () => {
  it('compares the medians of all rounds with the bare endpoint', () => {
    expect(
      report([measurement(2.5, 70), measurement(40), measurement(3)]),
    ).toContain(
      '| health | 3.00 | 1.50 | ≤ 1.5 | met | 6.00 | 1.50 | 100 | 0.25 | 70.0 |',
    );
    expect(report([measurement(3.1)])).toContain(
      '| health | 3.10 | 1.55 | ≤ 1.5 | **missed** | 6.20 | 1.55 | 100 | 0.25 | 9.0 |',
    );
  });

  it('says how much memory an export took', () => {
    expect(report([measurement(1)], 99 * 2 ** 20)).toContain(
      '| csv | 1,000,000 | 61.0 | 99 MiB | < 100 MiB | met |',
    );
    expect(report([measurement(1)], 100 * 2 ** 20)).toContain(
      '| csv | 1,000,000 | 61.0 | 100 MiB | < 100 MiB | **missed** |',
    );
  });

  it('names the database and the size of the history', () => {
    expect(report([measurement(1)])).toContain(
      '### SQLite, 1,000,000 syncs, one of them with 100,000 changes',
    );
  });
});
