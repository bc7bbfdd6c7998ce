import { retryWhileBusy } from './retryWhileBusy';

function createError(properties: object) {
  return Object.assign(new Error('no'), properties);
}

describe('retryWhileBusy', () => {
  it.each([
    { code: 'SQLITE_BUSY' },
    { code: 'SQLITE_BUSY_SNAPSHOT' },
    { name: 'MigrationLocked' },
  ])('tries again after %p', async properties => {
    const operation = jest
      .fn<Promise<string>, []>()
      .mockRejectedValueOnce(createError(properties))
      .mockRejectedValueOnce(createError(properties))
      .mockResolvedValue('done');
    expect(await retryWhileBusy(operation)).toBe('done');
    expect(operation).toHaveBeenCalledTimes(3);
  });

  it('does not try again after any other error', async () => {
    const error = createError({ code: 'SQLITE_ERROR' });
    const operation = jest.fn<Promise<void>, []>().mockRejectedValue(error);
    await expect(retryWhileBusy(operation)).rejects.toBe(error);
    expect(operation).toHaveBeenCalledTimes(1);
  });

  it('gives up at last', async () => {
    const error = createError({ code: 'SQLITE_BUSY' });
    const now = jest.spyOn(Date, 'now');
    try {
      now.mockReturnValueOnce(0).mockReturnValue(60_000);
      await expect(retryWhileBusy(() => Promise.reject(error))).rejects.toBe(
        error,
      );
    } finally {
      now.mockRestore();
    }
  });
});
