import { mockServices } from '@backstage/backend-test-utils';
import {
  STATIC_DATA_PROGRESS_TOPIC,
  STATIC_DATA_REFRESH_TOPIC,
  STATIC_DATA_SYNC_TOPIC,
} from '@internal/plugin-static-data-common';
import { startSignals } from './startSignals';

const SYNC_ID = '01900000-0000-7000-8000-000000000000';

describe('startSignals', () => {
  const ends: Array<() => unknown> = [];

  afterEach(() => {
    ends.splice(0).forEach(end => end());
  });

  async function setUp() {
    const events = mockServices.events();
    const lifecycle = mockServices.lifecycle.mock();
    const publish = jest.fn().mockResolvedValue(undefined);
    await startSignals({
      events,
      lifecycle,
      signals: { publish },
      logger: mockServices.logger.mock(),
    });
    const [[shutDown]] = lifecycle.addShutdownHook.mock.calls;
    ends.push(shutDown);
    return { events, publish };
  }

  it.each([
    [STATIC_DATA_PROGRESS_TOPIC, 'sync-progress'],
    [STATIC_DATA_SYNC_TOPIC, 'sync-ended'],
  ])('signals %s to every browser, with ids only', async (topic, type) => {
    const { events, publish } = await setUp();
    await events.publish({
      topic,
      eventPayload: { syncId: SYNC_ID, status: 'FAILURE', dryRun: false },
    });
    expect(publish.mock.calls).toEqual([
      [
        {
          channel: 'static-data',
          recipients: { type: 'broadcast' },
          message: { type, syncId: SYNC_ID },
        },
      ],
    ]);
  });

  it.each([
    [STATIC_DATA_REFRESH_TOPIC, { syncId: SYNC_ID }],
    [STATIC_DATA_SYNC_TOPIC, { syncId: '<script>' }],
    [STATIC_DATA_SYNC_TOPIC, undefined],
  ])('signals nothing for %s with %j', async (topic, eventPayload) => {
    const { events, publish } = await setUp();
    await events.publish({ topic, eventPayload });
    expect(publish).not.toHaveBeenCalled();
  });

  it.each([
    ['fail', () => Promise.reject(new Error('away'))],
    ['hang', () => new Promise(() => {})],
  ])(
    'does not disturb the publisher of the event when signals %s',
    async (_, answer) => {
      const { events, publish } = await setUp();
      publish.mockImplementation(answer);
      await events.publish({
        topic: STATIC_DATA_SYNC_TOPIC,
        eventPayload: { syncId: SYNC_ID },
      });
      expect(publish).toHaveBeenCalledTimes(1);
    },
  );

  it('signals its start for a minute, for browsers that reconnect', async () => {
    jest.useFakeTimers();
    try {
      const { publish } = await setUp();
      await jest.advanceTimersByTimeAsync(10 * 60_000);

      const messages = publish.mock.calls.map(([{ message }]) => message);
      expect(messages.length).toBeGreaterThanOrEqual(59);
      expect(messages.length).toBeLessThanOrEqual(60);
      expect(new Set(messages.map(({ startedAt }) => startedAt)).size).toBe(1);
      expect(messages[0].type).toBe('backend-started');
    } finally {
      jest.useRealTimers();
    }
  });
});
