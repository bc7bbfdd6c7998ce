import { RunningSync } from '@internal/plugin-static-data-common';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook } from '@testing-library/react';
import { ReactNode } from 'react';
import {
  createSettings,
  FakeSignalApi,
  FakeStaticDataApi,
} from '../__testUtils__';
import { staticDataApiRef } from '../api/StaticDataApi';
import { useSyncSettings } from './useSyncSettings';

function setVisibility(state: DocumentVisibilityState) {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

async function advance(milliseconds: number) {
  await act(() => jest.advanceTimersByTimeAsync(milliseconds));
}

async function renderSettings(
  api: FakeStaticDataApi,
  options: { refreshPending: boolean } = { refreshPending: false },
  signals?: FakeSignalApi,
) {
  const wrapper = (props: { children: ReactNode }) => (
    <TestApiProvider
      apis={[
        [staticDataApiRef, api],
        ...(signals ? [[signalApiRef, signals] as const] : []),
      ]}
    >
      {props.children}
    </TestApiProvider>
  );
  const view = renderHook(
    props => useSyncSettings({ period: '24h', ...props }),
    { wrapper, initialProps: options },
  );
  await advance(0);
  return view;
}

const runningSync: RunningSync = {
  id: 'running',
  source: 'default',
  number: 119,
  syncType: 'SCHEDULED',
  startTime: '2026-05-04T12:31:00.000Z',
  phase: 'FETCH',
  phaseStartTime: '2026-05-04T12:31:00.000Z',
  phases: [],
  dryRun: false,
};

describe('useSyncSettings', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('polls every 30 seconds while nothing happens', async () => {
    const api = new FakeStaticDataApi();
    await renderSettings(api);
    expect(api.settingsRequests).toBe(1);

    await advance(29_999);
    expect(api.settingsRequests).toBe(1);
    await advance(1);
    expect(api.settingsRequests).toBe(2);
    await advance(30_000);
    expect(api.settingsRequests).toBe(3);
  });

  it('polls every 2 seconds for as long as a sync runs', async () => {
    const api = new FakeStaticDataApi({
      settings: createSettings({ runningSync }),
    });
    const { result } = await renderSettings(api);
    expect(result.current.value?.runningSync).toEqual(runningSync);

    await advance(2_000);
    expect(api.settingsRequests).toBe(2);

    api.settings = createSettings({ runningSync: null });
    await advance(2_000);
    expect(api.settingsRequests).toBe(3);
    await advance(29_999);
    expect(api.settingsRequests).toBe(3);
  });

  it('polls every 2 seconds while a refresh is pending', async () => {
    const api = new FakeStaticDataApi();
    const { rerender } = await renderSettings(api);

    rerender({ refreshPending: true });
    await advance(2_000);
    expect(api.settingsRequests).toBe(2);
  });

  it('asks when the backend tells of a sync, and polls more slowly from then on', async () => {
    const api = new FakeStaticDataApi({
      settings: createSettings({ runningSync }),
    });
    const signals = new FakeSignalApi();
    await renderSettings(api, { refreshPending: false }, signals);
    // that the app has signals does not say that they come
    await advance(2_000);
    expect(api.settingsRequests).toBe(2);

    act(() => signals.send({ type: 'sync-progress', syncId: 'running' }));
    await advance(0);
    expect(api.settingsRequests).toBe(3);
    await advance(9_999);
    expect(api.settingsRequests).toBe(3);
    await advance(1);
    expect(api.settingsRequests).toBe(4);
  });

  it('rests while the tab is hidden although the backend tells of a sync', async () => {
    const api = new FakeStaticDataApi();
    const signals = new FakeSignalApi();
    await renderSettings(api, { refreshPending: false }, signals);

    act(() => setVisibility('hidden'));
    act(() => signals.send({ type: 'sync-ended', syncId: 'running' }));
    await advance(60_000);
    expect(api.settingsRequests).toBe(1);
  });

  it('rests while the tab is hidden, and asks at once when it comes back', async () => {
    const api = new FakeStaticDataApi();
    await renderSettings(api);

    act(() => setVisibility('hidden'));
    await advance(10 * 60_000);
    expect(api.settingsRequests).toBe(1);

    act(() => setVisibility('visible'));
    await advance(0);
    expect(api.settingsRequests).toBe(2);
    await advance(30_000);
    expect(api.settingsRequests).toBe(3);
  });

  it('keeps the data, and goes on slowly, when the backend fails', async () => {
    const api = new FakeStaticDataApi({
      settings: createSettings({ runningSync }),
    });
    const { result } = await renderSettings(api);

    api.error = new Error('down');
    await advance(2_000);
    expect(result.current.error).toEqual(api.error);
    expect(result.current.value).toBeDefined();
    expect(api.settingsRequests).toBe(2);

    await advance(29_999);
    expect(api.settingsRequests).toBe(2);
    api.error = undefined;
    await advance(1);
    expect(result.current.error).toBeUndefined();
  });

  it('is back within a second of its backend, and looks often until signals are', async () => {
    const api = new FakeStaticDataApi();
    const signals = new FakeSignalApi();
    const { result } = await renderSettings(
      api,
      { refreshPending: false },
      signals,
    );
    act(() => signals.send({ type: 'sync-ended', syncId: 'a' }));
    await advance(0);

    api.error = new TypeError('Failed to fetch');
    await advance(30_000);
    await advance(10_000);
    expect(result.current.error).toBeDefined();

    api.error = undefined;
    await advance(1_000);
    expect(result.current.error).toBeUndefined();
    api.settings = createSettings({ runningSync });
    await advance(1_000);
    expect(result.current.value?.runningSync).toEqual(runningSync);

    api.settings = createSettings({ runningSync: null });
    act(() => signals.send({ type: 'sync-ended', syncId: 'running' }));
    await advance(1_000);
    const asked = api.settingsRequests;
    await advance(28_000);
    expect(api.settingsRequests).toBe(asked);
  });

  it('looks seldom again where no signals come', async () => {
    const api = new FakeStaticDataApi();
    await renderSettings(api);
    api.error = new TypeError('Failed to fetch');
    await advance(30_000);
    api.error = undefined;
    await advance(15_000);

    const asked = api.settingsRequests;
    await advance(28_000);
    expect(api.settingsRequests).toBe(asked);
  });

  it('stops when the page is left', async () => {
    const api = new FakeStaticDataApi();
    const { unmount } = await renderSettings(api);

    unmount();
    await advance(5 * 60_000);
    expect(api.settingsRequests).toBe(1);
  });
});
