import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { describeOutcome } from './describeOutcome';

const startTime = '2026-01-01T00:00:00.000Z';
const { stats } = createSyncRecord({ startTime });

describe('describeOutcome', () => {
  it.each<[Partial<SyncHistoryRecord>, string]>([
    [{}, 'Applied: 1 added, 0 updated, 0 removed, 61 unchanged.'],
    [
      { dryRun: true },
      'Dry run, nothing was applied. A sync of what it read would have applied: 1 added, 0 updated, 0 removed, 61 unchanged.',
    ],
    [
      {
        status: 'FAILURE',
        errorCount: 1,
        errors: [
          {
            phase: 'FETCH',
            code: 'AUTH',
            error: 'GitHub refuses the token',
            hint: 'Renew it',
          },
        ],
      },
      'Nothing was applied, the catalog is as it was: GitHub refuses the token',
    ],
    [{ status: 'FAILURE' }, 'Nothing was applied, the catalog is as it was'],
    [
      {
        status: 'PARTIAL_SUCCESS',
        errorCount: 1,
        stats: { ...stats, removalsHeld: 2, entitiesRetained: 1 },
        confirmation: {
          sent: 5,
          confirmed: 1,
          pending: 1,
          failed: 3,
          superseded: 0,
        },
      },
      'Applied: 1 added, 0 updated, 0 removed, 61 unchanged. ' +
        '2 removals are held back, until the source has the entities again or somebody approves. ' +
        '1 entity is kept as it was, because its source could not be read. ' +
        '1 error caused data to be skipped. ' +
        '3 changes did not arrive in the catalog. ' +
        '1 change has not appeared in the catalog yet.',
    ],
  ])('puts %j into words', (record, words) => {
    expect(describeOutcome(createSyncRecord({ startTime, ...record }))).toBe(
      words,
    );
  });
});
