import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createError,
  createFirstVisit,
  createHeldRemoval,
  createPause,
  createResponseError,
  createSettings,
  createSteeringAct,
  createSync,
  FakeStaticDataApi,
  REQUESTED_SYNC_ID,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { StaticDataRouter } from '../StaticDataRouter';
import { SettingsPage } from './SettingsPage';

describe('SettingsPage', () => {
  it('shows progress until the state is there', async () => {
    const api = new FakeStaticDataApi();
    const settings = api.settings;
    let answer = () => {};
    api.getSettings = () =>
      new Promise(resolve => {
        answer = () => resolve(settings);
      });
    await renderWithApi(<SettingsPage />, api);
    expect(screen.getByTestId('progress')).toBeInTheDocument();

    await act(async () => answer());
    expect(screen.getByText('Health Status')).toBeVisible();
    expect(screen.queryByTestId('progress')).not.toBeInTheDocument();
    expect(await screen.findByText('1–1 of 1')).toBeVisible();
  });

  it('has its sections in their order, below one title', async () => {
    await renderWithApi(<StaticDataRouter />);
    await screen.findByText('1–1 of 1');

    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    const sections = screen
      .getAllByRole('heading', { level: 2 })
      .map(heading => heading.textContent);
    expect(sections).toEqual([
      'Health Status',
      'Recent Syncs',
      'History',
      'Latest Sync Details',
      'Statistics (Last 24 Hours)',
      'Configuration',
    ]);
  });

  it('is accessible, with errors and warnings and with charts', async () => {
    const latestSync = createSync({
      status: 'PARTIAL_SUCCESS',
      errors: [createError()],
      errorCount: 1,
      warnings: ['something is odd'],
      warningCount: 1,
    });
    const { container } = await renderWithApi(
      <StaticDataRouter />,
      new FakeStaticDataApi({ settings: createSettings({ latestSync }) }),
    );
    await screen.findByText('1–1 of 1');
    await screen.findByRole('list', { name: /^Syncs over time/ });

    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('says what a first visit needs to know', async () => {
    await renderWithApi(
      <SettingsPage />,
      new FakeStaticDataApi({ settings: createFirstVisit() }),
    );

    expect(await screen.findByText('Never')).toBeVisible();
    expect(screen.getByText('Unknown')).toBeVisible();
    expect(screen.queryByText('Healthy')).not.toBeInTheDocument();
    // As the reason for the health, and in place of the latest sync.
    expect(screen.getAllByText('No sync has run yet.')).toHaveLength(2);
    expect(screen.getByText(/Every sync is recorded here/)).toBeVisible();
  });

  it('shows why the first load failed, and tries again', async () => {
    const api = new FakeStaticDataApi();
    api.error = new Error('connection refused');
    await renderWithApi(<SettingsPage />, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The state of the synchronisation could not be loaded. connection refused',
    );

    api.error = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Health Status')).toBeVisible();
    expect(await screen.findByText('1–1 of 1')).toBeVisible();
  });

  it('names the permission that is missing', async () => {
    const api = new FakeStaticDataApi();
    api.error = await createResponseError(403, 'Unauthorized');
    await renderWithApi(<SettingsPage />, api);

    expect(
      await screen.findByText('You are not allowed to see this page'),
    ).toBeVisible();
    expect(screen.getByText(/"staticData.sync.read"/)).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('keeps its data when a later load fails', async () => {
    const api = new FakeStaticDataApi();
    await renderWithApi(<SettingsPage />, api);
    await screen.findByText('1–1 of 1');

    api.error = new TypeError('Failed to fetch (localhost:7007)');
    await userEvent.click(screen.getByRole('button', { name: 'Last 7 days' }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      /could not be updated and shows the state of .*\. The backend cannot be reached/,
    );
    expect(alert).not.toHaveTextContent('localhost');
    expect(screen.getByText('Health Status')).toBeVisible();

    api.error = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByRole('list', { name: /^Syncs over time/ }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'Statistics (Last 7 Days)' }),
    ).toBeVisible();
  });

  it('follows a manual sync to its end', async () => {
    const api = new FakeStaticDataApi();
    await renderWithApi(<SettingsPage />, api);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Manual Refresh' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Syncing…' }),
    ).toBeDisabled();

    const sync = createSync({ id: '0193b000-0000-7000-8000-000000000002' });
    api.settings = createSettings({ latestSync: sync });
    api.history = [sync, ...api.history];
    expect(
      await screen.findByText(
        'The requested sync #118 finished: Success, 3.2 s',
      ),
    ).toBeVisible();
    await screen.findByText('1–2 of 2');
  });

  it('shows held removals with the health, and starts the sync that removes them', async () => {
    const api = new FakeStaticDataApi();
    api.heldRemovals = [createHeldRemoval()];
    const { container } = await renderWithApi(<SettingsPage />, api);
    await screen.findByRole('heading', { name: /^1 removal held back/ });
    expect(
      within(screen.getByRole('region', { name: 'Health Status' })).getByRole(
        'region',
        { name: /^1 removal held back/ },
      ),
    ).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'Select all' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /^Approve 1 removal/ }),
    );
    const dialog = await screen.findByRole('dialog', { name: /^Remove/ });
    await userEvent.type(within(dialog).getByRole('textbox'), 'REMOVE{Enter}');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Sync now' }),
    );

    expect(api.refreshes).toEqual([{}]);
    expect(
      await screen.findByText(/1 removal is approved. A sync is under way/),
    ).toBeVisible();
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('asks for resuming instead of syncing a paused source, and follows the sync that resumes it', async () => {
    const api = new FakeStaticDataApi({
      settings: createSettings({
        steering: { pause: createPause(), pin: null },
      }),
    });
    await renderWithApi(<SettingsPage />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Manual Refresh' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Resume and sync now' }),
    );

    expect(
      await screen.findByRole('button', { name: 'Syncing…' }),
    ).toBeDisabled();
    expect(screen.queryByText('Paused')).not.toBeInTheDocument();
    expect(api.refreshes).toEqual([]);
    expect(api.steered).toEqual([
      ['resumeSource', 'default', { reason: undefined }],
    ]);
    await screen.findByText('1–1 of 1');
  });

  it('requests a dry run of a paused source without resuming it', async () => {
    const api = new FakeStaticDataApi({
      settings: createSettings({
        steering: { pause: createPause(), pin: null },
      }),
    });
    await renderWithApi(<SettingsPage />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: /^Dry run/ }),
    );

    await screen.findByRole('button', { name: 'Syncing…' });
    expect(api.refreshes).toEqual([{ dryRun: true }]);
    await screen.findByText('1–1 of 1');
  });

  it('pauses from the menu, says so, and marks it in the timeline', async () => {
    const api = new FakeStaticDataApi();
    await renderWithApi(<StaticDataRouter />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: /^Pause/ }),
    );
    await screen.findByRole('dialog', { name: 'Pause the syncs?' });
    api.acts = [
      createSteeringAct({
        reason: 'Freeze',
        time: new Date().toISOString(),
      }),
    ];
    await userEvent.keyboard('Freeze{Enter}');

    expect(
      await screen.findByRole('group', { name: 'Steering of the syncs' }),
    ).toHaveTextContent(/^Paused by jane\.doe, .*: Freeze/);
    expect(
      await screen.findByRole('button', { name: /^Paused by .*: Freeze$/ }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(screen.getByRole('button', { name: 'More actions' })).toHaveFocus();
    await screen.findByText('1–1 of 1');
  });

  it('leads to what a dry run found, and adds it to the history', async () => {
    const api = new FakeStaticDataApi();
    await renderWithApi(<SettingsPage />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: /^Dry run/ }),
    );
    await screen.findByRole('button', { name: 'Syncing…' });

    api.history = [
      createSync({ id: REQUESTED_SYNC_ID, dryRun: true }),
      ...api.history,
    ];
    const link = await screen.findByText('See what would change');
    expect(link.closest('a')).toHaveAttribute(
      'href',
      `/static-data-settings/syncs/${REQUESTED_SYNC_ID}`,
    );
    expect(await screen.findByText('Manual Refresh')).toBeVisible();
    await screen.findByText('1–2 of 2');
  });
});
