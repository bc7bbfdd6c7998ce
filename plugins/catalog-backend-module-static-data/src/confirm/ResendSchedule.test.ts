import { ResendSchedule } from './ResendSchedule';

function createChange(entityRef: string) {
  return {
    syncId: 'a',
    sentAt: '2026-03-01T10:00:00.000Z',
    entityRef,
    change: 'updated' as const,
    isFailed: false,
  };
}

describe('ResendSchedule', () => {
  const change = createChange('component:default/checkout');

  it('sends again after twenty seconds, and then after ever longer times', () => {
    const schedule = new ResendSchedule();
    const dueAges = Array.from({ length: 3600 }, (_, second) => second).filter(
      second =>
        schedule.takeDue([{ change, ageMs: second * 1000, isShown: false }])
          .length > 0,
    );
    expect(dueAges).toEqual([20, 80, 320, 1280]);
  });

  it('waits a minute if people can see another version, which is gone meanwhile', () => {
    const schedule = new ResendSchedule();
    const waitFor = (ageMs: number) =>
      schedule.takeDue([{ change, ageMs, isShown: true }]);
    expect(waitFor(59_000)).toEqual([]);
    expect(waitFor(60_000)).toEqual([change]);
  });

  it('starts over with what came back after it was settled', () => {
    const schedule = new ResendSchedule();
    schedule.takeDue([{ change, ageMs: 20_000, isShown: false }]);
    schedule.forget([change]);
    expect(
      schedule.takeDue([{ change, ageMs: 20_000, isShown: false }]),
    ).toEqual([change]);
  });

  it('sends few at once', () => {
    const schedule = new ResendSchedule();
    const waiting = Array.from({ length: 150 }, (_, index) => ({
      change: createChange(`component:default/checkout-${index}`),
      ageMs: 20_000,
      isShown: false,
    }));
    const sent = [...schedule.takeDue(waiting), ...schedule.takeDue(waiting)];
    expect(schedule.takeDue(waiting)).toEqual([]);
    expect(sent).toEqual(waiting.map(item => item.change));
    expect(new ResendSchedule().takeDue(waiting)).toHaveLength(100);
  });
});
