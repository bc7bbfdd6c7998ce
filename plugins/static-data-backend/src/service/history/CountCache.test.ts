import { CountCache } from './CountCache';

describe('CountCache', () => {
  function createCache() {
    let version = 1;
    const cache = new CountCache({
      state: { getHistoryVersion: async () => version },
    });
    return {
      cache,
      changeHistory: () => {
        version += 1;
      },
    };
  }

  it('counts once until the history changes', async () => {
    const { cache, changeHistory } = createCache();
    const count = jest.fn(async () => 7);
    const filters = { status: ['FAILURE'] };

    await Promise.all([cache.get(filters, count), cache.get(filters, count)]);
    expect(await cache.get({ ...filters }, count)).toBe(7);
    expect(count).toHaveBeenCalledTimes(1);

    changeHistory();
    count.mockResolvedValue(8);
    expect(await cache.get(filters, count)).toBe(8);
    expect(count).toHaveBeenCalledTimes(2);
  });

  it('tells what is counted apart', async () => {
    const { cache } = createCache();

    expect(await cache.get({ q: 'a' }, async () => 1)).toBe(1);
    expect(await cache.get({ q: 'b' }, async () => 2)).toBe(2);
    expect(await cache.get({ q: 'a' }, async () => 3)).toBe(1);
  });

  it('counts again what failed', async () => {
    const { cache } = createCache();
    const failing = async () => {
      throw new Error('no connection');
    };

    await expect(cache.get('all', failing)).rejects.toThrow('no connection');
    expect(await cache.get('all', async () => 3)).toBe(3);
  });

  it('forgets what nobody has asked for the longest', async () => {
    const { cache } = createCache();
    await cache.get('used', async () => 1);
    await cache.get('unused', async () => 1);
    for (let key = 0; key < 999; key += 1) {
      await cache.get(key, async () => 1);
      await cache.get('used', async () => 2);
    }

    expect(await cache.get('used', async () => 2)).toBe(1);
    expect(await cache.get('unused', async () => 2)).toBe(2);
  });
});
