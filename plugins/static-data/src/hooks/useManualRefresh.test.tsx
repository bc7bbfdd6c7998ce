import { TestApiProvider } from '@backstage/test-utils';
import { SyncSettings } from '@internal/plugin-static-data-common';
import { act, renderHook, waitFor } from '@testing-library/react';
import { ReactNode } from 'react';
import {
  createResponseError,
  createSettings,
  createSync,
  FakeStaticDataApi,
} from '../__testUtils__';
import { staticDataApiRef } from '../api/StaticDataApi';
import {
  PICK_UP_LIMIT_MS,
  useManualRefresh,
  useRefreshOutcome,
} from './useManualRefresh';

const REQUESTED_ID = '0193b000-0000-7000-8000-000000000002';

function renderRefresh(api: FakeStaticDataApi) {
  const wrapper = (props: { children: ReactNode }) => (
    <TestApiProvider apis={[[staticDataApiRef, api]]}>
      {props.children}
    </TestApiProvider>
  );
  const reloadSettings = jest.fn();
  const rendered = renderHook(
    ({ settings }: { settings: SyncSettings }) => {
      const refresh = useManualRefresh();
      useRefreshOutcome(refresh, settings, reloadSettings);
      return refresh;
    },
    { wrapper, initialProps: { settings: createSettings() } },
  );
  return { ...rendered, reloadSettings };
}

describe('useManualRefresh', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is pending until the requested sync is the latest', async () => {
    const api = new FakeStaticDataApi();
    const { result, rerender, reloadSettings } = renderRefresh(api);
    expect(result.current.state.status).toBe('idle');

    await act(() => result.current.start());
    expect(result.current.state.status).toBe('pending');

    const sync = createSync({ id: REQUESTED_ID });
    api.history = [sync];
    rerender({ settings: createSettings({ latestSync: sync }) });
    await waitFor(() =>
      expect(result.current.state).toEqual({
        status: 'finished',
        sync,
        options: {},
      }),
    );
    expect(reloadSettings).not.toHaveBeenCalled();
  });

  it('has the settings read again when the sync ended after they were read', async () => {
    const sync = createSync({ id: REQUESTED_ID });
    const { result, reloadSettings } = renderRefresh(
      new FakeStaticDataApi({ history: [sync] }),
    );

    await act(() => result.current.start());

    await waitFor(() => expect(result.current.state.status).toBe('finished'));
    expect(reloadSettings).toHaveBeenCalledTimes(1);
  });

  it('follows a sync that something else has requested', async () => {
    const sync = createSync({ id: REQUESTED_ID });
    const { result } = renderRefresh(
      new FakeStaticDataApi({ history: [sync] }),
    );

    act(() => result.current.follow(REQUESTED_ID));

    await waitFor(() =>
      expect(result.current.state).toEqual({
        status: 'finished',
        sync,
        options: {},
      }),
    );
  });

  it('has the settings read again when somebody has paused the source since', async () => {
    const api = new FakeStaticDataApi();
    api.error = await createResponseError(409, 'The source is paused');
    const { result, reloadSettings } = renderRefresh(api);

    await act(() => result.current.start());

    expect(result.current.state.status).toBe('failed');
    expect(reloadSettings).toHaveBeenCalledTimes(1);
  });

  it('finds a dry run, which never is the latest sync', async () => {
    const api = new FakeStaticDataApi({ history: [] });
    const { result, rerender } = renderRefresh(api);
    const options = { dryRun: true, ref: 'feature/x' };
    await act(() => result.current.start(options));
    expect(api.refreshes).toEqual([options]);

    const sync = createSync({ id: REQUESTED_ID, dryRun: true });
    api.history = [sync];
    rerender({ settings: createSettings() });

    await waitFor(() =>
      expect(result.current.state).toEqual({
        status: 'finished',
        sync,
        options,
      }),
    );
  });

  it('finds a sync that is not the latest any more', async () => {
    const sync = createSync({ id: REQUESTED_ID });
    const api = new FakeStaticDataApi({ history: [sync] });
    const { result, rerender } = renderRefresh(api);
    await act(() => result.current.start());

    const later = createSync({
      id: 'later',
      startTime: '2999-01-01T00:00:00Z',
    });
    rerender({ settings: createSettings({ latestSync: later }) });

    await waitFor(() =>
      expect(result.current.state).toEqual({
        status: 'finished',
        sync,
        options: {},
      }),
    );
  });

  it('stays pending when another sync ends first', async () => {
    const { result, rerender } = renderRefresh(new FakeStaticDataApi());
    await act(() => result.current.start());

    const other = createSync({
      id: 'other',
      startTime: '2999-01-01T00:00:00Z',
    });
    await act(async () =>
      rerender({ settings: createSettings({ latestSync: other }) }),
    );

    expect(result.current.state.status).toBe('pending');
  });

  it('says so when nothing takes the request', async () => {
    const { result, rerender } = renderRefresh(new FakeStaticDataApi());
    await act(() => result.current.start());

    const later = Date.now() + PICK_UP_LIMIT_MS + 1;
    jest.spyOn(Date, 'now').mockReturnValue(later);
    rerender({ settings: createSettings() });

    await waitFor(() =>
      expect(result.current.state.status).toBe('notPickedUp'),
    );
  });

  it('holds why the backend refused', async () => {
    const api = new FakeStaticDataApi();
    api.error = new Error('no');
    const { result } = renderRefresh(api);

    await act(() => result.current.start());

    expect(result.current.state).toEqual({
      status: 'failed',
      error: api.error,
    });
  });
});
