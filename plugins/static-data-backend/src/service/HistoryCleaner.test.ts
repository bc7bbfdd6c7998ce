import { mockServices } from '@backstage/backend-test-utils';
import { HistoryCleaner } from './HistoryCleaner';

describe('HistoryCleaner', () => {
  const limits = { retentionDays: 90, maxRecords: 10_000 };

  it.each([
    [0, []],
    [3, ['Deleted 3 syncs from the history']],
  ])('says so when it deletes: %d', async (deleted, messages) => {
    const logger = mockServices.logger.mock();
    const trimHistory = jest.fn(async () => deleted);

    await new HistoryCleaner({ store: { trimHistory }, limits, logger }).run();

    expect(trimHistory).toHaveBeenCalledWith(limits);
    expect(logger.info.mock.calls.map(([message]) => message)).toEqual(
      messages,
    );
  });

  it('passes a failure on to the scheduler', async () => {
    const cleaner = new HistoryCleaner({
      store: {
        trimHistory: async () => {
          throw new Error('no connection');
        },
      },
      limits,
      logger: mockServices.logger.mock(),
    });

    await expect(cleaner.run()).rejects.toThrow('no connection');
  });
});
