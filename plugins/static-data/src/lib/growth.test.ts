import { createStats, createSync } from '../__testUtils__';
import { toAxis, toGrowthByKind } from './growth';

function counted(total: number) {
  return createStats({
    byType: {
      API: {
        added: 0,
        updated: 0,
        removed: 0,
        unchanged: 0,
        retained: 0,
        held: 0,
        total,
      },
    },
  });
}

describe('toGrowthByKind', () => {
  it('has the totals after every sync that was applied, oldest first', () => {
    const growth = toGrowthByKind([
      createSync({ startTime: '2026-05-04T12:00:00Z', stats: counted(7) }),
      createSync({
        startTime: '2026-05-04T11:00:00Z',
        status: 'FAILURE',
        stats: counted(0),
      }),
      createSync({ startTime: '2026-05-04T10:00:00Z', stats: counted(5) }),
    ]);

    expect(growth.get('API')).toEqual([
      { time: Date.parse('2026-05-04T10:00:00Z'), count: 5 },
      { time: Date.parse('2026-05-04T12:00:00Z'), count: 7 },
    ]);
  });
});

describe('toAxis', () => {
  it.each([
    ['the same number', [62, 62], { bottom: 61, top: 63 }],
    [
      'a small change of a large number',
      [10_000, 10_100],
      { bottom: 9_990, top: 10_110 },
    ],
    ['nothing', [0, 0], { bottom: 0, top: 1 }],
  ])('is close to %s', (_, counts, axis) => {
    expect(toAxis(counts)).toEqual(axis);
  });
});
