import { createSyncFacts, HISTORY_MS } from './createSyncRows';

const END = new Date('2026-11-24T00:00:00.000Z');

describe('createSyncFacts', () => {
  const syncs = [...createSyncFacts(5000, END)];

  it('spreads the syncs over three years, oldest first', () => {
    expect(syncs).toHaveLength(5000);
    expect(Date.parse(syncs[0].startTime)).toBe(END.getTime() - HISTORY_MS);
    const times = syncs.map(({ startTime }) => startTime);
    expect(times).toEqual([...times].sort());
  });

  it('has ids that sort by time', () => {
    const ids = syncs.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(5000);
    expect(ids[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-8[\da-f]{3}-/);
  });

  it('is the same in every run', () => {
    expect([...createSyncFacts(5000, END)]).toEqual(syncs);
  });

  it('has every outcome, and syncs by hand', () => {
    const shareOf = (matches: (sync: (typeof syncs)[number]) => boolean) =>
      syncs.filter(matches).length / syncs.length;

    expect(shareOf(({ status }) => status === 'SUCCESS')).toBeCloseTo(0.94, 1);
    expect(shareOf(({ status }) => status === 'FAILURE')).toBeGreaterThan(0.01);
    expect(shareOf(({ syncType }) => syncType === 'MANUAL')).toBeCloseTo(
      0.05,
      1,
    );
    expect(shareOf(({ dryRun }) => dryRun)).toBeGreaterThan(0.005);
    expect(
      syncs.filter(
        ({ syncType, triggeredBy }) =>
          (syncType === 'MANUAL') !== (triggeredBy !== undefined),
      ),
    ).toEqual([]);
  });
});
