import {
  RunningSync,
  SyncHistoryRecord,
  SyncSource,
} from '@internal/plugin-static-data-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import {
  createError,
  createHealth,
  createPause,
  createResponseError,
  createSettings,
  createSource,
  createStats,
  createSync,
  FakeStaticDataApi,
  REQUESTED_SYNC_ID,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { StaticDataRouter } from '../StaticDataRouter';

const running: RunningSync = {
  id: 'running',
  source: 'core',
  number: 119,
  syncType: 'SCHEDULED',
  startTime: '2026-05-04T13:00:00.000Z',
  phase: 'PARSE',
  phaseStartTime: '2026-05-04T13:00:01.000Z',
  progress: { done: 30, total: 120 },
  phases: [],
  dryRun: false,
};

function createFailure(overrides: Partial<SyncHistoryRecord> = {}) {
  return createSync({
    id: 'payments-failure',
    source: 'payments',
    number: 12,
    status: 'FAILURE',
    errors: [createError()],
    errorCount: 1,
    ...overrides,
  });
}

const failing = createSource({
  id: 'payments',
  configuration: {
    ...createSettings().configuration,
    repository: 'acme/payments-architecture',
    url: 'https://github.com/acme/payments-architecture',
  },
  health: createHealth({
    status: 'UNHEALTHY',
    reasons: ['The last 3 syncs failed', 'Only 78% were applied'],
    dataAsOf: '2026-05-01T12:30:00.000Z',
  }),
  entityCount: 1204,
  latestSync: createFailure(),
  recentSyncs: [
    createFailure(),
    createSync({ id: 'payments-success', source: 'payments', number: 11 }),
  ],
});
const core = createSource({ id: 'core' });
const left = createSource({
  id: 'legacy',
  isConfigured: false,
  entityCount: 40,
});

async function renderOverview(
  sources: SyncSource[],
  options: {
    path?: string;
    history?: SyncHistoryRecord[];
    error?: Error;
  } = {},
) {
  const { path = '', error } = options;
  const api = new FakeStaticDataApi({
    history:
      options.history ??
      sources.flatMap(({ latestSync }) => (latestSync ? [latestSync] : [])),
  });
  api.sources = sources;
  api.error = error;
  const view = await renderWithApi(
    <Routes>
      <Route path="/static-data-settings/*" element={<StaticDataRouter />} />
    </Routes>,
    api,
    { path: `/static-data-settings${path}` },
  );
  return { ...view, api };
}

async function findRow(id: string): Promise<HTMLElement> {
  const table = await within(
    await screen.findByRole('region', { name: 'Sources' }),
  ).findByRole('table');
  return within(table).getByRole('link', { name: id }).closest('tr')!;
}

