import { Scorecard } from '@internal/plugin-static-data-common';
import { createSync } from './syncs';

/** What concerns `payments-squad`: an error and a warning. */
export function createScorecard(overrides: Partial<Scorecard> = {}): Scorecard {
  const { id: syncId, startTime } = createSync();
  return {
    owner: 'group:default/payments-squad',
    entityCount: 14,
    errorCount: 1,
    warningCount: 1,
    findings: [
      {
        severity: 'error',
        code: 'SCHEMA',
        message: "The application 'payment-gateway' has no name",
        hint: 'Correct the record.',
        file: 'data/applications.json',
        line: 12,
        entity: 'component:default/payment-gateway',
        source: 'default',
        syncId,
      },
      {
        severity: 'warning',
        code: 'MISSING_BUILD_FILE',
        message: 'acme/refund-service has no build file',
        hint: 'Add one.',
        source: 'default',
        syncId,
      },
    ],
    newCount: 5,
    fixedCount: 3,
    trend: [
      ['2026-01-05', 0, 0],
      ['2026-01-12', 4, 0],
      ['2026-01-19', 0, 1],
      ['2026-01-26', 0, 0],
      ['2026-02-02', 0, 0],
      ['2026-02-09', 1, 2],
      ['2026-02-16', 0, 0],
      ['2026-02-23', 0, 0],
    ].map(([date, added, fixed]) => ({
      date: `${date}T00:00:00.000Z`,
      new: Number(added),
      fixed: Number(fixed),
    })),
    sources: [
      {
        source: 'default',
        entityCount: 14,
        dataAsOf: startTime,
        syncId,
        pin: null,
      },
    ],
    ...overrides,
  };
}
