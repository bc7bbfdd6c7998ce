import { SyncHealth } from '../types';
import { combineHealth } from './combineHealth';

const HEALTHY: SyncHealth = {
  status: 'HEALTHY',
  reasons: [],
  lastSuccessfulSync: '2026-03-31T11:30:00.000Z',
  dataAsOf: '2026-03-31T11:45:00.000Z',
  consecutiveFailures: 0,
  uptime: 100,
  nextSync: '2026-03-31T12:30:00.000Z',
  lateBy: 0,
};

function combine(healths: Record<string, Partial<SyncHealth>>): SyncHealth {
  return combineHealth(
    Object.entries(healths).map(([source, health]) => ({
      source,
      health: { ...HEALTHY, ...health },
    })),
  );
}

describe('combineHealth', () => {
  it('is the health of the only source', () => {
    const health: SyncHealth = {
      ...HEALTHY,
      status: 'DEGRADED',
      reasons: ['The last sync failed.'],
    };
    expect(combineHealth([{ source: 'default', health }])).toEqual(health);
  });

  it.each([
    [['HEALTHY', 'HEALTHY'], 'HEALTHY'],
    [['HEALTHY', 'UNKNOWN'], 'UNKNOWN'],
    [['UNKNOWN', 'DEGRADED'], 'DEGRADED'],
    [['UNHEALTHY', 'DEGRADED', 'HEALTHY'], 'UNHEALTHY'],
  ] as const)('of %p is %s', ([a, b, c = 'HEALTHY'], status) => {
    expect(
      combine({ a: { status: a }, b: { status: b }, c: { status: c } }).status,
    ).toBe(status);
  });

  it('names the source of every reason, that of the worst first', () => {
    const { reasons } = combine({
      core: {
        status: 'DEGRADED',
        reasons: ['The last sync failed.'],
      },
      legal: {},
      payments: {
        status: 'UNHEALTHY',
        reasons: ['The last 3 syncs failed.', '1 removal is held back.'],
      },
    });
    expect(reasons).toEqual([
      'payments: The last 3 syncs failed.',
      'payments: 1 removal is held back.',
      'core: The last sync failed.',
    ]);
  });

  it('has of every figure the worst, and the sync that is due first', () => {
    expect(
      combine({
        core: {
          consecutiveFailures: 4,
          uptime: 99,
          lastSuccessfulSync: '2026-03-01T00:00:00.000Z',
          nextSync: '2026-03-31T12:45:00.000Z',
          lateBy: 5,
        },
        payments: {
          consecutiveFailures: 1,
          uptime: 80,
          dataAsOf: '2026-03-02T00:00:00.000Z',
          nextSync: '2026-03-31T12:10:00.000Z',
          lateBy: 60_000,
        },
        manual: { nextSync: null },
      }),
    ).toMatchObject({
      consecutiveFailures: 4,
      uptime: 80,
      lastSuccessfulSync: '2026-03-01T00:00:00.000Z',
      dataAsOf: '2026-03-02T00:00:00.000Z',
      nextSync: '2026-03-31T12:10:00.000Z',
      lateBy: 60_000,
    });
  });

  it('claims no age of the data while the catalog has nothing of a source', () => {
    expect(
      combine({ core: {}, payments: { dataAsOf: null } }).dataAsOf,
    ).toBeNull();
  });
});
