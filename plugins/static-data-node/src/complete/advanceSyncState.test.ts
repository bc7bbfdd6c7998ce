import { createRecord } from '../__testUtils__/createRecord';
import { SyncState } from '../snapshot/SyncStateStore';
import { advanceSyncState } from './advanceSyncState';
import { CompletedSync } from './CompletedSync';

const state: SyncState = {
  lastAppliedSyncId: 'sync-1',
  lastAppliedNumber: 5,
  lastAppliedAt: '2026-03-01T10:00:00.000Z',
  lastSuccessAt: '2026-03-01T10:00:00.000Z',
  lastFullApplyAt: '2026-03-01T09:00:00.000Z',
  revision: 'r1',
  fingerprint: 'f1',
};

function createApplied(fullApply: boolean): CompletedSync['applied'] {
  return {
    buildFiles: [],
    removedBuildFiles: [],
    state: { revision: 'r2', fingerprint: 'f2', fullApply },
  };
}

const later = {
  id: 'sync-2',
  number: 6,
  startTime: '2026-03-01T11:00:00.000Z',
};

describe('advanceSyncState', () => {
  it('moves on with a sync that applied something', () => {
    expect(
      advanceSyncState(state, {
        record: createRecord(later),
        applied: createApplied(true),
      }),
    ).toEqual({
      keepsApplied: true,
      state: {
        lastAppliedSyncId: 'sync-2',
        lastAppliedNumber: 6,
        lastAppliedAt: later.startTime,
        lastSuccessAt: later.startTime,
        lastFullApplyAt: later.startTime,
        revision: 'r2',
        fingerprint: 'f2',
      },
    });
  });

  it('keeps the time of the full mutation with a partial one, and of the success without one', () => {
    const { state: next } = advanceSyncState(state, {
      record: createRecord({ ...later, status: 'PARTIAL_SUCCESS' }),
      applied: createApplied(false),
    });
    expect(next).toMatchObject({
      lastAppliedAt: later.startTime,
      lastSuccessAt: state.lastSuccessAt,
      lastFullApplyAt: state.lastFullApplyAt,
    });
  });

  it('notes a success that had nothing to apply', () => {
    expect(advanceSyncState(state, { record: createRecord(later) })).toEqual({
      keepsApplied: false,
      state: { ...state, lastSuccessAt: later.startTime },
    });
  });

  it.each([
    ['a failure', { status: 'FAILURE' as const }],
    ['a dry run', { dryRun: true }],
  ])('stays as it is after %s', (_, overrides) => {
    expect(
      advanceSyncState(state, {
        record: createRecord({ ...later, ...overrides }),
      }),
    ).toEqual({ keepsApplied: false, state });
  });

  it('goes by the numbers of syncs, whatever the clock says', () => {
    const afterClockWasSetBack = {
      ...later,
      startTime: '2026-03-01T09:30:00.000Z',
    };
    expect(
      advanceSyncState(state, {
        record: createRecord(afterClockWasSetBack),
        applied: createApplied(false),
      }),
    ).toMatchObject({
      keepsApplied: true,
      state: {
        lastAppliedSyncId: 'sync-2',
        lastAppliedNumber: 6,
        lastAppliedAt: afterClockWasSetBack.startTime,
        lastSuccessAt: afterClockWasSetBack.startTime,
        revision: 'r2',
      },
    });
  });

  it.each([
    ['', { number: 4, startTime: '2026-03-01T10:30:00.000Z' }, 4],
    [
      ', which only the time tells if another one has got its number',
      { number: 4, startTime: '2026-03-01T09:30:00.000Z' },
      6,
    ],
  ])(
    'asks for everything anew when an older sync arrives late%s',
    (_, older, number) => {
      expect(
        advanceSyncState(
          { ...state, lastSuccessAt: later.startTime },
          {
            record: createRecord({ id: 'sync-0', ...older }),
            applied: createApplied(true),
          },
          number,
        ),
      ).toEqual({
        keepsApplied: false,
        state: {
          lastAppliedSyncId: 'sync-1',
          lastAppliedNumber: 5,
          lastAppliedAt: '2026-03-01T10:00:00.000Z',
          lastSuccessAt: later.startTime,
        },
      });
    },
  );
});
