import { LatestValue } from './LatestValue';

describe('LatestValue', () => {
  it('is computed once as long as it depends on the same', async () => {
    const value = new LatestValue<number>();
    const compute = jest.fn(async () => 1);

    await Promise.all([value.get('a', compute), value.get('a', compute)]);
    expect(await value.get('a', compute)).toBe(1);
    expect(compute).toHaveBeenCalledTimes(1);

    expect(await value.get('b', async () => 2)).toBe(2);
    expect(await value.get('a', async () => 3)).toBe(3);
  });

  it('is computed again after a failure', async () => {
    const value = new LatestValue<number>();
    const fail = async () => {
      throw new Error('no connection');
    };

    await expect(value.get('a', fail)).rejects.toThrow('no connection');
    expect(await value.get('a', async () => 1)).toBe(1);
  });
});
