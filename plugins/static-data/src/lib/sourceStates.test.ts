import { createHealth, createSource, createSync } from '../__testUtils__';
import { countStates, findWorst, isDataOld } from './sourceStates';

const healthy = createSource({ id: 'healthy' });
const degraded = createSource({
  id: 'degraded',
  health: createHealth({ status: 'DEGRADED' }),
});
const unknown = createSource({
  id: 'unknown',
  health: createHealth({ status: 'UNKNOWN' }),
});
const left = createSource({ id: 'left', isConfigured: false });

describe('countStates', () => {
  it('counts what there is, and begins with what needs attention most', () => {
    expect(countStates([left, healthy, unknown, healthy, degraded])).toEqual([
      { state: 'DEGRADED', count: 1 },
      { state: 'UNKNOWN', count: 1 },
      { state: 'HEALTHY', count: 2 },
      { state: 'left', count: 1 },
    ]);
  });
});

describe('findWorst', () => {
  it('finds the source that needs attention most, and of equals the first', () => {
    expect(findWorst([left, healthy, degraded, unknown])).toBe(degraded);
    expect(findWorst([left, healthy, { ...healthy }])).toBe(healthy);
    expect(findWorst([])).toBeUndefined();
  });
});

describe('isDataOld', () => {
  const latestSync = createSync({ startTime: '2026-05-04T12:30:00.000Z' });

  it('is so when the latest sync brought nothing newer', () => {
    const before = '2026-05-04T12:00:00.000Z';
    expect(isDataOld({ dataAsOf: before }, latestSync)).toBe(true);
    expect(isDataOld({ dataAsOf: latestSync.startTime }, latestSync)).toBe(
      false,
    );
    expect(isDataOld({ dataAsOf: null }, latestSync)).toBe(false);
    expect(isDataOld({ dataAsOf: before }, null)).toBe(false);
  });
});
