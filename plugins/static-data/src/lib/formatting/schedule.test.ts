import { describeSchedule } from './schedule';

describe('describeSchedule', () => {
  it.each([
    ['*/30 * * * *', 'Every 30 minutes'],
    ['0 6 * * 1', 'At 06:00, only on Monday'],
  ])('puts the cron expression %s into words', (frequency, words) => {
    expect(describeSchedule(frequency)).toEqual({ type: 'cron', words });
  });

  it.each([
    ['PT30M', '30 minutes'],
    ['PT1H30M', '1 hour 30 minutes'],
    ['P1D', '1 day'],
    ['PT45S', '45 seconds'],
  ])('puts the duration %s into words', (frequency, words) => {
    expect(describeSchedule(frequency)).toEqual({ type: 'interval', words });
  });

  it.each(['manual', 'P', 'PT', 'PT0S', '99 99 * * *'])(
    'has no words for %s',
    frequency => {
      expect(describeSchedule(frequency)).toBeUndefined();
    },
  );
});
