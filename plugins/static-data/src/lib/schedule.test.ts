import { describeCron, describeCronIn } from './schedule';

describe('describeCron', () => {
  it.each([
    ['*/30 * * * *', 'Every 30 minutes'],
    ['0 6 * * 1', 'At 06:00, only on Monday'],
    ['99 99 * * *', undefined],
  ])('puts %s into words: %s', (expression, words) => {
    expect(describeCron(expression)).toBe(words);
  });
});

describe('describeCronIn', () => {
  it.each([
    ['de-AT', 'Um 06:00, nur jeden Montag'],
    ['tlh', 'At 06:00, only on Monday'],
  ])('speaks the language %s, or else English', async (locale, words) => {
    expect(await describeCronIn(locale, '0 6 * * 1')).toBe(words);
  });
});
