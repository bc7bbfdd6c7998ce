import { RunningSync } from '@internal/plugin-static-data-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createPause,
  createPin,
  createSettings,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { ManualRefreshState } from '../../hooks/useManualRefresh';
import { SyncActions } from './SyncActions';

const request = {
  message: 'Sync requested',
  syncId: 'requested',
  triggeredBy: 'user:default/jane.doe',
  timestamp: '2026-05-04T12:32:00.000Z',
  status: 'QUEUED',
} as const;

function createRunning(overrides: Partial<RunningSync> = {}): RunningSync {
  return {
    id: 'running',
    source: 'default',
    number: 119,
    syncType: 'SCHEDULED',
    startTime: new Date(Date.now() - 65_000).toISOString(),
    phase: 'PARSE',
    phaseStartTime: new Date(Date.now() - 10_000).toISOString(),
    phases: [],
    dryRun: false,
    ...overrides,
  };
}

/** A source without branches. */
const directory = {
  configuration: { ...createSettings().configuration, branch: '-' },
};

async function renderActions(
  props: Partial<Parameters<typeof SyncActions>[0]> = {},
  api?: FakeStaticDataApi,
) {
  return renderWithApi(
    <SyncActions
      refresh={{ status: 'idle' }}
      runningSync={null}
      configuration={createSettings().configuration}
      steering={{ pause: null, pin: null }}
      pullRequests={[]}
      onRefresh={() => {}}
      onAct={() => {}}
      {...props}
    />,
    api,
  );
}

async function renderRefresh(refresh: ManualRefreshState) {
  await renderActions({ refresh });
}

async function chooseFromMenu(item: RegExp) {
  await userEvent.click(
    await screen.findByRole('button', { name: 'More actions' }),
  );
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
}

