import { SyncStatus } from '../types';
import {
  assessHealth,
  calculateUptime,
  getUptimeWindowStart,
  HealthInput,
  isHeldRemovalsReason,
  isSteeringReason,
} from './assessHealth';

const NOW = new Date('2026-03-31T12:00:00.000Z');
const MINUTE_MS = 60_000;

function minutesAgo(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * MINUTE_MS);
}

function uptimeWith(counts: Partial<Record<SyncStatus, number>>): number {
  const { SUCCESS = 0, PARTIAL_SUCCESS = 0, FAILURE = 0 } = counts;
  const applied = SUCCESS + PARTIAL_SUCCESS;
  return calculateUptime({ total: applied + FAILURE, applied });
}

/** Missed runs of a schedule of every 30 minutes, the last of them 5 minutes ago. */
function missed(count: number): Date[] {
  return Array.from({ length: count }, (_, index) =>
    minutesAgo(5 + 30 * (count - 1 - index)),
  );
}

function assess(input: Partial<HealthInput>) {
  return assessHealth({
    now: NOW,
    uptime: 100,
    latestStatus: 'SUCCESS',
    consecutiveFailures: 0,
    missedRuns: [],
    steering: { pause: null, pin: null },
    heldRemovals: 0,
    isConfigurationSynced: true,
    competingSources: [],
    problems: {
      missing: { count: 0, entityRefs: [] },
      refused: { count: 0, entityRefs: [] },
    },
    unreadable: [],
    ...input,
  });
}

describe('calculateUptime', () => {
  it('is all well before the first sync', () => {
    expect(calculateUptime({ total: 0, applied: 0 })).toBe(100);
  });

  it('is the share of the syncs that applied something', () => {
    expect(calculateUptime({ total: 4, applied: 3 })).toBe(75);
    expect(calculateUptime({ total: 2, applied: 0 })).toBe(0);
  });
});

