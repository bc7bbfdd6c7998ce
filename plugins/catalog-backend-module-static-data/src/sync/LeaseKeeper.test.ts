import { mockServices } from '@backstage/backend-test-utils';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { LeaseKeeper } from './LeaseKeeper';
import { StepTracker } from './StepTracker';
import { SyncLog } from './SyncLog';

const SYNC_ID = '01900000-0000-7000-8000-000000000000';

describe('LeaseKeeper', () => {
  const heartbeat = jest.fn();
  const append = jest.fn();
  const onLost = jest.fn();
  const onProgress = jest.fn();
  let tracker: StepTracker;
  let log: SyncLog;
  let keeper: LeaseKeeper;

  beforeEach(() => {
    jest.useFakeTimers();
    jest.resetAllMocks();
    heartbeat.mockResolvedValue(true);
    tracker = new StepTracker();
    log = new SyncLog({
      logger: mockServices.logger.mock(),
      secrets: [],
      currentStep: () => tracker.current,
    });
    keeper = new LeaseKeeper({
      store: {
        lease: { heartbeat },
        logs: { append },
      } as unknown as StaticDataStore,
      syncId: SYNC_ID,
      tracker,
      log,
      logger: mockServices.logger.mock(),
      onLost,
      onProgress,
    });
  });
  afterEach(() => {
    keeper.stop();
    jest.useRealTimers();
  });

  it('renews the lease long before it expires', async () => {
    await jest.advanceTimersByTimeAsync(60_000);
    expect(heartbeat.mock.calls.length).toBeGreaterThanOrEqual(5);
    expect(heartbeat).toHaveBeenLastCalledWith(SYNC_ID, 'FETCH', undefined);
    expect(onLost).not.toHaveBeenCalled();
  });

  it('shows progress within a second, and no more often than it changes', async () => {
    await jest.advanceTimersByTimeAsync(1_000);
    heartbeat.mockClear();
    tracker.report(3, 10);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(heartbeat.mock.calls).toEqual([
      [SYNC_ID, 'FETCH', { done: 3, total: 10 }],
    ]);
  });

  it('tells of progress once the store shows it, at most once a second', async () => {
    await jest.advanceTimersByTimeAsync(15_000);
    expect(onProgress).not.toHaveBeenCalled();

    await tracker.run('PARSE', () => {});
    await keeper.renew();
    expect(onProgress).toHaveBeenCalledTimes(1);

    for (let done = 1; done <= 20; done++) {
      tracker.report(done, 20);
      await jest.advanceTimersByTimeAsync(100);
    }
    expect(onProgress).toHaveBeenCalledTimes(3);
  });

  it('tells of no progress that the store does not show', async () => {
    heartbeat.mockRejectedValue(new Error('away'));
    tracker.report(1, 2);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(onProgress).not.toHaveBeenCalled();
  });

  it('writes log lines as they come, each once', async () => {
    log.info('one');
    log.info('two');
    await jest.advanceTimersByTimeAsync(1_000);
    log.info('three');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(
      append.mock.calls.map(([, lines, first]) => [lines.length, first]),
    ).toEqual([
      [2, 0],
      [1, 2],
    ]);
  });

  it('ends the sync when another process has taken the lease', async () => {
    heartbeat.mockResolvedValue(false);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(onLost).toHaveBeenCalled();
  });

  it('ends the sync before the lease can expire when the database does not answer', async () => {
    heartbeat.mockRejectedValue(new Error('away'));
    await jest.advanceTimersByTimeAsync(45_000);
    expect(onLost).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(onLost).toHaveBeenCalled();
  });

  it('ends the sync as well when the database never answers', async () => {
    heartbeat.mockReturnValue(new Promise(() => {}));
    await jest.advanceTimersByTimeAsync(55_000);
    expect(onLost).toHaveBeenCalled();
  });
});
