import { assessAlerts } from './assessAlerts';

const well = {
  health: { consecutiveFailures: 0, lateBy: 0, dataAsOf: null },
  heldRemovals: 0,
};

describe('assessAlerts', () => {
  it('has nothing to say when all is well', () => {
    expect(assessAlerts(well, 3)).toEqual({
      failing: false,
      'removals-held': false,
      stale: false,
    });
  });

  it.each([
    [2, 3, false],
    [3, 3, true],
    [4, 3, true],
    [1, 1, true],
  ])(
    'says of %p failures, where %p are too many: failing %p',
    (consecutiveFailures, tooMany, failing) => {
      const health = { ...well.health, consecutiveFailures };
      expect(assessAlerts({ ...well, health }, tooMany)).toMatchObject({
        failing,
        stale: false,
      });
    },
  );

  it('sees that removals are held', () => {
    expect(assessAlerts({ ...well, heldRemovals: 1 }, 3)).toEqual({
      failing: false,
      'removals-held': true,
      stale: false,
    });
  });

  it('sees that no sync comes', () => {
    const health = { ...well.health, lateBy: 1 };
    expect(assessAlerts({ ...well, health }, 3)).toEqual({
      failing: false,
      'removals-held': false,
      stale: true,
    });
  });
});