describe('assessHealth', () => {
  it('names the first rows that cannot be read, and counts the others', () => {
    const unreadable = ['sync 1 (stats)', 'sync 2 (stats)', 'sync 3 (errors)'];
    expect(
      assess({ unreadable: [...unreadable, 'sync 4 (stats)'] }),
    ).toMatchObject({
      status: 'DEGRADED',
      reasons: [
        '4 rows in the database of the plugin cannot be read in full: sync 1 (stats), sync 2 (stats), sync 3 (errors) and 1 more. Syncs go on without them; restore the database if you need what is in them.',
      ],
    });
  });

  it('is healthy, without reasons, when everything was applied in time', () => {
    expect(
      assess({
        lastSuccessAt: '2026-03-31T11:30:00.000Z',
        lastAppliedAt: '2026-03-31T11:45:00.000Z',
        nextSync: new Date('2026-03-31T12:30:00.000Z'),
      }),
    ).toEqual({
      status: 'HEALTHY',
      reasons: [],
      lastSuccessfulSync: '2026-03-31T11:30:00.000Z',
      dataAsOf: '2026-03-31T11:45:00.000Z',
      consecutiveFailures: 0,
      uptime: 100,
      nextSync: '2026-03-31T12:30:00.000Z',
      lateBy: 0,
    });
  });

  it('is unknown before the first sync', () => {
    expect(assess({ latestStatus: undefined })).toEqual({
      status: 'UNKNOWN',
      reasons: ['No sync has run yet.'],
      lastSuccessfulSync: null,
      dataAsOf: null,
      consecutiveFailures: 0,
      uptime: 100,
      nextSync: null,
      lateBy: 0,
    });
  });

  it('shows a scheduler that is dead from the start', () => {
    const health = assess({
      latestStatus: undefined,
      missedRuns: missed(4),
    });

    expect(health.status).toBe('UNHEALTHY');
    expect(health.reasons).toEqual([
      'No sync completed at the last 4 scheduled times, the first of them 1 hour ago.',
      'No sync has run yet.',
    ]);
  });

  describe('consecutive failures', () => {
    it.each([
      [0, 'HEALTHY', []],
      [1, 'DEGRADED', ['The last sync failed.']],
      [2, 'DEGRADED', ['The last 2 syncs failed.']],
      [3, 'UNHEALTHY', ['The last 3 syncs failed.']],
      [250, 'UNHEALTHY', ['The last 250 syncs failed.']],
    ])('%d in a row: %s', (consecutiveFailures, status, reasons) => {
      const health = assess({ consecutiveFailures });

      expect(health).toMatchObject({ status, reasons, consecutiveFailures });
    });
  });

  describe('uptime', () => {
    it.each([
      [{ SUCCESS: 100 }, 100, 'HEALTHY', []],
      [{ SUCCESS: 95, FAILURE: 5 }, 95, 'HEALTHY', []],
      [
        { SUCCESS: 94, FAILURE: 6 },
        94,
        'DEGRADED',
        ['Only 94.0% of the syncs of the last 30 days were applied.'],
      ],
      [
        { SUCCESS: 80, FAILURE: 20 },
        80,
        'DEGRADED',
        ['Only 80.0% of the syncs of the last 30 days were applied.'],
      ],
      [
        { SUCCESS: 79, FAILURE: 21 },
        79,
        'UNHEALTHY',
        ['Only 79.0% of the syncs of the last 30 days were applied.'],
      ],
      [
        { FAILURE: 3 },
        0,
        'UNHEALTHY',
        ['Only 0.0% of the syncs of the last 30 days were applied.'],
      ],
    ])('%p is %d%%: %s', (counts, uptime, status, reasons) => {
      expect(assess({ uptime: uptimeWith(counts) })).toMatchObject({
        uptime,
        status,
        reasons,
      });
    });

    it('never rounds up to the limit that it falls short of', () => {
      const { status, reasons } = assess({
        uptime: uptimeWith({ SUCCESS: 1898, FAILURE: 100 }),
      });

      expect(status).toBe('DEGRADED');
      expect(reasons).toEqual([
        'Only 94.9% of the syncs of the last 30 days were applied.',
      ]);
    });

    it.each(['2026-03-31T12:00:00.000Z', '2026-03-31T12:00:59.999Z'])(
      'is counted over 30 days, from the start of a minute, at %s',
      now => {
        expect(getUptimeWindowStart(new Date(now)).toISOString()).toBe(
          '2026-03-01T12:00:00.000Z',
        );
      },
    );
  });

  describe('lateness', () => {
    it.each([
      [2, 'DEGRADED', '35 minutes'],
      [3, 'DEGRADED', '1 hour'],
      [4, 'UNHEALTHY', '1 hour'],
      [5, 'UNHEALTHY', '2 hours'],
    ])('%d missed runs: %s', (count, status, ago) => {
      const missedRuns = missed(count);
      const health = assess({ missedRuns });

      expect(health.status).toBe(status);
      expect(health.reasons).toEqual([
        `No sync completed at the last ${count} scheduled times, the first of them ${ago} ago.`,
      ]);
      expect(health.lateBy).toBe(NOW.getTime() - missedRuns[0].getTime());
    });

    it('takes a sync that was due a moment ago to be on its way', () => {
      expect(assess({ missedRuns: [minutesAgo(15)] })).toMatchObject({
        status: 'HEALTHY',
        reasons: [],
        lateBy: 0,
      });
    });

    it.each([
      [16, '16 minutes'],
      [30 * 60, '1 day'],
    ])(
      'is degraded when a single run is missed for %d minutes',
      (minutes, ago) => {
        expect(assess({ missedRuns: [minutesAgo(minutes)] })).toMatchObject({
          status: 'DEGRADED',
          reasons: [
            `No sync completed at the last scheduled time, ${ago} ago.`,
          ],
          lateBy: minutes * MINUTE_MS,
        });
      },
    );
  });

  it('is degraded when the latest sync was applied in part', () => {
    expect(assess({ latestStatus: 'PARTIAL_SUCCESS' })).toMatchObject({
      status: 'DEGRADED',
      reasons: [
        'The last sync was applied in part: some inputs were skipped, or removals are held.',
      ],
    });
  });

  it('is degraded when the latest sync had to leave everything as it was', () => {
    const lastAppliedAt = minutesAgo(60).toISOString();
    const latestStatusAt = minutesAgo(30).toISOString();
    expect(
      assess({
        latestStatus: 'PARTIAL_SUCCESS',
        latestStatusAt,
        lastAppliedAt,
      }),
    ).toMatchObject({
      status: 'DEGRADED',
      reasons: [
        'The last sync left everything as it was: the host takes no more requests for now.',
      ],
      dataAsOf: lastAppliedAt,
    });
  });

  it('is degraded while another source is synchronised on the same database', () => {
    expect(assess({ competingSources: ['acme/other'] })).toMatchObject({
      status: 'DEGRADED',
      reasons: [
        'Backends on the same database synchronise other sources (acme/other): every sync replaces what theirs sent.',
      ],
    });
  });

  it('is degraded while the configuration in force was never synced', () => {
    expect(assess({ isConfigurationSynced: false })).toMatchObject({
      status: 'DEGRADED',
      reasons: [
        'The configuration in force was never synced: the catalog shows what was read with another one.',
      ],
    });
  });

  it.each([
    [1, '1 removal is held back: restore its source, or approve it.'],
    [12, '12 removals are held back: restore their source, or approve them.'],
  ])('says that %d removals are held, and what to do', (count, reason) => {
    const health = assess({
      latestStatus: 'PARTIAL_SUCCESS',
      heldRemovals: count,
    });

    expect(health.status).toBe('DEGRADED');
    expect(health.reasons.at(-1)).toBe(reason);
    expect(health.reasons.map(isHeldRemovalsReason)).toEqual([false, true]);
  });

  it('is degraded when the catalog has lost or refuses entities, and names the first', () => {
    const health = assess({
      problems: {
        missing: { count: 1, entityRefs: ['component:default/cart'] },
        refused: {
          count: 7,
          entityRefs: ['api:default/orders', 'api:default/returns'],
        },
      },
    });
    expect(health).toMatchObject({
      status: 'DEGRADED',
      reasons: [
        '1 entity is missing from the catalog, or not there as sent: component:default/cart. The sync that finds this out sends it again.',
        'The catalog refuses 7 entities: api:default/orders, api:default/returns and 5 more. The sync that sent them says why.',
      ],
    });
  });

  it('says last that a source is paused and pinned', () => {
    const { reasons } = assess({
      latestStatus: undefined,
      steering: {
        pause: {
          pausedBy: null,
          since: minutesAgo(5).toISOString(),
          until: null,
          reason: 'Maintenance window',
        },
        pin: {
          id: 1,
          pinnedBy: 'user:default/jane.doe',
          since: minutesAgo(90).toISOString(),
          until: null,
          reason: 'Squads are gone',
          ref: 'v1.2',
          revision: null,
          sync: null,
        },
      },
    });
    expect(reasons.map(isSteeringReason)).toEqual([false, true, true]);
    expect(
      isHeldRemovalsReason(
        'Paused by user:default/ada: 1 removal is held back: restore its source, or approve it.',
      ),
    ).toBe(false);
  });

  it('gives the most serious reason first', () => {
    const health = assess({
      uptime: uptimeWith({ SUCCESS: 79, FAILURE: 21 }),
      latestStatus: 'FAILURE',
      consecutiveFailures: 1,
      missedRuns: missed(4),
    });

    expect(health.status).toBe('UNHEALTHY');
    expect(health.reasons).toEqual([
      'No sync completed at the last 4 scheduled times, the first of them 1 hour ago.',
      'Only 79.0% of the syncs of the last 30 days were applied.',
      'The last sync failed.',
    ]);
  });
});
