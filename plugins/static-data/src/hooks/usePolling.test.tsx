import { signalApiRef } from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/test-utils';
import { SyncSignal } from '@internal/plugin-static-data-common';
import { act, renderHook } from '@testing-library/react';
import { ReactNode } from 'react';
import { FakeSignalApi } from '../__testUtils__';
import { useSyncSignal } from './usePolling';

const PROGRESS: SyncSignal = { type: 'sync-progress', syncId: 'a' };
const ENDED: SyncSignal = { type: 'sync-ended', syncId: 'a' };

function renderSignals(options: {
  signals?: FakeSignalApi;
  type?: SyncSignal['type'];
}) {
  const { signals, type } = options;
  const onSignal = jest.fn();
  const wrapper = (props: { children: ReactNode }) => (
    <TestApiProvider
      apis={[...(signals ? [[signalApiRef, signals] as const] : [])]}
    >
      {props.children}
    </TestApiProvider>
  );
  const view = renderHook(() => useSyncSignal(onSignal, type), { wrapper });
  return { ...view, onSignal };
}

async function advance(milliseconds: number) {
  await act(() => jest.advanceTimersByTimeAsync(milliseconds));
}

describe('useSyncSignal', () => {
  let signals: FakeSignalApi;

  beforeEach(() => {
    jest.useFakeTimers();
    signals = new FakeSignalApi();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('does something at once when a signal comes', async () => {
    const { result, onSignal } = renderSignals({ signals });
    await advance(10_000);
    expect(onSignal).not.toHaveBeenCalled();
    expect(result.current).toBeUndefined();

    act(() => signals.send(PROGRESS));
    await advance(0);
    expect(onSignal).toHaveBeenCalledTimes(1);
    expect(result.current).toBe(Date.now());
  });

  it('counts signals as one that come faster than twice a second', async () => {
    const { onSignal } = renderSignals({ signals });
    const sendProgress = () => act(() => signals.send(PROGRESS));
    for (let index = 0; index < 28; index++) {
      sendProgress();
      await advance(50);
    }
    act(() => signals.send(ENDED));
    await advance(10_000);
    // at 0, 500, 1000 and 1500 ms
    expect(onSignal).toHaveBeenCalledTimes(4);
  });

  it('does not miss the end of a sync when the next one starts at once', async () => {
    const { onSignal } = renderSignals({ signals, type: 'sync-ended' });
    act(() => signals.send(PROGRESS));
    await advance(1_000);
    expect(onSignal).not.toHaveBeenCalled();

    act(() => signals.send(ENDED));
    act(() => signals.send(PROGRESS));
    await advance(0);
    expect(onSignal).toHaveBeenCalledTimes(1);
  });

  it('looks once after each start of the backend, as signals may be lost', async () => {
    const { onSignal } = renderSignals({ signals, type: 'sync-ended' });
    const start = async (startedAt: string) => {
      act(() => signals.send({ type: 'backend-started', startedAt }));
      await advance(1_000);
    };
    await start('2026-05-04T12:00:00.000Z');
    await start('2026-05-04T12:00:00.000Z');
    expect(onSignal).toHaveBeenCalledTimes(1);

    // two replicas, in turns
    await start('2026-05-04T12:00:10.000Z');
    await start('2026-05-04T12:00:00.000Z');
    await start('2026-05-04T12:00:10.000Z');
    expect(onSignal).toHaveBeenCalledTimes(2);
  });

  it('ignores other channels', async () => {
    const { onSignal } = renderSignals({ signals });
    act(() => signals.send(PROGRESS, 'notifications'));
    await advance(1_000);
    expect(onSignal).not.toHaveBeenCalled();
  });

  it('ends with the page', async () => {
    const { onSignal, unmount } = renderSignals({ signals });
    act(() => signals.send(PROGRESS));
    act(() => signals.send(PROGRESS));
    unmount();
    signals.send(PROGRESS);
    await advance(1_000);
    // the first signal only: the second one was still waiting for its turn
    expect(onSignal).toHaveBeenCalledTimes(1);
  });

  it('does nothing where the app has no signals', async () => {
    const { result, onSignal } = renderSignals({});
    await advance(1_000);
    expect(result.current).toBeUndefined();
    expect(onSignal).not.toHaveBeenCalled();
  });
});
