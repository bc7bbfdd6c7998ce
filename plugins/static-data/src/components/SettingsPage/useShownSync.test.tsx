import { TestApiProvider } from '@backstage/test-utils';
import { SyncSettings } from '@internal/plugin-static-data-common';
import { act, renderHook } from '@testing-library/react';
import { ReactNode } from 'react';
import {
  createFirstVisit,
  createHealth,
  createSettings,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useShownSync } from './useShownSync';

async function findShownSync(api: FakeStaticDataApi, settings: SyncSettings) {
  const wrapper = (props: { children: ReactNode }) => (
    <TestApiProvider apis={[[staticDataApiRef, api]]}>
      {props.children}
    </TestApiProvider>
  );
  const view = renderHook(() => useShownSync(settings), { wrapper });
  await act(async () => {});
  return view.result.current;
}

describe('useShownSync', () => {
  it('is the latest sync, where that was applied, without asking', async () => {
    const api = new FakeStaticDataApi();
    const settings = createSettings();

    expect(await findShownSync(api, settings)).toBe(settings.latestSync);
    expect(api.historyQueries).toEqual([]);
  });

  it('is the last one that was applied, where later ones failed', async () => {
    const failed = createSync({ id: 'failed', status: 'FAILURE' });
    const dryRun = createSync({ id: 'dry-run', dryRun: true });
    const applied = createSync({
      id: 'applied',
      status: 'PARTIAL_SUCCESS',
      startTime: '2026-05-04T11:30:00.000Z',
    });
    const older = createSync({ id: 'older' });
    const api = new FakeStaticDataApi({
      history: [failed, dryRun, applied, older],
    });

    const shown = await findShownSync(
      api,
      createSettings({
        latestSync: failed,
        health: createHealth({ dataAsOf: applied.startTime }),
      }),
    );

    expect(shown).toBe(applied);
  });

  it('is none before the first sync', async () => {
    const api = new FakeStaticDataApi();

    expect(await findShownSync(api, createFirstVisit())).toBeUndefined();
    expect(api.historyQueries).toEqual([]);
  });
});
