import {
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  COMMIT,
  createError,
  createFirstVisit,
  createHealth,
  createPause,
  createPin,
  createSettings,
  createStats,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { StatusHeader } from './StatusHeader';

const SYNCS = '/static-data-settings/syncs';

async function renderHeader(
  settings: SyncSettings = createSettings(),
  api = new FakeStaticDataApi(),
  onAct = () => {},
  recentSyncs?: SyncHistoryRecord[],
) {
  return renderWithApi(
    <StatusHeader settings={settings} recentSyncs={recentSyncs} onAct={onAct}>
      <button>Sync</button>
    </StatusHeader>,
    api,
  );
}

function fact(label: string) {
  return screen.getByText(label).closest('dt')!.nextSibling as HTMLElement;
}

describe('StatusHeader', () => {
  beforeEach(() => {
    jest.useFakeTimers({
      now: new Date('2026-05-04T12:32:00.000Z'),
      advanceTimers: true,
    });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['UNKNOWN', 'Unknown', 'status-pending'],
    ['HEALTHY', 'Healthy', 'status-ok'],
    ['DEGRADED', 'Degraded', 'status-warning'],
    ['UNHEALTHY', 'Unhealthy', 'status-error'],
  ] as const)('shows %s as a word and an icon', async (status, word, icon) => {
    await renderHeader(createSettings({ health: createHealth({ status }) }));

    expect(screen.getByText(word)).toBeVisible();
    expect(screen.getByTestId(icon)).toBeInTheDocument();
    // Backstage hides the icon from screen readers; the word must not go with it
    expect(screen.getByText(word).closest('[aria-hidden="true"]')).toBeNull();
  });

  it('tells how fresh the data is, how reliable the syncs are, and leads to what it states', async () => {
    const { container } = await renderHeader();

    const time = screen.getAllByText('2 minutes ago')[0];
    expect(time).toHaveAttribute('datetime', '2026-05-04T12:30:00.000Z');
    expect(time).toHaveAttribute('title', 'May 4, 2026, 12:30:00 PM UTC');
    expect(fact('Data as of')).toHaveTextContent('2 minutes ago');
    expect(fact('Next run')).toHaveTextContent('in 28 minutes');
    expect(fact('Uptime (30d)')).toHaveTextContent(/^\d+(\.\d)?%$/);
    expect(
      screen.getAllByRole('link').map(link => link.getAttribute('href')),
    ).toEqual([
      `${SYNCS}/${createSync().id}`,
      `${SYNCS}/${createSync().id}`,
      `https://github.com/acme/architecture/commit/${COMMIT}`,
      '/?status=FAILURE&dryRun=false&within=30d#history',
      'https://github.com/acme/architecture',
      'https://github.com/acme/architecture/tree/main',
    ]);
    expect(screen.queryByText(/Overdue/)).not.toBeInTheDocument();
    expect(screen.queryByRole('list')).not.toBeInTheDocument();
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('claims nothing before the first sync', async () => {
    await renderHeader(createFirstVisit());

    expect(fact('Last Sync')).toHaveTextContent('Never');
    expect(fact('Revision shown')).toHaveTextContent('None yet');
    expect(fact('Uptime (30d)')).toHaveTextContent('–');
    expect(screen.queryByText('Healthy')).not.toBeInTheDocument();
    expect(screen.queryByText('Data as of')).not.toBeInTheDocument();
  });

  it('says on a line each that the source is paused and pinned, and what both replaces', async () => {
    const onAct = jest.fn();
    const { container } = await renderHeader(
      createSettings({
        steering: { pause: createPause(), pin: createPin() },
        health: createHealth({
          reasons: [
            'Paused 12 minutes ago by user:default/jane.doe: Because',
            'Pinned 12 minutes ago to v1.2 by user:default/jane.doe: Because',
          ],
        }),
      }),
      undefined,
      onAct,
    );

    expect(fact('Next run')).toHaveTextContent(/^Paused$/);
    expect(
      screen.getByRole('group', { name: 'Steering of the syncs' }),
    ).toHaveTextContent(/^Paused by jane\.doe.*Pinned to v1\.2/);
    // the same in other words
    expect(screen.queryByRole('list')).not.toBeInTheDocument();
    expect(screen.queryByText('Revision shown')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Unpin…' }));
    expect(onAct.mock.calls).toEqual([['UNPIN']]);
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('says which state a pinned source shows, and when it was synced', async () => {
    const pin = createPin({
      since: '2026-05-04T12:20:00.000Z',
      ref: null,
      sync: { id: 'earlier', number: 114 },
    });
    const renderPinned = async (dataAsOf: string) => {
      const { unmount } = await renderHeader(
        createSettings({
          steering: { pause: null, pin },
          health: createHealth({ dataAsOf }),
        }),
      );
      const words = fact('Data as of').textContent;
      unmount();
      return words;
    };

    expect(await renderPinned('2026-05-04T12:21:00.000Z')).toMatch(
      /^the state of #114, synced .*ago$/,
    );
    // no sync has followed the pin yet
    expect(await renderPinned('2026-05-04T12:19:00.000Z')).toMatch(
      /^\d+ \w+ ago$/,
    );
  });

  it('shows the revision as long as it is not that of the pin', async () => {
    await renderHeader(
      createSettings({
        steering: { pause: null, pin: createPin({ revision: null }) },
      }),
    );

    expect(fact('Revision shown')).toHaveTextContent(COMMIT.slice(0, 7));
  });

  it('names a directory, which has no branch', async () => {
    await renderHeader(
      createSettings({
        configuration: {
          ...createSettings().configuration,
          repository: './examples',
          branch: '-',
          url: undefined,
        },
      }),
    );

    expect(fact('Repository')).toHaveTextContent(/^\.\/examples$/);
  });

  it('warns of old data and of a late schedule', async () => {
    await renderHeader(
      createSettings({
        latestSync: createSync({ status: 'FAILURE' }),
        health: createHealth({
          dataAsOf: '2026-05-04T09:32:00.000Z',
          nextSync: '2026-05-04T12:31:00.000Z',
          lateBy: 2 * 3_600_000,
        }),
      }),
    );

    expect(fact('Data as of')).toHaveTextContent('3 hours ago');
    expect(fact('Next run')).toHaveTextContent('due now');
    // beside its label, where nothing is cut
    expect(screen.getByText('Overdue by 2 hours').closest('dt')).toBe(
      screen.getByText('Next run').closest('dt'),
    );
    expect(screen.getAllByTestId('status-warning')).toHaveLength(2);
  });

  it('gives the reasons, the first error with its place and hint, and the first failure', async () => {
    const failed = createSync({
      id: 'latest',
      status: 'FAILURE',
      errors: [createError({ file: 'data/squads.json', line: 3 })],
      errorCount: 3,
    });
    const first = createSync({
      id: 'first',
      number: 112,
      status: 'FAILURE',
      startTime: '2026-05-04T11:32:00.000Z',
      commit: {
        author: 'Ann Lee',
        message: 'Break it',
        time: '2026-05-04T11:30:00.000Z',
      },
    });
    const { container } = await renderHeader(
      createSettings({
        latestSync: failed,
        health: createHealth({
          status: 'UNHEALTHY',
          reasons: ['The last 2 syncs failed.'],
          consecutiveFailures: 2,
        }),
      }),
      new FakeStaticDataApi({
        history: [failed, first, createSync({ id: 'good' })],
      }),
    );

    await screen.findByText(/by Ann Lee/);
    const items = screen
      .getAllByRole('listitem')
      .map(item => item.textContent?.replaceAll(', Opens in a new window', ''));
    const { error, hint } = createError();
    expect(items).toEqual([
      `data/squads.json:3 · ${error} – ${hint} Open sync #118 (2 more errors)`,
      `Failing since #112 · 1 hour ago by Ann Lee, at ${COMMIT.slice(
        0,
        7,
      )}1 more reason`,
    ]);
    expect(
      screen.getByRole('link', { name: /^Open sync #118/ }),
    ).toHaveAttribute('href', `${SYNCS}/latest`);
    expect(
      screen.getByRole('link', { name: '#112 · 1 hour ago' }),
    ).toHaveAttribute('href', `${SYNCS}/first`);
    expect(await runAxe(container)).toHaveNoViolations();

    await userEvent.click(
      screen.getByRole('button', { name: '1 more reason' }),
    );
    expect(screen.getAllByRole('listitem')[2]).toHaveTextContent(
      'The last 2 syncs failed.',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Fewer reasons' }),
    );
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByRole('button', { name: '1 more reason' })).toHaveFocus();
  });

  it('says the file of the first error once', async () => {
    const error = 'data/squads.json has a merge conflict';
    await renderHeader(
      createSettings({
        latestSync: createSync({
          status: 'PARTIAL_SUCCESS',
          errors: [createError({ error, file: 'data/squads.json', line: 3 })],
          errorCount: 1,
        }),
        health: createHealth({ status: 'DEGRADED', reasons: ['In part.'] }),
      }),
    );

    expect(screen.getByText(/has a merge conflict/)).toHaveTextContent(
      /^data\/squads\.json:3, Opens in a new window has a merge conflict – /,
    );
  });

  it('says below the held removals of which kinds the data is older', async () => {
    const stats = createStats();
    const partial = createSync({
      status: 'PARTIAL_SUCCESS',
      errors: [createError()],
      errorCount: 1,
      stats: {
        ...stats,
        byType: {
          ...stats.byType,
          Group: { ...stats.byType.Group, total: 10, retained: 4 },
        },
      },
    });
    const reasons = [
      'In part.',
      '16 removals are held back: restore their source, or approve them.',
    ];
    await renderHeader(
      createSettings({
        latestSync: partial,
        health: createHealth({ status: 'DEGRADED', reasons }),
      }),
    );

    expect(screen.getAllByRole('listitem')).toHaveLength(3);
    expect(
      screen.getByText(/^Groups: 4 of 10 could not be read/),
    ).toBeVisible();
  });

  it('names the commit and its author after one failure, however often somebody has cancelled a sync since', async () => {
    const failed = createSync({
      id: 'failed',
      number: 117,
      status: 'FAILURE',
      errors: [createError({ error: 'No squad has this name' })],
      errorCount: 1,
      commit: { author: 'Ann Lee', message: 'Break it' },
    });
    const cancelled = createSync({
      id: 'cancelled',
      status: 'FAILURE',
      cancelledBy: 'user:default/jane.doe',
      errors: [createError({ error: 'Somebody cancelled it' })],
      errorCount: 1,
    });
    const history = [cancelled, failed, createSync({ id: 'good' })];
    await renderHeader(
      createSettings({
        latestSync: cancelled,
        health: createHealth({
          status: 'DEGRADED',
          reasons: ['The last sync failed.'],
          consecutiveFailures: 1,
        }),
      }),
      new FakeStaticDataApi({ history }),
      undefined,
      history,
    );

    expect(await screen.findByText(/by Ann Lee/)).toHaveTextContent(
      /^Failing since #117 · .* ago by Ann Lee, at .*$/,
    );
    expect(screen.getByText(/No squad has this name/)).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Open sync #117' }),
    ).toHaveAttribute('href', `${SYNCS}/failed`);
    expect(screen.queryByText(/Somebody cancelled it/)).not.toBeInTheDocument();
  });

  it('says since which commit there are errors, and of which kinds the data is older', async () => {
    const stats = createStats();
    const partial = createSync({
      id: 'partial',
      status: 'PARTIAL_SUCCESS',
      errors: [createError()],
      errorCount: 1,
      commit: { author: 'Ann Lee', message: 'Break it' },
      stats: {
        ...stats,
        byType: {
          ...stats.byType,
          Group: { ...stats.byType.Group, total: 10, retained: 4 },
        },
      },
    });
    const history = [
      partial,
      { ...partial, id: 'first', number: 112 },
      createSync({
        id: 'good',
        number: 111,
        startTime: '2026-05-04T11:32:00.000Z',
      }),
    ];
    await renderHeader(
      createSettings({
        latestSync: partial,
        health: createHealth({
          status: 'DEGRADED',
          reasons: ['The last sync was applied in part.'],
        }),
      }),
      undefined,
      undefined,
      history,
    );

    expect(screen.getByText(/by Ann Lee/)).toHaveTextContent(
      /^With errors since #112 · .* ago by Ann Lee, at .*$/,
    );
    expect(screen.queryByText(/could not be read/)).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: '2 more reasons' }),
    );
    expect(screen.getByText(/could not be read/)).toHaveTextContent(
      'Groups: 4 of 10 could not be read, and are still as of #111 · 1 hour ago',
    );
  });
});
