import { mockServices } from '@backstage/backend-test-utils';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { RefreshService } from './RefreshService';

const ADA = 'user:default/ada';

describe('RefreshService', () => {
  const record = createSyncRecord({ startTime: '2026-01-01T00:00:00.000Z' });

  /** A service over a store that has the next of the answers each time it is asked. */
  async function createService(
    answers: Array<SyncHistoryRecord | undefined>,
    events = mockServices.events(),
    maxWaitMs?: number,
  ) {
    const getAll = jest.fn(async (_ids: string[]) => {
      const answer = answers.shift();
      return answer ? [answer] : [];
    });
    const logger = mockServices.logger.mock();
    const service = await RefreshService.create({
      store: {
        history: { get: jest.fn(), getAll },
        lease: { find: async () => undefined },
        refreshRequests: { isQueued: async () => false },
        ofSource: () => ({
          refreshRequests: {
            enqueue: async request => ({
              ...request,
              syncId: record.id,
              createdAt: record.startTime,
              joined: false,
            }),
            enqueueDryRun: async () => undefined,
          },
          releaseRequests: { enqueue: async () => ({} as never) },
        }),
      },
      config: { limits: { maxQueuedDryRuns: 20 } },
      events,
      logger,
      maxWaitMs,
    });
    return { service, events, getAll, logger };
  }

  describe('waitFor', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });

    afterEach(() => {
      jest.useRealTimers();
    });

    it('asks the store again after a moment', async () => {
      const { service, getAll } = await createService([undefined, record]);
      const waiting = service.waitFor(
        record.id,
        new AbortController().signal,
        ADA,
      );

      await jest.advanceTimersByTimeAsync(249);
      expect(getAll).toHaveBeenCalledTimes(1);

      await jest.advanceTimersByTimeAsync(1);
      await expect(waiting).resolves.toEqual(record);
    });

    it('asks the store at once when a sync has ended', async () => {
      const { service, events } = await createService([undefined, record]);
      const waiting = service.waitFor(
        record.id,
        new AbortController().signal,
        ADA,
      );

      await events.publish({
        topic: 'static-data.sync',
        eventPayload: { syncId: record.id, status: 'SUCCESS', dryRun: false },
      });

      await expect(waiting).resolves.toEqual(record);
    });

    it('wakes everyone who waits when a sync has ended', async () => {
      const answers = [undefined, record];
      const { service, events } = await createService(answers);
      const { signal } = new AbortController();
      const waits = [1, 2].map(() => service.waitFor(record.id, signal, ADA));

      await events.publish({ topic: 'static-data.sync', eventPayload: {} });

      await expect(Promise.all(waits)).resolves.toEqual([record, record]);
    });

    it('asks for all that are waited for with one question', async () => {
      const { service, getAll } = await createService([]);
      const { signal } = new AbortController();
      ['one', 'two', 'two', 'three'].forEach(id =>
        service.waitFor(id, signal, ADA),
      );
      await jest.advanceTimersByTimeAsync(0);
      getAll.mockClear();

      await jest.advanceTimersByTimeAsync(250);

      expect(getAll.mock.calls).toEqual([[['one', 'two', 'three']]]);
    });

    it('has room for 200, of which one caller has a quarter', async () => {
      const { service } = await createService([]);
      const { signal } = new AbortController();
      const refused = jest.fn();
      const wait = (count: number, caller: string) => {
        for (let i = 0; i < count; i++) {
          service.waitFor(record.id, signal, caller).then(refused);
        }
        return jest.advanceTimersByTimeAsync(0);
      };
      await wait(60, ADA);
      expect(refused).toHaveBeenCalledTimes(10);
      await wait(50, 'b');
      await wait(50, 'c');
      await wait(50, 'd');
      expect(refused).toHaveBeenCalledTimes(10);
      await wait(1, 'e');
      expect(refused).toHaveBeenCalledTimes(11);
    });

    it('fails when the store does, for those who wait then', async () => {
      const { service, getAll } = await createService([record]);
      const { signal } = new AbortController();
      getAll.mockRejectedValueOnce(new Error('lost'));
      await expect(service.waitFor(record.id, signal, ADA)).rejects.toThrow(
        'lost',
      );
      const waiting = service.waitFor(record.id, signal, ADA);
      await jest.advanceTimersByTimeAsync(250);
      await expect(waiting).resolves.toEqual(record);
    });

    it('does not begin when the signal is aborted already', async () => {
      const { service, getAll } = await createService([]);

      await expect(
        service.waitFor(record.id, AbortSignal.abort(), ADA),
      ).resolves.toBeUndefined();
      expect(getAll).not.toHaveBeenCalled();
    });

    it('gives up after a while', async () => {
      jest.useRealTimers();
      const { service } = await createService([], undefined, 10);
      const { signal } = new AbortController();

      await expect(
        service.waitFor(record.id, signal, ADA),
      ).resolves.toBeUndefined();
    });

    it('stops when it is told to', async () => {
      const { service, getAll } = await createService([]);
      const controller = new AbortController();
      const waiting = service.waitFor(record.id, controller.signal, ADA);
      await jest.advanceTimersByTimeAsync(0);

      controller.abort();

      await expect(waiting).resolves.toBeUndefined();
      expect(getAll).toHaveBeenCalledTimes(1);
    });
  });

  it('finds a request that moves on with every question', async () => {
    const stages = ['QUEUED', 'RUNNING', 'FINISHED'];
    const readFrom = async (start: number) => {
      let stage = start;
      const isAt = (name: string) => stages[Math.min(stage++, 2)] === name;
      const service = await RefreshService.create({
        store: {
          history: {
            get: async () => (isAt('FINISHED') ? record : undefined),
            getAll: jest.fn(),
          },
          lease: {
            find: async () =>
              isAt('RUNNING')
                ? {
                    ...record,
                    phase: 'FETCH',
                    phaseStartTime: record.startTime,
                  }
                : undefined,
          },
          refreshRequests: { isQueued: async () => isAt('QUEUED') },
          ofSource: jest.fn(),
        },
        config: { limits: { maxQueuedDryRuns: 20 } },
        events: mockServices.events(),
        logger: mockServices.logger.mock(),
      });
      return (await service.getState(record.id))?.status;
    };

    await expect(readFrom(0)).resolves.toBe('QUEUED');
    await expect(readFrom(1)).resolves.toBe('FINISHED');
    await expect(readFrom(2)).resolves.toBe('FINISHED');
  });

  it('takes a request that could not be announced', async () => {
    const { service, logger } = await createService(
      [],
      mockServices.events.mock({
        publish: async () => {
          throw new Error('shutting down');
        },
      }),
    );

    const answer = await service.request({
      source: 'default',
      triggeredBy: 'a',
      dryRun: false,
    });
    await new Promise(setImmediate);

    expect(answer.syncId).toBe(record.id);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('shutting down'),
    );
  });
});
