import {
  emptyQuerySchema,
  settingsQuerySchema,
  statisticsQuerySchema,
} from './statistics';

describe('statistics queries', () => {
  it('default to 7 days for statistics and to 24 hours for settings', () => {
    expect(statisticsQuerySchema.parse({})).toEqual({ period: '7d' });
    expect(settingsQuerySchema.parse({})).toEqual({ period: '24h' });
  });

  it.each(['24h', '7d', '30d', '90d'])('take %s', period => {
    expect(statisticsQuerySchema.parse({ period })).toEqual({ period });
    expect(settingsQuerySchema.parse({ period })).toEqual({ period });
  });

  it.each(['', '1h', '7D', ['7d', '30d']])('refuse the period %j', period => {
    const { error } = statisticsQuerySchema.safeParse({ period });

    expect(error?.issues).toEqual([
      expect.objectContaining({
        path: ['period'],
        message: 'must be one of 24h, 7d, 30d, 90d',
      }),
    ]);
  });

  it('refuse what they do not know', () => {
    expect(statisticsQuerySchema.safeParse({ days: '7' }).success).toBe(false);
    expect(emptyQuerySchema.safeParse({ period: '7d' }).success).toBe(false);
    expect(emptyQuerySchema.parse({})).toEqual({});
  });
});
