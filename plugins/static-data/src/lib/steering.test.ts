import { RunningSync } from '@internal/plugin-static-data-common';
import { createSync } from '../__testUtils__';
import { isCancellable, isRestorable, toEnd } from './steering';

const now = new Date(2026, 4, 4, 17, 20, 30);

describe('toEnd', () => {
  it.each([
    ['hour', new Date(2026, 4, 4, 18, 20, 30)],
    ['fourHours', new Date(2026, 4, 4, 21, 20, 30)],
    ['tomorrow', new Date(2026, 4, 5, 8)],
    ['open', undefined],
  ] as const)('of %s', (duration, end) => {
    expect(toEnd(duration, now)).toEqual(end);
  });
});

describe('isCancellable', () => {
  const running: RunningSync = {
    id: 'running',
    source: 'default',
    number: 119,
    syncType: 'SCHEDULED',
    startTime: '2026-05-04T13:00:00.000Z',
    phase: 'PARSE',
    phaseStartTime: '2026-05-04T13:00:01.000Z',
    phases: [],
    dryRun: false,
  };

  it.each([
    [running, true],
    [{ ...running, phase: 'CATALOG_APPLY' }, false],
    [{ ...running, cancelledBy: 'user:default/jane.doe' }, false],
    [null, false],
  ] as const)('%j: %s', (sync, expected) => {
    expect(isCancellable(sync)).toBe(expected);
  });
});

describe('isRestorable', () => {
  it.each([
    [createSync(), true],
    [createSync({ status: 'PARTIAL_SUCCESS' }), true],
    [createSync({ status: 'FAILURE' }), false],
    [createSync({ dryRun: true }), false],
  ])('%#', (sync, expected) => {
    expect(isRestorable(sync)).toBe(expected);
  });
});