describe('SyncActions', () => {
  it('lets the reader ask for a sync', async () => {
    const onRefresh = jest.fn();
    await renderActions({ onRefresh });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Manual Refresh' }),
    );
    expect(onRefresh.mock.calls).toEqual([[]]);
    expect(screen.getByRole('status')).toHaveTextContent('');
  });

  it('lets the reader ask for a dry run', async () => {
    const onRefresh = jest.fn();
    await renderActions({ onRefresh });

    await chooseFromMenu(/^Dry run/);
    expect(onRefresh.mock.calls).toEqual([[{ dryRun: true }]]);
  });

  it('lets the reader ask for everything to be read and sent again', async () => {
    const onRefresh = jest.fn();
    await renderActions({ onRefresh });

    await chooseFromMenu(/^Full sync/);
    expect(onRefresh.mock.calls).toEqual([[{ full: true }]]);
  });

  it('lets the reader preview a branch', async () => {
    const onRefresh = jest.fn();
    await renderActions({ onRefresh });

    await chooseFromMenu(/^Preview a branch/);
    const dialog = await screen.findByRole('dialog', {
      name: 'Preview a branch',
    });
    const preview = within(dialog).getByRole('button', { name: 'Preview' });
    expect(preview).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: 'Branch, tag or commit' }),
      ' feature/x ',
    );
    expect(await runAxe(dialog)).toHaveNoViolations();
    await userEvent.click(preview);

    expect(onRefresh.mock.calls).toEqual([
      [{ dryRun: true, ref: 'feature/x' }],
    ]);
  });

  it('offers no preview where there are no branches', async () => {
    await renderActions(directory);

    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );
    expect(
      await screen.findByRole('menuitem', { name: /^Dry run/ }),
    ).toBeVisible();
    expect(
      screen.queryByRole('menuitem', { name: /^Preview/ }),
    ).not.toBeInTheDocument();
  });

  it.each([
    [/^Pause/, {}, 'PAUSE'],
    [/^Resume/, { steering: { pause: createPause(), pin: null } }, 'RESUME'],
    [/^Pin…/, {}, 'PIN'],
    [/^Restore an earlier state/, directory, 'PIN'],
    [/^Unpin/, { steering: { pause: null, pin: createPin() } }, 'UNPIN'],
    [/^Cancel the sync/, { runningSync: createRunning() }, 'CANCEL'],
  ] as const)('offers %s where it applies', async (item, props, expected) => {
    const onAct = jest.fn();
    await renderActions({ ...props, onAct });

    await chooseFromMenu(item);
    expect(onAct.mock.calls).toEqual([[expected]]);
  });

  it.each([
    [{}, ['Dry run', 'Preview a branch…', 'Full sync', 'Pause…', 'Pin…']],
    [{ runningSync: createRunning() }, ['Pause…', 'Pin…', 'Cancel the sync…']],
    [
      { runningSync: createRunning({ phase: 'CATALOG_APPLY' }) },
      ['Pause…', 'Pin…'],
    ],
    [
      { runningSync: createRunning({ cancelledBy: 'user:default/jane.doe' }) },
      ['Pause…', 'Pin…'],
    ],
  ] as const)('offers nothing else: %j', async (props, expected) => {
    await renderActions(props);
    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );

    const items = await screen.findAllByRole('menuitem');
    expect(items.map(item => item.querySelector('span')?.textContent)).toEqual(
      expected,
    );
  });

  it.each([
    ['what a sync would change', null],
    ['what unpinning would change', createPin()],
  ] as const)('says that a dry run shows %s', async (meaning, pin) => {
    await renderActions({ steering: { pause: null, pin } });
    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );
    expect(
      await screen.findByRole('menuitem', { name: /^Dry run/ }),
    ).toHaveTextContent(`Shows ${meaning}`);
  });

  it('says that the running sync is being cancelled, and by whom', async () => {
    await renderActions({
      runningSync: createRunning({ cancelledBy: 'user:default/jane.doe' }),
    });

    expect(screen.getByText(/^Phase 2 of 5/)).toHaveTextContent(
      /· being cancelled by jane\.doe$/,
    );
  });

  it('waits for the answer of the backend', async () => {
    await renderRefresh({ status: 'requesting' });

    expect(screen.getByRole('button', { name: 'Requesting…' })).toBeDisabled();
  });

  it('waits for the sync', async () => {
    await renderRefresh({ status: 'pending', request, options: {}, since: 0 });

    expect(screen.getByRole('button', { name: 'Syncing…' })).toBeDisabled();
    expect(screen.getByRole('status')).toHaveTextContent(
      'Sync requested, waiting for it to start',
    );
  });

  it.each([
    [{ syncType: 'SCHEDULED' }, 'Scheduled sync: Parsing files'],
    [{ syncType: 'MANUAL' }, 'Manual sync: Parsing files'],
    [{ syncType: 'PUSH' }, 'Sync after a push: Parsing files'],
    [{ syncType: 'MANUAL', dryRun: true }, 'Dry run: Parsing files'],
  ] as const)('says what runs: %j', async (running, text) => {
    await renderActions({ runningSync: createRunning(running) });

    expect(screen.getByRole('button', { name: 'Syncing…' })).toBeDisabled();
    expect(screen.getByRole('status')).toHaveTextContent(text);
  });

  it('says how far the sync has come, and for how long it runs', async () => {
    jest.useFakeTimers();
    try {
      await renderActions({
        runningSync: createRunning({ progress: { done: 300, total: 1200 } }),
      });
      expect(
        screen.getByText('Phase 2 of 5 · 300 of 1,200 · 1 min 5 s'),
      ).toBeVisible();
      expect(screen.getByRole('progressbar')).toHaveAttribute(
        'aria-valuenow',
        '25',
      );

      await act(() => jest.advanceTimersByTimeAsync(3_000));
      expect(screen.getByText(/1 min 8 s$/)).toBeVisible();
    } finally {
      jest.useRealTimers();
    }
  });

  it.each([
    [{ for: 'acme/cart' }, /1 min.* · waiting for acme\/cart$/],
    [
      { for: 'github.com', until: '2030-01-01T12:00:00.000Z' },
      /· waiting until 12:00:00 PM UTC, because github.com limits requests$/,
    ],
  ])('says what the sync waits for: %j', async (waiting, words) => {
    await renderActions({ runningSync: createRunning({ waiting }) });

    expect(screen.getByText(/^Phase 2 of 5/)).toHaveTextContent(words);
  });

  it('claims no share where the phase cannot tell', async () => {
    await renderActions({ runningSync: createRunning() });

    expect(screen.getByRole('progressbar')).not.toHaveAttribute(
      'aria-valuenow',
    );
    expect(screen.getByText(/^Phase 2 of 5 · 1 min/)).toBeVisible();
  });

  it.each([
    [{}, 'The requested sync #118 finished: Success, 3.2 s', 'Show the sync'],
    [
      { dryRun: true },
      'Dry run #118 finished: Success, 3.2 s',
      'See what would change',
    ],
    [
      { dryRun: true, ref: 'feature/x' },
      'The preview of feature/x, #118, finished: Success, 3.2 s',
      'See what would change',
    ],
  ])('tells how what was asked for ended: %j', async (options, text, link) => {
    await renderRefresh({
      status: 'finished',
      sync: createSync({ id: 'requested' }),
      options,
    });

    expect(screen.getByRole('status')).toHaveTextContent(text);
    expect(screen.getByRole('link', { name: link })).toHaveAttribute(
      'href',
      '/static-data-settings/syncs/requested',
    );
  });

  it('tells that nothing took the request', async () => {
    await renderRefresh({ status: 'notPickedUp' });

    expect(screen.getByRole('status')).toHaveTextContent('has not started');
  });

  it('tells why the backend refused', async () => {
    await renderRefresh({ status: 'failed', error: new Error('out of order') });

    expect(screen.getByRole('alert')).toHaveTextContent(
      'The sync could not be requested: out of order',
    );
    expect(
      await screen.findByRole('button', { name: 'Manual Refresh' }),
    ).toBeEnabled();
  });

  it('is accessible while a sync runs', async () => {
    const { container } = await renderActions({
      runningSync: createRunning({ progress: { done: 1, total: 2 } }),
    });
    expect(await runAxe(container)).toHaveNoViolations();
  });
});
