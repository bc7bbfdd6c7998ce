import { countReachedPhases, timePhases } from './phases';

const START = Date.parse('2026-05-04T13:00:00.000Z');
const phaseStartTime = new Date(START).toISOString();

describe('timePhases', () => {
  it('lets the phase that runs grow, after those before', () => {
    const phases = timePhases(
      {
        phase: 'PARSE',
        phaseStartTime,
        phases: [{ phase: 'FETCH', durationMs: 1_200 }],
      },
      START + 3_000,
    );

    expect(phases).toEqual([
      { phase: 'FETCH', durationMs: 1_200 },
      { phase: 'PARSE', durationMs: 3_000 },
    ]);
    expect(countReachedPhases(phases)).toBe(2);
  });

  it('has a phase that goes on once, with all of its time, where it began', () => {
    const phases = timePhases(
      {
        phase: 'FETCH',
        phaseStartTime,
        phases: [
          { phase: 'FETCH', durationMs: 1_200 },
          { phase: 'PARSE', durationMs: 300 },
        ],
      },
      START + 3_000,
    );

    expect(phases).toEqual([
      { phase: 'FETCH', durationMs: 4_200 },
      { phase: 'PARSE', durationMs: 300 },
    ]);
    expect(countReachedPhases(phases)).toBe(2);
  });

  it('takes no time away if the clock of the reader is late', () => {
    expect(
      timePhases({ phase: 'FETCH', phaseStartTime, phases: [] }, START - 5_000),
    ).toEqual([{ phase: 'FETCH', durationMs: 0 }]);
  });
});
