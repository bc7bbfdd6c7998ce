import { mockServices } from '@backstage/backend-test-utils';
import { startRetention } from './startRetention';

describe('startRetention', () => {
  const history = { retentionDays: 90, maxRecords: 10_000 };

  async function start(trimHistory: () => Promise<number>) {
    const scheduler = mockServices.scheduler.mock();
    const logger = mockServices.logger.mock();
    await startRetention({
      config: { history },
      recipients: ['hook'],
      store: { trimHistory },
      scheduler,
      logger,
    });
    const run = async () =>
      scheduler.scheduleTask.mock.calls[0][0].fn(new AbortController().signal);
    return { logger, run };
  }

  it.each([
    [0, []],
    [3, ['Deleted 3 syncs from the history']],
  ])('logs how many syncs it deletes: %d', async (deleted, messages) => {
    const trimHistory = jest.fn(async () => deleted);
    const { logger, run } = await start(trimHistory);

    await run();

    expect(trimHistory).toHaveBeenCalledWith({
      ...history,
      recipients: ['hook'],
    });
    expect(logger.info.mock.calls.map(([message]) => message)).toEqual(
      messages,
    );
  });

  it('lets the scheduler see a failure', async () => {
    const { run } = await start(async () => {
      throw new Error('no connection');
    });

    await expect(run()).rejects.toThrow('no connection');
  });
});
