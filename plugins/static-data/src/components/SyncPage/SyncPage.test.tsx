import {
  RunningSync,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import {
  COMMIT,
  createChange,
  createError,
  createFinding,
  createResponseError,
  createSettings,
  createSource,
  createStats,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { StaticDataBodyRouter } from '../StaticDataRouter';

// A button that has nothing to offer is hidden by its style.
jest.unmock('is-in-browser');

const RUNNING_ID = '0193a000-0000-7000-8000-000000000009';

const running: RunningSync = {
  id: RUNNING_ID,
  source: 'default',
  number: 119,
  syncType: 'MANUAL',
  startTime: '2026-05-04T13:00:00.000Z',
  phase: 'PARSE',
  phaseStartTime: '2026-05-04T13:00:01.000Z',
  progress: { done: 30, total: 120 },
  phases: [{ phase: 'FETCH', durationMs: 1200 }],
  triggeredBy: 'user:default/jane.doe',
  dryRun: false,
};

async function renderPage(
  api: FakeStaticDataApi,
  address: string = api.history[0].id,
  options: { allowed?: boolean } = {},
) {
  return renderWithApi(
    <Routes>
      <Route
        path="/static-data-settings/*"
        element={<StaticDataBodyRouter />}
      />
    </Routes>,
    api,
    { path: `/static-data-settings/syncs/${address}`, ...options },
  );
}

function createApi(
  sync: Parameters<typeof createSync>[0] = {},
): FakeStaticDataApi {
  const api = new FakeStaticDataApi({ history: [createSync(sync)] });
  api.changes = [createChange()];
  return api;
}

describe('SyncPage', () => {
  it.each([
    ['Applied: 3 added, 2 updated, 1 removed.', {}],
    [
      'Applied: 3 added, 2 updated, 1 removed. 4 removals were held back. 1 error caused data to be left out.',
      {
        status: 'PARTIAL_SUCCESS',
        stats: createStats({ removalsHeld: 4 }),
        errors: [createError()],
        errorCount: 1,
      },
    ],
    [
      'Nothing was applied: The file is not valid JSON',
      { status: 'FAILURE', errors: [createError()], errorCount: 1 },
    ],
    [
      'ada cancelled it: nothing was applied.',
      {
        status: 'FAILURE',
        cancelledBy: 'user:default/ada',
        errors: [createError()],
        errorCount: 1,
      },
    ],
    [
      'Applied: nothing had changed.',
      {
        stats: createStats({
          entitiesAdded: 0,
          entitiesUpdated: 0,
          entitiesRemoved: 0,
        }),
      },
    ],
    [
      'Applied: nothing had changed in the source. 1 entity was missing from the catalog, and was sent again. The catalog showed another version of 2 entities, which were sent again. The catalog had 3 entities that are not in the source any more, which were removed.',
      {
        stats: createStats({
          entitiesAdded: 0,
          entitiesUpdated: 0,
          entitiesRemoved: 0,
        }),
        drift: { missing: 1, outdated: 2, unexpected: 3 },
      },
    ],
    [
      'Dry run: nothing was applied. A sync of what it read would apply: 3 added, 2 updated, 1 removed.',
      { dryRun: true },
    ],
  ] as const)('says "%s"', async (sentence, overrides) => {
    await renderPage(createApi(overrides as Parameters<typeof createSync>[0]));

    expect(await screen.findByText(sentence)).toBeVisible();
  });

  it('tells how long each phase took, and which repositories were the slowest', async () => {
    const slowest = Array.from({ length: 7 }, (_, index) => ({
      repository: `acme/app-${index}`,
      fetchMs: 900 - 100 * index,
      parseMs: 50,
    }));
    const api = createApi({ repositories: { count: 240, slowest } });
    await renderPage(api, `${api.history[0].id}?tab=phases`);

    const phases = await screen.findByText('Reading the source');
    expect(phases.closest('li')).toHaveTextContent('1.8 s');
    expect(screen.getByText('acme/app-0').closest('li')).toHaveTextContent(
      '950 ms',
    );
    expect(screen.getByText('240 repositories were read.')).toBeVisible();
    expect(screen.queryByText('acme/app-6')).not.toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Show all 7' }));
    expect(screen.getByText('acme/app-6')).toBeVisible();
  });

  it('tells who made the commit, and why', async () => {
    await renderPage(
      createApi({
        commit: {
          author: 'Ann Lee',
          message: 'Rename the gateway\n\nNobody knew the old name.',
          time: '2026-05-04T11:00:00.000Z',
        },
      }),
    );

    expect(await screen.findByText('Rename the gateway')).toBeVisible();
    expect(screen.getByText(/^by Ann Lee,/)).toBeVisible();
    expect(screen.getByText('Nobody knew the old name.')).not.toBeVisible();
    await userEvent.click(screen.getByText('Full message'));
    expect(screen.getByText('Nobody knew the old name.')).toBeVisible();
  });

  it('says which pull request it previewed, and with what it compared that', async () => {
    const url = 'https://github.com/acme/architecture/pull/12';
    await renderPage(
      createApi({
        dryRun: true,
        pullRequest: {
          number: 12,
          url,
          title: 'Add the wish list',
          base: COMMIT,
        },
      }),
    );
    expect(
      await screen.findByRole('link', { name: /#12 Add the wish list/ }),
    ).toHaveAttribute('href', url);
    const compared = screen.getByText('Compared with').nextSibling;
    expect(compared).toHaveTextContent(`The merge base ${COMMIT.slice(0, 7)}`);
    expect(compared).toHaveTextContent(/^The merge base.*Not with the catalog/);
  });

  it('leads to the commit, to the state it left behind, to the syncs around it and to the comparison with the one before', async () => {
    const at = (minute: number, overrides = {}) =>
      createSync({
        id: `0193a000-0000-7000-8000-00000000000${minute}`,
        startTime: `2026-05-04T12:0${minute}:00.000Z`,
        ...overrides,
      });
    const api = new FakeStaticDataApi({
      history: [
        at(5),
        at(4),
        at(3),
        at(2, { dryRun: true }),
        at(1, { revision: 'a'.repeat(40) }),
      ],
    });
    await renderPage(api, at(3).id);

    const navigation = await screen.findByRole('navigation', {
      name: 'Other syncs',
    });
    const link = (name: string) =>
      within(navigation).findByRole('link', { name });
    expect(await link('Previous sync')).toHaveAttribute(
      'href',
      `/static-data-settings/syncs/${at(2).id}`,
    );
    expect(await link('Next sync')).toHaveAttribute(
      'href',
      `/static-data-settings/syncs/${at(4).id}`,
    );
    expect(
      screen.getByRole('link', { name: 'State after this sync' }),
    ).toHaveAttribute(
      'href',
      '/static-data-settings/sources/default/state?at=118',
    );
    expect(await link('Compare with the previous sync')).toHaveAttribute(
      'href',
      `/static-data-settings/compare?from=${at(1).id}&to=${at(3).id}`,
    );
    expect(screen.getByRole('link', { name: /4f2a9c8/ })).toHaveAttribute(
      'href',
      `https://github.com/acme/architecture/commit/${COMMIT}`,
    );
  });

  describe('with several sources', () => {
    const at = (minute: number, source: string) =>
      createSync({
        id: `0193a000-0000-7000-8000-00000000000${minute}`,
        source,
        startTime: `2026-05-04T12:0${minute}:00.000Z`,
      });
    const sync = at(3, 'payments');
    function createSeveral() {
      const api = new FakeStaticDataApi({
        history: [
          at(5, 'payments'),
          at(4, 'core'),
          sync,
          at(2, 'core'),
          at(1, 'payments'),
        ],
      });
      api.sources = [
        createSource({ id: 'core' }),
        createSource({ id: 'payments' }),
      ];
      return api;
    }

    it('says of which one the sync is, and leads to its dashboard', async () => {
      await renderPage(createSeveral(), sync.id);

      const about = within(
        await screen.findByRole('region', { name: 'About' }),
      );
      expect(
        await about.findByRole('link', { name: 'payments' }),
      ).toHaveAttribute('href', '/static-data-settings/sources/payments');
      await waitFor(() =>
        expect(document.title).toMatch(/^payments: Success #118: /),
      );
    });

    it('says so of a running sync, too', async () => {
      const api = createSeveral();
      api.settings = createSettings({
        runningSync: { ...running, source: 'core' },
      });
      await renderPage(api, RUNNING_ID);

      expect(await screen.findByRole('link', { name: 'core' })).toBeVisible();
    });

    it('stays with the source when the reader goes to other syncs', async () => {
      await renderPage(createSeveral(), sync.id);

      expect(
        await screen.findByRole('link', { name: 'Previous sync' }),
      ).toHaveAttribute('href', `/static-data-settings/syncs/${at(1, '').id}`);
      expect(screen.getByRole('link', { name: 'Next sync' })).toHaveAttribute(
        'href',
        `/static-data-settings/syncs/${at(5, '').id}`,
      );
      expect(
        screen.getByRole('link', { name: 'Compare with the previous sync' }),
      ).toHaveAttribute(
        'href',
        `/static-data-settings/compare?from=${at(1, '').id}&to=${sync.id}`,
      );
    });
  });

  it('tells in the title of the document what came of the sync', async () => {
    const { unmount } = await renderPage(createApi());
    await screen.findByRole('tab', { name: /^Changes/ });
    expect(document.title).toBe(
      'Success #118: 3 added, 2 updated, 1 removed, May 4, 2026, 12:30:00 PM UTC',
    );
    unmount();
    expect(document.title).not.toContain('#118');
  });

  it.each(['FAILURE' as const, 'PARTIAL_SUCCESS' as const])(
    'opens the findings of %s, and the tab of the address otherwise',
    async status => {
      const api = createApi({ status });
      api.findings = [createFinding()];
      const { unmount } = await renderPage(api);
      expect(
        await screen.findByRole('tab', { name: 'Findings' }),
      ).toHaveAttribute('aria-selected', 'true');
      unmount();

      await renderPage(api, `${api.history[0].id}?tab=configuration`);
      const panel = await screen.findByRole('tabpanel', {
        name: 'Configuration',
      });
      expect(
        within(panel).getByRole('link', { name: /acme\/architecture/ }),
      ).toHaveAttribute('href', 'https://github.com/acme/architecture');
      expect(panel).toHaveTextContent('Every 30 minutes');
    },
  );

  it('follows a sync that runs, and turns into the page of the finished one', async () => {
    jest.useFakeTimers();
    try {
      const api = new FakeStaticDataApi({
        settings: createSettings({ runningSync: running }),
      });
      await renderPage(api, RUNNING_ID);
      expect(
        await screen.findByText(/Parsing files: 30 of 120 · Phase 2 of 5/),
      ).toBeVisible();
      expect(
        screen.getByText('Reading the source').closest('li'),
      ).toHaveTextContent('1.2 s');
      expect(
        screen.getByText('Building entities').closest('li'),
      ).toHaveTextContent('–');
      expect(screen.getAllByRole('tab')).toHaveLength(1);

      api.settings = createSettings({ runningSync: null });
      api.history = [createSync({ id: RUNNING_ID, syncType: 'MANUAL' })];
      await act(async () => jest.advanceTimersByTime(2_000));

      expect(
        await screen.findByText('Applied: 3 added, 2 updated, 1 removed.'),
      ).toBeVisible();
      expect(screen.getByRole('tab', { name: 'Changes (6)' })).toHaveAttribute(
        'aria-selected',
        'true',
      );
    } finally {
      jest.useRealTimers();
    }
  });

  it('has one bar for each phase, also when an earlier one goes on', async () => {
    const api = new FakeStaticDataApi({
      settings: createSettings({
        runningSync: {
          ...running,
          phase: 'FETCH',
          phases: [
            { phase: 'FETCH', durationMs: 1_200 },
            { phase: 'PARSE', durationMs: 300 },
          ],
        },
      }),
    });
    await renderPage(api, RUNNING_ID);

    const reading = await screen.findByText('Reading the source');
    const bars = within(reading.closest('ol')!).getAllByRole('listitem');
    expect(bars.map(bar => bar.textContent)).toEqual([
      expect.stringMatching(/^Reading the source/),
      'Parsing files300 ms',
      'Building entities–',
      'Comparing with what was last applied–',
      'Applying changes to the catalog–',
    ]);
  });

  it('says of a requested sync that it waits', async () => {
    const api = new FakeStaticDataApi();
    const { syncId } = await api.refresh();
    await renderPage(api, syncId);

    expect(
      await screen.findByRole('heading', { name: 'Waiting to start' }),
    ).toBeVisible();
  });

  it('says of an unknown id that there is no such sync', async () => {
    const { container } = await renderPage(
      new FakeStaticDataApi(),
      '0193a000-0000-7000-8000-00000000dead',
    );

    expect(await screen.findByText('There is no such sync')).toBeVisible();
    expect(
      screen
        .getAllByRole('link', { name: 'All syncs' })
        .map(link => link.getAttribute('href')),
    ).toEqual(['/static-data-settings']);
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('keeps what it has when the backend is gone, and recovers', async () => {
    const api = createApi({
      confirmation: {
        sent: 6,
        confirmed: 1,
        pending: 5,
        failed: 0,
        superseded: 0,
      },
    });
    jest.useFakeTimers();
    try {
      await renderPage(api);
      const sentence = 'Applied: 3 added, 2 updated, 1 removed.';
      expect(await screen.findByText(sentence)).toBeVisible();

      api.error = new Error('The backend does not answer');
      await act(async () => jest.advanceTimersByTime(30_000));
      expect(await screen.findByText(/could not be updated/)).toBeVisible();
      expect(screen.getByText(sentence)).toBeVisible();

      api.error = undefined;
      await act(async () => jest.advanceTimersByTime(30_000));
      expect(screen.queryByText(/could not be updated/)).toBeNull();
    } finally {
      jest.useRealTimers();
    }
  });

  it('has nothing that axe finds', async () => {
    const api = createApi();
    const { container } = await renderPage(api);
    await screen.findByRole('link', { name: 'checkout' });

    expect(await runAxe(container)).toHaveNoViolations();
  });

  describe('what can be done', () => {
    const latest = createSync();
    const earlier = createSync({
      id: '0193a000-0000-7000-8000-00000000000a',
      number: 117,
      startTime: '2026-05-04T11:00:00.000Z',
    });
    const createHistory = (...history: SyncHistoryRecord[]) =>
      new FakeStaticDataApi({
        settings: createSettings({ latestSync: latest }),
        history,
      });
    const openMenu = async () => {
      const button = await screen.findByRole('button', {
        name: 'More actions',
      });
      await waitFor(() => expect(button).toBeEnabled());
      await userEvent.click(button);
      return screen.findAllByRole('menuitem');
    };

    it('restores the state of an earlier sync, by way of its preview', async () => {
      const api = createHistory(latest, earlier);
      await renderPage(api, earlier.id);
      const items = await openMenu();
      expect(items).toHaveLength(1);
      await userEvent.click(items[0]);

      expect(
        await screen.findByRole('dialog', {
          name: 'Restore the state of #117?',
        }),
      ).toBeVisible();
      expect(api.refreshes).toEqual([
        { source: 'default', dryRun: true, syncId: earlier.id },
      ]);
    });

    it.each([
      [
        '4f2a9c81d3b5e60718293a4b5c6d7e8f90a1b2c3',
        'the commit that this sync read',
      ],
      ['2026-05-04T11:00:00.000Z', 'the state that this sync left behind'],
    ])('says that %s leads back to %s', async (revision, target) => {
      await renderPage(
        createHistory(latest, { ...earlier, revision }),
        earlier.id,
      );
      expect((await openMenu())[0]).toHaveTextContent(target);
    });

    it('runs the latest sync again, and shows the new one', async () => {
      const api = createHistory(latest, earlier);
      await renderPage(api, latest.id);
      await openMenu();
      await userEvent.click(
        await screen.findByRole('menuitem', { name: /^Run again/ }),
      );

      expect(await screen.findByText('Waiting to start')).toBeVisible();
      expect(api.steered).toEqual([['rerunSync', latest.id, undefined]]);
    });

    it('says why a sync cannot be run again', async () => {
      const api = createHistory(latest);
      api.conflict = await createResponseError(409, 'It read no commit.');
      await renderPage(api, latest.id);
      await openMenu();
      await userEvent.click(
        await screen.findByRole('menuitem', { name: /^Run again/ }),
      );

      expect(await screen.findByRole('alert')).toHaveTextContent(
        'The sync could not be requested: It read no commit.',
      );
    });

    it('restores neither what failed nor what was only a dry run', async () => {
      for (const overrides of [
        { status: 'FAILURE', id: 'failed' },
        { dryRun: true, id: 'dry' },
      ] as const) {
        const { unmount } = await renderPage(
          createHistory(latest, { ...earlier, ...overrides }),
          overrides.id,
        );
        await screen.findByRole('link', { name: /^Next sync/ });
        expect(screen.getByLabelText('More actions')).not.toBeVisible();
        unmount();
      }
    });

    it('cancels the sync while it runs', async () => {
      const api = new FakeStaticDataApi({
        settings: createSettings({ runningSync: running }),
      });
      const { container } = await renderPage(api, RUNNING_ID);
      await userEvent.click(
        await screen.findByRole('button', { name: 'Cancel the sync…' }),
      );
      await screen.findByRole('dialog', { name: 'Cancel sync #119?' });
      await userEvent.keyboard('Stuck{Enter}');

      expect(
        await screen.findByText(/being cancelled by jane\.doe/),
      ).toBeVisible();
      expect(api.steered).toEqual([
        ['cancelSync', RUNNING_ID, { reason: 'Stuck' }],
      ]);
      await waitFor(() =>
        expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
      );
      expect(
        screen.queryByRole('button', { name: 'Cancel the sync…' }),
      ).not.toBeInTheDocument();
      expect(await runAxe(container)).toHaveNoViolations();
    });
  });
});
