import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createSync, FakeStaticDataApi } from '../__testUtils__';
import { renderWithApi } from '../__testUtils__/renderWithApi';
import { StaticDataRouter } from './StaticDataRouter';

let mockLoadError: Error | undefined;

// is evaluated again after it has failed
jest.mock('./SyncPage/SyncPage', () => {
  if (mockLoadError) {
    throw mockLoadError;
  }
  return jest.requireActual('./SyncPage/SyncPage');
});

describe('StaticDataRouter', () => {
  it('says that the code of a page could not be loaded, and loads it when the reader tries again', async () => {
    mockLoadError = new TypeError('Failed to fetch');
    const sync = createSync();
    await renderWithApi(
      <StaticDataRouter />,
      new FakeStaticDataApi({ history: [sync] }),
      { path: `/syncs/${sync.id}` },
    );

    expect(
      await screen.findByText(/The backend cannot be reached/),
    ).toBeVisible();
    expect(
      screen.getByRole('heading', { level: 1, name: 'Sync' }),
    ).toBeVisible();

    mockLoadError = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByRole('heading', { level: 1, name: /^Sync #/ }),
    ).toBeVisible();
  });
});