describe('the overview of several sources', () => {
  beforeEach(() => localStorage.clear());

  it('has a row for each source, in the order of the list, and sums them up', async () => {
    const { container } = await renderOverview([core, failing, left]);

    expect(
      await screen.findByText(
        '3 sources: 1 unhealthy, 1 healthy, 1 no longer configured',
      ),
    ).toBeVisible();
    const region = screen.getByRole('region', { name: 'Sources' });
    const names = within(region)
      .getAllByRole('row')
      .slice(1)
      .map(row => within(row).getAllByRole('link')[0].textContent);
    expect(names).toEqual(['core', 'payments', 'legacy']);
    await screen.findByText('1–3 of 3');
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('gives the first reason where the latest sync found no error', async () => {
    const latestSync = createSync({ source: 'payments' });
    await renderOverview([core, { ...failing, latestSync }]);
    const row = within(await findRow('payments'));
    expect(row.getByText('The last 3 syncs failed')).toBeVisible();
    expect(row.queryByText('Only 78% were applied')).not.toBeInTheDocument();
  });

  it('says how a source is doing, why, where it is, and how much there is of it', async () => {
    await renderOverview([core, failing]);
    const row = within(await findRow('payments'));

    expect(row.getByText('Unhealthy')).toBeVisible();
    expect(row.getByText(/The file is not valid JSON/)).toBeVisible();
    expect(row.getByRole('link', { name: '#12' })).toHaveAttribute(
      'href',
      '/static-data-settings/syncs/payments-failure',
    );
    expect(
      row.getByRole('link', { name: /^acme\/payments-architecture/ }),
    ).toHaveAttribute('href', failing.configuration!.url);
    expect(row.getByText('1,204')).toBeVisible();
    expect(row.getByRole('link', { name: 'payments' })).toHaveAttribute(
      'href',
      '/static-data-settings/sources/payments',
    );
  });

  it('says that a source is paused or synced by hand, and when none is due for that', async () => {
    await renderOverview([
      {
        ...core,
        steering: { pause: createPause(), pin: null },
        health: createHealth({
          reasons: ['Paused 3 minutes ago by user:default/jane.doe: Because'],
        }),
      },
      {
        ...failing,
        configuration: {
          ...failing.configuration!,
          scheduleFrequency: 'manual',
        },
        health: createHealth({ nextSync: null }),
      },
    ]);

    const row = within(await findRow('core'));
    expect(
      row.getByRole('group', { name: 'Steering of the syncs' }),
    ).toHaveTextContent(/^Paused by jane\.doe/);
    expect(row.queryByText(/Because/)).not.toBeInTheDocument();
    expect(row.getAllByRole('cell')[4]).toHaveTextContent(/Paused$/);
    const byHand = within(await findRow('payments'));
    expect(byHand.getAllByRole('cell')[4]).toHaveTextContent(/By hand$/);
  });

  it('draws the recent syncs, the newest at the right, each of which leads to its page', async () => {
    await renderOverview([core, failing]);
    const marks = within(await findRow('payments')).getByRole('list', {
      name: /^Recent syncs of payments/,
    });

    const links = within(marks).getAllByRole('link');
    expect(links.map(link => link.getAttribute('aria-label'))).toEqual([
      expect.stringMatching(/^Success #11, /),
      expect.stringMatching(/^Failure #12, /),
    ]);
    expect(links[1]).toHaveAttribute(
      'href',
      '/static-data-settings/syncs/payments-failure',
    );
    // one tab stop, with arrow keys to move
    expect(links.map(link => link.tabIndex)).toEqual([-1, 0]);
    act(() => links[1].focus());
    await userEvent.keyboard('{ArrowLeft}');
    expect(links[0]).toHaveFocus();
  });

  it('shows how far a running sync has come', async () => {
    await renderOverview([{ ...core, runningSync: running }, failing]);
    const row = within(await findRow('core'));

    expect(row.getByText(/Parsing files: 30 of 120/)).toBeVisible();
    expect(row.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
    expect(row.getByRole('link', { name: 'Running: #119' })).toHaveAttribute(
      'href',
      '/static-data-settings/syncs/running',
    );
  });

  it('has the history of all sources, which can be narrowed down to one', async () => {
    const { api } = await renderOverview([core, failing]);
    const history = within(
      await screen.findByRole('region', { name: 'History' }),
    );
    await history.findByText('1–2 of 2');
    expect(
      history
        .getAllByRole('row')
        .slice(1)
        .map(row => within(row).getAllByRole('cell')[2].textContent),
    ).toEqual(['core', 'payments']);

    await userEvent.selectOptions(
      history.getByRole('combobox', { name: 'Source' }),
      'payments',
    );
    await history.findByText('1–1 of 1');
    expect(history.getByRole('link', { name: '#12' })).toBeVisible();
    expect(api.historyQueries.at(-1)).toMatchObject({ source: 'payments' });
  });

  it('names the sources, not the numbers, of syncs that changed nothing', async () => {
    const stats = createStats({
      entitiesAdded: 0,
      entitiesUpdated: 0,
      entitiesRemoved: 0,
    });
    await renderOverview([core, failing], {
      history: ['core', 'payments', 'core'].map((source, index) =>
        createSync({ id: `quiet-${index}`, source, number: 7, stats }),
      ),
    });

    const run = await screen.findByRole('button', {
      name: '3 syncs, nothing changed',
    });
    expect(run.closest('td')).toHaveTextContent(/core, payments, /);
    await userEvent.click(run);
    expect(screen.getAllByRole('link', { name: '#7' })).toHaveLength(3);
  });

  it('follows a running sync', async () => {
    jest.useFakeTimers();
    try {
      const { api } = await renderOverview([
        { ...core, runningSync: running },
        failing,
      ]);
      await screen.findByText(/Parsing files: 30 of 120/);

      const progress = { done: 60, total: 120 };
      api.sources = [
        { ...core, runningSync: { ...running, progress } },
        failing,
      ];
      await act(async () => jest.advanceTimersByTime(2_000));
      expect(await screen.findByText(/60 of 120/)).toBeVisible();
    } finally {
      jest.useRealTimers();
    }
  });

  it.each([
    ['at the first visit', undefined],
    ['where there was one source at the last visit', 'false'],
    ['where there were several', 'true'],
  ])('asks for no dashboard %s', async (_, atLastVisit) => {
    if (atLastVisit) {
      localStorage.setItem('static-data.several-sources', atLastVisit);
    }
    const sources = [createSource(), core];
    const api = new FakeStaticDataApi();
    api.sources = sources;
    let answer = () => {};
    api.getSources = () =>
      new Promise(resolve => {
        answer = () => resolve({ sources });
      });
    await renderWithApi(<StaticDataRouter />, api);
    expect(await screen.findByRole('progressbar')).toBeVisible();

    await act(async () => answer());
    expect(await screen.findByText('2 sources: 2 healthy')).toBeVisible();
    expect(api.settingsRequests).toBe(0);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('offers to try again when the list cannot be loaded', async () => {
    localStorage.setItem('static-data.several-sources', 'true');
    await renderOverview([core, failing], { error: new Error('gone') });

    expect(await screen.findByText(/could not be loaded/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible();
  });
});

describe('a source that has left the configuration', () => {
  it('says that its entities stay, and lets them go once the reader has typed its id', async () => {
    const { api, container } = await renderOverview([core, left]);
    const row = within(await findRow('legacy'));
    expect(row.getByText('No longer configured')).toBeVisible();
    expect(row.getByText(/Its 40 entities stay in the catalog/)).toBeVisible();

    await userEvent.click(
      await row.findByRole('button', { name: 'Release entities…' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', {
        name: 'Remove the 40 entities of legacy?',
      }),
    );
    const confirm = dialog.getByRole('button', { name: 'Remove 40 entities' });
    await userEvent.type(dialog.getByRole('textbox'), 'lega');
    expect(confirm).toBeDisabled();
    expect(api.released).toEqual([]);
    await userEvent.type(dialog.getByRole('textbox'), 'cy');
    await userEvent.click(confirm);

    expect(
      await row.findByText(/A sync that removes the entities has been/),
    ).toBeVisible();
    expect(api.released).toEqual(['legacy']);
    expect(row.getByRole('link', { name: 'Show the sync' })).toHaveAttribute(
      'href',
      `/static-data-settings/syncs/${REQUESTED_SYNC_ID}`,
    );
    expect(row.queryByRole('button')).not.toBeInTheDocument();
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('says as of when its entities are', async () => {
    await renderOverview([core, { ...left, dataAsOf: '2026-04-01T12:00:00Z' }]);

    const row = within(await findRow('legacy'));
    expect(row.getByText(/ago$/)).toHaveAttribute(
      'datetime',
      '2026-04-01T12:00:00Z',
    );
  });

  it('keeps the dialog open and says why when the request is refused', async () => {
    const { api } = await renderOverview([core, left]);
    api.releaseSource = async () => {
      throw await createResponseError(409, 'It is configured again');
    };
    await userEvent.click(
      await screen.findByRole('button', { name: 'Release entities…' }),
    );
    await userEvent.type(
      within(await screen.findByRole('dialog')).getByRole('textbox'),
      'legacy{Enter}',
    );

    expect(
      await screen.findByText(
        'The entities could not be released: It is configured again',
      ),
    ).toBeVisible();
  });

  it('has nothing to let go once its entities are gone', async () => {
    await renderOverview([core, { ...left, entityCount: 0 }]);

    expect(
      await screen.findByText(/none of its entities are left/),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Release entities…' }),
    ).not.toBeInTheDocument();
  });

  it('has a page with what is left of it: its history', async () => {
    const { api } = await renderOverview([core, left], {
      path: '/sources/legacy',
    });

    expect(
      await screen.findByRole('heading', { level: 1, name: 'legacy' }),
    ).toBeVisible();
    expect(
      await screen.findByText(/Its 40 entities stay in the catalog/),
    ).toBeVisible();
    await screen.findByText('1–1 of 1');
    expect(api.historyQueries.at(-1)).toMatchObject({ source: 'legacy' });
  });
});

describe('a single source', () => {
  beforeEach(() => localStorage.clear());

  it.each(['default', 'core'])(
    'is shown as its dashboard, without its id: %s',
    async id => {
      const { api } = await renderOverview([createSource({ id })]);

      expect(await screen.findByText('Health Status')).toBeVisible();
      await screen.findByText('1–1 of 1');
      expect(
        screen.queryByRole('heading', { name: 'Sources' }),
      ).not.toBeInTheDocument();
      expect(
        screen.queryByRole('combobox', { name: 'Source' }),
      ).not.toBeInTheDocument();
      expect(
        screen.queryByRole('columnheader', { name: 'Source' }),
      ).not.toBeInTheDocument();
      expect(api.sourceQueries.map(([, source]) => source)).not.toContain(id);
    },
  );

  it('is shown although the list of sources cannot be loaded', async () => {
    const api = new FakeStaticDataApi();
    api.getSources = async () => {
      throw await createResponseError(404, 'Not found');
    };
    await renderWithApi(<StaticDataRouter />, api);

    expect(await screen.findByText('Health Status')).toBeVisible();
  });

  it('leads to the state of the source whose syncs it shows then', async () => {
    const api = new FakeStaticDataApi({
      history: [createSync({ source: 'core' })],
    });
    api.getSources = async () => {
      throw await createResponseError(404, 'Not found');
    };
    await renderWithApi(<StaticDataRouter />, api);
    await screen.findByText('1–1 of 1');

    expect(
      screen.getByRole('link', { name: 'State at a time' }),
    ).toHaveAttribute('href', '/static-data-settings/sources/core/state');
  });
});
