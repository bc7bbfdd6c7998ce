import { TextSearch } from './TextSearch';

describe('TextSearch', () => {
  /** Searches numbers up to a hundred thousand for those that contain a digit. */
  function createSearch() {
    let version = 1;
    const searchPart = jest.fn(
      async (query: { filters: string; limit: number; after?: number }) => {
        const start = query.after ?? 0;
        const end = start + query.limit;
        const found: number[] = [];
        for (let number = start; number < end; number += 1) {
          if (String(number).includes(query.filters)) {
            found.push(number);
          }
        }
        return { found, end: end < 100_000 ? end : undefined };
      },
    );
    return {
      searchPart,
      search: new TextSearch({
        state: { getHistoryVersion: async () => version },
        searchPart,
      }),
      changeHistory: () => {
        version += 1;
      },
    };
  }

  it('finds all that match, part by part, in order', async () => {
    const { search, searchPart } = createSearch();

    const { total, positions } = await search.find('777');

    expect(total).toBe(280);
    expect(positions).toHaveLength(280);
    expect(positions?.slice(0, 3)).toEqual([777, 1777, 2777]);
    expect(searchPart).toHaveBeenCalledTimes(20);
  });

  it('counts what there is too much of to keep', async () => {
    const { search } = createSearch();

    expect(await search.find('')).toEqual({
      total: 100_000,
      positions: undefined,
    });
  });

  it('searches once until the history changes', async () => {
    const { search, searchPart, changeHistory } = createSearch();
    await Promise.all([search.find('777'), search.find('777')]);
    await search.find('777');
    expect(searchPart).toHaveBeenCalledTimes(20);

    changeHistory();
    await search.find('777');
    expect(searchPart).toHaveBeenCalledTimes(40);
  });

  it('searches again what failed', async () => {
    const { search, searchPart } = createSearch();
    searchPart.mockRejectedValueOnce(new Error('no connection'));

    await expect(search.find('777')).rejects.toThrow('no connection');
    expect((await search.find('777')).total).toBe(280);
  });

  it('keeps only the latest searches', async () => {
    const { search, searchPart } = createSearch();
    const searches = '12345678'.split('');
    for (const digit of ['0', ...searches, ...searches]) {
      await search.find(`${digit}000`);
    }
    expect(searchPart).toHaveBeenCalledTimes(9 * 20);

    await search.find('0000');
    expect(searchPart).toHaveBeenCalledTimes(10 * 20);
  });
});
