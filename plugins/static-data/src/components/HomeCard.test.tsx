import { fireEvent, screen } from '@testing-library/react';
import {
  createFirstVisit,
  createHealth,
  createResponseError,
  createSettings,
  createSource,
  createSync,
  FakeStaticDataApi,
} from '../__testUtils__';
import { runAxe } from '../__testUtils__/runAxe';
import { renderWithApi } from '../__testUtils__/renderWithApi';
import { HomeCard } from './HomeCard';

describe('HomeCard', () => {
  it('says how healthy the synchronisation is, why, and how the last sync went', async () => {
    const settings = createSettings({
      health: createHealth({
        status: 'DEGRADED',
        reasons: ['The latest sync failed'],
      }),
      latestSync: createSync({ status: 'FAILURE' }),
    });
    const { container } = await renderWithApi(
      <HomeCard />,
      new FakeStaticDataApi({ settings }),
    );

    expect(await screen.findByText('Degraded')).toBeVisible();
    expect(screen.getByText('The latest sync failed')).toBeVisible();
    expect(screen.getByText('Failure')).toBeVisible();
    const links = screen
      .getAllByRole('link')
      .map(link => link.getAttribute('href'));
    expect(links).toEqual([
      `/static-data-settings/syncs/${createSync().id}`,
      '/static-data-settings',
    ]);
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('shows the source that is worst, of several', async () => {
    const api = new FakeStaticDataApi();
    api.sources = [
      createSource({ id: 'core' }),
      createSource({
        id: 'payments',
        health: createHealth({
          status: 'UNHEALTHY',
          reasons: ['The last 3 syncs failed'],
        }),
      }),
      createSource({ id: 'platform' }),
    ];
    await renderWithApi(<HomeCard />, api);

    expect(await screen.findByText('Unhealthy')).toBeVisible();
    expect(screen.getByText('The last 3 syncs failed')).toBeVisible();
    expect(screen.getByText('3 sources: 1 unhealthy, 2 healthy')).toBeVisible();
    expect(screen.getByRole('link', { name: 'payments' })).toHaveAttribute(
      'href',
      '/static-data-settings/sources/payments',
    );
  });

  it('says that no sync has run yet', async () => {
    await renderWithApi(
      <HomeCard />,
      new FakeStaticDataApi({ settings: createFirstVisit() }),
    );

    expect(await screen.findByText('Never')).toBeVisible();
  });

  it('offers to try again when the backend does not answer', async () => {
    const api = new FakeStaticDataApi();
    api.error = new Error('gone');
    await renderWithApi(<HomeCard />, api);

    expect(await screen.findByText(/could not be loaded/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible();
  });

  it('shows nothing that the reader may not see any more', async () => {
    const api = new FakeStaticDataApi();
    await renderWithApi(<HomeCard />, api);
    expect(await screen.findByText('Healthy')).toBeVisible();

    api.error = await createResponseError(403, 'Not allowed');
    // as when the reader comes back to the tab
    const state = jest.spyOn(document, 'visibilityState', 'get');
    for (const visibility of ['hidden', 'visible'] as const) {
      state.mockReturnValue(visibility);
      fireEvent(document, new Event('visibilitychange'));
    }
    expect(
      await screen.findByText('You are not allowed to see this'),
    ).toBeVisible();
    expect(screen.queryByText('Healthy')).not.toBeInTheDocument();
    state.mockRestore();
  });
});
