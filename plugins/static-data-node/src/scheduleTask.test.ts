import { mockServices } from '@backstage/backend-test-utils';
import { StoreError } from './database/StoreError';
import { scheduleTask } from './scheduleTask';

async function runFailingTask(error: unknown): Promise<unknown> {
  let thrown: unknown;
  await scheduleTask(
    {
      ...mockServices.scheduler.mock(),
      scheduleTask: async ({ fn }) => {
        try {
          await fn(new AbortController().signal);
        } catch (caught) {
          thrown = caught;
        }
      },
    },
    {
      id: 'test',
      frequency: { minutes: 1 },
      timeout: { minutes: 1 },
      fn: async () => {
        throw error;
      },
    },
  );
  return thrown;
}

describe('scheduleTask', () => {
  it.each([
    [new Error('the disk is full'), 'Error: the disk is full'],
    [
      new StoreError('lease.acquire', new Error('database is locked')),
      'StoreError: The sync store failed in lease.acquire: Error (database is locked)',
    ],
  ])('has a text of %s in JSON, as logs write it', async (error, text) => {
    const thrown = await runFailingTask(error);
    expect(JSON.stringify({ message: thrown })).toBe(
      JSON.stringify({ message: text }),
    );
  });

  it('throws the same error, also a frozen one, and what is no error', async () => {
    const error = Object.freeze(new Error('frozen'));
    await expect(runFailingTask(error)).resolves.toBe(error);
    await expect(runFailingTask('a text')).resolves.toBe('a text');
  });
});
