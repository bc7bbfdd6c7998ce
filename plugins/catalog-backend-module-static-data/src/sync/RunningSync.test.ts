import { mockServices } from '@backstage/backend-test-utils';
import { SourceStore } from '@internal/plugin-static-data-node';
import { Redactor } from '../Redactor';
import { RunningSync } from './RunningSync';

const SYNC_ID = '01900000-0000-7000-8000-000000000000';

describe('RunningSync', () => {
  const heartbeat = jest.fn();
  const append = jest.fn();
  const onProgress = jest.fn();
  const shutdown = new AbortController();
  let sync: RunningSync;

  beforeEach(() => {
    jest.useFakeTimers();
    jest.resetAllMocks();
    heartbeat.mockResolvedValue(true);
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    sync = new RunningSync({
      store: {
        lease: { heartbeat },
        logs: { append },
      } as unknown as SourceStore,
      trigger: { syncId: SYNC_ID, syncType: 'SCHEDULED', dryRun: false },
      number: 1,
      startTime: '2026-03-01T10:00:00.000Z',
      timeoutMs: 3_600_000,
      shutdown: shutdown.signal,
      redactor: new Redactor([]),
      logger,
      onProgress,
    });
  });
  afterEach(() => {
    sync.end();
    jest.useRealTimers();
  });

  describe('its phases', () => {
    it('are added up and given in their order', async () => {
      await sync.run('FETCH', () => 1);
      await sync.run('PARSE', () => 2);
      await sync.run('FETCH', () => 3);

      const timings = sync.timings();
      expect(timings.map(({ phase }) => phase)).toEqual(['FETCH', 'PARSE']);
      for (const { durationMs } of timings) {
        expect(Number.isInteger(durationMs)).toBe(true);
      }
    });

    it('renew the lease when another one begins', async () => {
      await sync.run('FETCH', () => {});
      await sync.run('PARSE', () => {});
      await sync.run('PARSE', () => {});
      expect(heartbeat.mock.calls).toEqual([
        [
          SYNC_ID,
          'PARSE',
          { phases: [{ phase: 'FETCH', durationMs: expect.any(Number) }] },
        ],
      ]);
      expect(sync.phase).toBe('PARSE');
    });

    it('are timed when they throw, and let the error through', async () => {
      await expect(
        sync.run('TRANSFORM', () => {
          throw new Error('broken');
        }),
      ).rejects.toThrow('broken');
      expect(sync.timings().map(({ phase }) => phase)).toEqual(['TRANSFORM']);
    });

    it('do not begin once another process has taken the lease', async () => {
      heartbeat.mockResolvedValue(false);
      const work = jest.fn();
      await expect(sync.run('PARSE', work)).rejects.toMatchObject({
        finding: { code: 'INTERRUPTED' },
      });
      expect(work).not.toHaveBeenCalled();
    });
  });

  it('renews the lease long before it expires', async () => {
    await jest.advanceTimersByTimeAsync(60_000);
    expect(heartbeat.mock.calls.length).toBeGreaterThanOrEqual(5);
    expect(heartbeat).toHaveBeenLastCalledWith(SYNC_ID, 'FETCH', {
      phases: [],
    });
    expect(sync.signal.aborted).toBe(false);
  });

  it('shows progress within a second, and no more often than it changes', async () => {
    await jest.advanceTimersByTimeAsync(1_000);
    heartbeat.mockClear();
    sync.report(3, 10);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(heartbeat.mock.calls).toEqual([
      [SYNC_ID, 'FETCH', { progress: { done: 3, total: 10 }, phases: [] }],
    ]);
  });

  it('says which repository it waits for, or which host until when', async () => {
    sync.report(3, 10, 'acme/cart');
    await jest.advanceTimersByTimeAsync(1_000);
    const repository = { for: 'acme/cart' };
    expect(heartbeat.mock.lastCall[2].waiting).toEqual(repository);

    const until = new Date(Date.now() + 5_000);
    sync.readTime().onWait?.('github.com', until);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(heartbeat.mock.lastCall[2].waiting).toEqual({
      for: 'github.com',
      until: until.toISOString(),
    });

    await jest.advanceTimersByTimeAsync(5_000);
    expect(heartbeat.mock.lastCall[2].waiting).toEqual(repository);
    await sync.run('PARSE', () => {});
    expect(heartbeat.mock.lastCall[2].waiting).toBeUndefined();
  });

  it('forgets the progress of a phase when another one begins', async () => {
    sync.report(3, 10);
    await sync.run('PARSE', () => {});
    expect(heartbeat).toHaveBeenLastCalledWith(SYNC_ID, 'PARSE', {
      phases: [],
    });
  });

  it('tells of progress once the store has it, at most once a second', async () => {
    await jest.advanceTimersByTimeAsync(15_000);
    expect(onProgress).not.toHaveBeenCalled();

    await sync.run('PARSE', () => {});
    expect(onProgress).toHaveBeenCalledTimes(1);

    for (let done = 1; done <= 20; done++) {
      sync.report(done, 20);
      await jest.advanceTimersByTimeAsync(100);
    }
    expect(onProgress).toHaveBeenCalledTimes(3);
  });

  it('tells of no progress that the store does not have', async () => {
    heartbeat.mockRejectedValue(new Error('away'));
    sync.report(1, 2);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(onProgress).not.toHaveBeenCalled();
  });

  it('writes log lines as they come, each once', async () => {
    sync.log.info('one');
    sync.log.info('two');
    await jest.advanceTimersByTimeAsync(1_000);
    sync.log.info('three');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(
      append.mock.calls.map(([, lines, first]) => [lines.length, first]),
    ).toEqual([
      [2, 0],
      [1, 2],
    ]);
  });

  it('says once until when it waits for each host, and shows the longest wait', async () => {
    const { onWait } = sync.readTime();
    const inSeconds = (seconds: number) =>
      new Date(Date.now() + seconds * 1_000);
    const [soon, late] = [inSeconds(30), inSeconds(60)];
    for (const _ of [1, 2]) {
      onWait?.('github.com', soon);
      onWait?.('gitlab.example.com', late);
      onWait?.('github.com', soon);
    }
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sync.log.all().map(({ message }) => message)).toEqual([
      expect.stringContaining(`${soon.toISOString()}, because github.com`),
      expect.stringContaining(`${late.toISOString()}, because gitlab`),
    ]);
    const [, , shown] = heartbeat.mock.calls[0];
    expect(shown.waiting).toEqual({
      for: 'gitlab.example.com',
      until: late.toISOString(),
    });
  });

  it('tells the store of one phase after the other', async () => {
    let respond = () => {};
    heartbeat.mockReturnValueOnce(
      new Promise(resolve => {
        respond = () => resolve(true);
      }),
    );
    sync.report(1, 2);
    await jest.advanceTimersByTimeAsync(1_000);
    const applying = sync.run('CATALOG_APPLY', () => {});
    await jest.advanceTimersByTimeAsync(1_000);
    const toldPhases = () => heartbeat.mock.calls.map(([, phase]) => phase);
    expect(toldPhases()).toEqual(['FETCH']);
    respond();
    await applying;
    expect(toldPhases()).toEqual(['FETCH', 'CATALOG_APPLY']);
  });

  it('is aborted when another process has taken the lease', async () => {
    heartbeat.mockResolvedValue(false);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(sync.signal.aborted).toBe(true);
  });

  it('is aborted before the lease can expire when the database does not respond', async () => {
    heartbeat.mockRejectedValue(new Error('away'));
    await jest.advanceTimersByTimeAsync(45_000);
    expect(sync.signal.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(sync.signal.aborted).toBe(true);
  });

  it('is aborted as well when the database never responds', async () => {
    heartbeat.mockReturnValue(new Promise(() => {}));
    await jest.advanceTimersByTimeAsync(55_000);
    expect(sync.signal.aborted).toBe(true);
  });
});
