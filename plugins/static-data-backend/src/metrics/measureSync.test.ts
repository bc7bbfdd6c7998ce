import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { measureSync } from './startMetrics';

const startTime = '2026-01-01T00:00:00.000Z';
const { stats } = createSyncRecord({ startTime });

describe('measureSync', () => {
  it('measures outcome, trigger, phases and changes', () => {
    expect(
      measureSync(
        createSyncRecord({
          startTime,
          status: 'PARTIAL_SUCCESS',
          syncType: 'PUSH',
          steps: [
            { step: 'FETCH', durationMs: 1500 },
            { step: 'CATALOG_APPLY', durationMs: 20 },
          ],
          stats: { ...stats, entitiesUpdated: 2, entitiesRemoved: 3 },
        }),
      ),
    ).toEqual({
      sync: { outcome: 'partial_success', trigger: 'push' },
      phases: [
        { phase: 'fetch', seconds: 1.5 },
        { phase: 'catalog_apply', seconds: 0.02 },
      ],
      changes: [
        { change: 'added', count: 1 },
        { change: 'updated', count: 2 },
        { change: 'removed', count: 3 },
      ],
    });
  });

  it('measures no changes of a sync that applied none', () => {
    const failed = createSyncRecord({
      startTime,
      status: 'FAILURE',
      steps: [],
      stats: { ...stats, entitiesAdded: 0 },
    });
    expect(measureSync(failed)).toEqual({
      sync: { outcome: 'failure', trigger: 'scheduled' },
      phases: [],
      changes: [],
    });
  });

  it('leaves dry runs out', () => {
    expect(measureSync(createSyncRecord({ startTime, dryRun: true }))).toBe(
      undefined,
    );
  });
});
