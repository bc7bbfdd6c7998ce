import {
  RunningSync,
  SteeringAct,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import {
  COMMIT,
  createSettings,
  createStats,
  createSteeringAct,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { useRecentSyncs } from '../../hooks/useRecentSyncs';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { RecentSyncsCard } from './RecentSyncsCard';

const newest = createSync({ id: 'newest', durationMs: 900 });
const partial = createSync({
  id: 'partial',
  status: 'PARTIAL_SUCCESS',
  startTime: '2026-05-04T12:00:00.000Z',
});
const oldest = createSync({
  id: 'oldest',
  status: 'FAILURE',
  durationMs: 7400,
  startTime: '2026-05-04T11:30:00.000Z',
});

function Address() {
  return <output aria-label="address">{useLocation().search}</output>;
}

function Recent(props: {
  refreshKey: string;
  runningSync: RunningSync | null;
  acts: SteeringAct[];
}) {
  return (
    <RecentSyncsCard
      recentSyncs={useRecentSyncs(props.refreshKey)}
      runningSync={props.runningSync}
      configuration={createSettings().configuration}
      acts={props.acts}
      isFirstVisit={false}
    />
  );
}

async function renderRecent(
  history: SyncHistoryRecord[],
  runningSync: RunningSync | null = null,
  acts: SteeringAct[] = [],
) {
  const api = new FakeStaticDataApi({ history });
  const card = (refreshKey: string) => (
    <>
      <Address />
      <Recent refreshKey={refreshKey} runningSync={runningSync} acts={acts} />
    </>
  );
  const view = await renderWithApi(card('1'), api);
  return {
    ...view,
    api,
    readAgain: () => view.rerender(card('2')),
  };
}

async function findMarks() {
  const list = await screen.findByRole('list', { name: /^Recent syncs/ });
  return within(list).getAllByRole('link');
}

describe('RecentSyncsCard', () => {
  beforeEach(() => {
    jest
      .spyOn(Date, 'now')
      .mockReturnValue(Date.parse('2026-05-04T12:32:00.000Z'));
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('says in words what each mark means, and leads to its sync', async () => {
    const { container, api } = await renderRecent([newest, partial, oldest]);

    const marks = await findMarks();
    expect(
      marks.map(mark => [
        mark.getAttribute('aria-label'),
        mark.getAttribute('href'),
      ]),
    ).toEqual([
      [
        'Success #118, May 4, 2026, 12:30:00 PM UTC, 900 ms, 3 added, 2 updated, 1 removed',
        '/static-data-settings/syncs/newest',
      ],
      [
        expect.stringMatching(/^Partial success #118, .*3\.2 s/),
        '/static-data-settings/syncs/partial',
      ],
      [
        expect.stringMatching(/^Failure #118, .*7\.4 s/),
        '/static-data-settings/syncs/oldest',
      ],
    ]);
    expect(
      screen.getByText(
        'The last 3: 1 succeeded, 1 partly, 1 failed. 95th percentile (p95) 7.4 s, longest 7.4 s.',
      ),
    ).toBeVisible();
    expect(api.historyQueries).toEqual([{ dryRun: false, limit: 100 }]);
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('stands where its time is, after all others if it runs', async () => {
    await renderRecent([newest, partial, oldest], {
      id: 'running',
      source: 'default',
      number: 119,
      syncType: 'SCHEDULED',
      startTime: '2026-05-04T12:31:00.000Z',
      phase: 'FETCH',
      phaseStartTime: '2026-05-04T12:31:00.000Z',
      phases: [],
      dryRun: false,
    });

    const marks = await findMarks();
    const places = marks.map(mark =>
      parseFloat(mark.closest('li')!.style.left),
    );
    expect(marks[0]).toHaveAccessibleName('Running: #119');
    expect(places[3]).toBe(0);
    expect(places[1] - places[2]).toBeCloseTo(places[2] - places[3]);
    expect(places[0]).toBeGreaterThan(places[1]);
  });

  it('has a mark of its own for every sync of one minute, and for the running one', async () => {
    const NOW = Date.now();
    const syncs = [1, 20, 40].map(seconds =>
      createSync({
        id: `sync-${seconds}`,
        startTime: new Date(NOW - seconds * 1000).toISOString(),
      }),
    );
    const startTime = new Date(NOW).toISOString();
    await renderRecent(syncs, {
      id: 'running',
      source: 'default',
      number: 119,
      syncType: 'SCHEDULED',
      startTime,
      phase: 'FETCH',
      phaseStartTime: startTime,
      phases: [],
      dryRun: false,
    });

    const places = (await findMarks()).map(mark => {
      const { left, width } = mark.closest('li')!.style;
      return { left: parseFloat(left), width: parseFloat(width) };
    });
    expect(places).toHaveLength(4);
    for (const [index, { left, width }] of places.slice(1).entries()) {
      expect(places[index].left - left).toBeGreaterThan(0.999 * width);
    }
  });

  it.each([5, 12, 40])(
    'lets no slow one of %i syncs flatten the line of the others, and marks it',
    async count => {
      const usual = Array.from({ length: count - 1 }, (_, index) =>
        createSync({
          id: `usual-${index}`,
          durationMs: 1000 * (1 + (index % 3)),
        }),
      );
      const slow = createSync({
        id: 'slow',
        durationMs: 3_600_000,
        startTime: '2026-05-04T11:30:00.000Z',
      });
      const { container } = await renderRecent([...usual, slow]);

      await findMarks();
      const points = container
        .querySelector('polyline')!
        .getAttribute('points')!
        .split(' ');
      const [slowest, ...others] = points.map(point =>
        Number(point.split(',')[1]),
      );
      // upside down; the others are far apart
      expect(slowest).toBeLessThan(10);
      expect(Math.max(...others) - Math.min(...others)).toBeGreaterThan(20);
      expect(
        container.querySelector(`path[d="M${points[0]}h0"]`),
      ).toBeInTheDocument();
    },
  );

  it('has ticks for what was added, updated and removed', async () => {
    await renderRecent([
      newest,
      createSync({
        id: 'updated',
        stats: createStats({
          entitiesAdded: 0,
          entitiesUpdated: 1,
          entitiesRemoved: 0,
        }),
      }),
    ]);

    const ticks = (await findMarks()).map(mark =>
      within(mark)
        .queryAllByTestId(/^tick-/)
        .map(tick => tick.dataset.testid),
    );
    expect(ticks).toEqual([
      ['tick-added', 'tick-updated', 'tick-removed'],
      ['tick-updated'],
    ]);
  });

  it('says between which values the number of each kind moves, and leads to the changes', async () => {
    await renderRecent([newest, oldest]);

    const link = await screen.findByRole('link', {
      name: 'Show the syncs that changed something (Components)',
    });
    const { total } = newest.stats.byType.Component;
    expect(link).toHaveTextContent(`${total + 1}${total - 1}`);
    expect(link).toHaveAttribute(
      'href',
      '/?dryRun=false&changed=true&from=2026-05-04T11%3A30%3A00.000Z#history',
    );
  });

  it('shows a part of its time in the history when one drags over it, and follows no link', async () => {
    await renderRecent([newest, partial, oldest]);
    const [mark] = await findMarks();
    const list = mark.closest('ul')!;
    jest
      .spyOn(list, 'getBoundingClientRect')
      .mockReturnValue({ left: 0, width: 100 } as DOMRect);
    // jsdom has no pointer events with places
    const point = (type: string, clientX: number) =>
      fireEvent(
        list,
        new MouseEvent(type, { bubbles: true, button: 0, clientX }),
      );
    const address = () =>
      new URLSearchParams(screen.getByLabelText('address').textContent ?? '');

    point('pointerdown', 50);
    point('pointermove', 52);
    point('pointerup', 52);
    expect(address().get('from')).toBeNull();

    point('pointerdown', 100);
    point('pointermove', 50);
    point('pointerup', 0);
    expect(fireEvent.click(mark)).toBe(false);
    expect(address().get('from')).toBe(oldest.startTime);
    expect(Date.parse(address().get('to')!)).toBeGreaterThan(
      Date.parse(newest.startTime),
    );
  });

  it('shows what began at a tick in the history', async () => {
    await renderRecent([newest, partial, oldest]);
    const [tick] = await screen.findAllByRole('button', {
      name: /^Show the syncs from .*12:00:00 PM/,
    });

    await userEvent.click(tick);
    expect(screen.getByLabelText('address')).toHaveTextContent(
      'from=2026-05-04T12%3A00%3A00.000Z',
    );
  });

  it('shows beside them what has become of every kind', async () => {
    const counted = (total: number) =>
      createStats({
        byType: {
          API: {
            added: 0,
            updated: 0,
            removed: 0,
            unchanged: 0,
            retained: 0,
            held: 0,
            total,
          },
        },
      });
    await renderRecent([
      { ...newest, stats: counted(16) },
      { ...partial, stats: counted(18) },
    ]);
    expect((await screen.findByText('APIs')).parentElement).toHaveTextContent(
      'APIs16-2',
    );
  });

  it('marks where the configuration changed, and from what to what', async () => {
    await renderRecent([
      newest,
      {
        ...partial,
        configSnapshot: { ...partial.configSnapshot, branch: 'develop' },
      },
    ]);
    expect(
      await screen.findByRole('img', {
        name: /^Configuration changed, May 4, 2026, 12:30:00 PM UTC: develop → main/,
      }),
    ).toBeInTheDocument();
  });

  it('marks what people did to the syncs, in words, and shows the history from then', async () => {
    const { container } = await renderRecent([newest, oldest], null, [
      createSteeringAct({
        id: 9,
        type: 'PIN',
        time: '2026-05-04T12:10:00.000Z',
        ref: 'v1.2',
        revision: COMMIT,
        reason: 'Squads are gone',
      }),
      createSteeringAct({
        id: 8,
        time: '2026-05-04T12:00:00.000Z',
        until: '2026-05-04T13:00:00.000Z',
      }),
      createSteeringAct({ id: 1, time: '2026-05-01T00:00:00.000Z' }),
    ]);
    const list = await screen.findByRole('list', { name: /^What people did/ });
    const marks = within(list).getAllByRole('button');
    expect(marks.map(mark => mark.getAttribute('aria-label'))).toEqual([
      'Pinned to v1.2 (4f2a9c8) by jane.doe, May 4, 2026, 12:10:00 PM UTC: Squads are gone',
      'Paused by jane.doe, May 4, 2026, 12:00:00 PM UTC, until May 4, 2026, 1:00:00 PM UTC: The teams are being reorganised',
    ]);
    expect(await runAxe(container)).toHaveNoViolations();

    act(() => marks[0].focus());
    await userEvent.keyboard('{ArrowLeft}');
    expect(marks[1]).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByLabelText('address')).toHaveTextContent(
      'from=2026-05-04T12%3A00%3A00.000Z',
    );
  });

  it('is one stop for the keyboard, and goes on by arrow keys', async () => {
    await renderRecent([newest, partial, oldest]);
    const [first, second, third] = await findMarks();
    const list = screen.getByRole('list');

    await userEvent.tab();
    expect(first).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(second).toHaveFocus();
    await userEvent.keyboard('{Home}');
    expect(third).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(third).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(first).toHaveFocus();

    await userEvent.keyboard('{ArrowLeft}');
    await userEvent.tab();
    expect(list).not.toContainElement(document.activeElement as HTMLElement);
    await userEvent.tab({ shift: true });
    expect(second).toHaveFocus();
  });

  it('says what there is before the first sync, and after it', async () => {
    const { api, readAgain } = await renderRecent([]);
    expect(await screen.findByText(/^No sync has run yet/)).toBeVisible();

    api.history = [newest];
    readAgain();
    expect(
      await screen.findByText('The only one so far: Success, 900 ms.'),
    ).toBeVisible();
  });

  it('keeps its marks when they cannot be read again', async () => {
    const { api, readAgain } = await renderRecent([newest, partial]);
    expect(await findMarks()).toHaveLength(2);

    api.error = new Error('down');
    readAgain();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The recent syncs could not be loaded: down',
    );
    expect(await findMarks()).toHaveLength(2);

    api.error = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
  });
});
