import { mockServices } from '@backstage/backend-test-utils';
import { startHistoryUpkeep } from './startHistoryUpkeep';

describe('startHistoryUpkeep', () => {
  const history = {
    retentionDays: 90,
    maxRecords: 10_000,
    dryRuns: { retentionDays: 30, maxRecords: 500 },
  };

  async function start(trimHistory: () => Promise<number>) {
    const scheduler = mockServices.scheduler.mock();
    const logger = mockServices.logger.mock();
    const checked: string[] = [];
    await startHistoryUpkeep({
      config: { history },
      recipients: ['hook'],
      store: {
        trimHistory,
        sources: {
          list: async () =>
            ['core', 'left'].map(id => ({ id, providerId: id })),
        },
        ofSource: id => ({
          history: {
            check: async () => {
              checked.push(id);
            },
          },
        }),
      },
      scheduler,
      logger,
    });
    const run = async (task = 0) =>
      scheduler.scheduleTask.mock.calls[task][0].fn(
        new AbortController().signal,
      );
    return { logger, run, checked };
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

  it('looks for damaged records of every source in every process', async () => {
    const { run, checked } = await start(async () => 0);
    await run(1);
    expect(checked).toEqual(['core', 'left']);
  });

  it('lets the scheduler see a failure', async () => {
    const { run } = await start(async () => {
      throw new Error('no connection');
    });

    await expect(run()).rejects.toThrow('no connection');
  });
});
