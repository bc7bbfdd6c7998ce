import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { createSync, FakeStaticDataApi } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { RecentSyncsCard } from './RecentSyncsCard';

expect.extend(toHaveNoViolations);

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

async function renderRecent(history: SyncHistoryRecord[]) {
  const api = new FakeStaticDataApi({ history });
  const view = await renderWithApi(<RecentSyncsCard refreshKey="1" />, api);
  return {
    ...view,
    api,
    readAgain: () => view.rerender(<RecentSyncsCard refreshKey="2" />),
  };
}

describe('RecentSyncsCard', () => {
  it('says in words what each mark means, and leads to its sync', async () => {
    const { container, api } = await renderRecent([newest, partial, oldest]);

    const marks = await screen.findAllByRole('link');
    expect(
      marks.map(mark => [
        mark.getAttribute('aria-label'),
        mark.getAttribute('href'),
      ]),
    ).toEqual([
      [
        'Success, May 4, 2026, 12:30:00 PM UTC, 900 ms, 3 added, 2 updated, 1 removed',
        '/static-data-settings/syncs/newest',
      ],
      [
        expect.stringMatching(/^Partial success, .*3\.2 s/),
        '/static-data-settings/syncs/partial',
      ],
      [
        expect.stringMatching(/^Failure, .*7\.4 s/),
        '/static-data-settings/syncs/oldest',
      ],
    ]);
    expect(
      screen.getByText(
        'The last 3: 1 succeeded, 1 partly, 1 failed. The longest took 7.4 s.',
      ),
    ).toBeVisible();
    expect(api.historyQueries).toEqual([{ dryRun: false, limit: 60 }]);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('is higher for a sync that took longer', async () => {
    await renderRecent([newest, partial, oldest]);

    const heights = (await screen.findAllByRole('link')).map(mark =>
      parseFloat((mark.firstElementChild as HTMLElement).style.height),
    );
    expect(heights[0]).toBeLessThan(heights[1]);
    expect(heights[1]).toBeLessThan(heights[2]);
    expect(heights[2]).toBe(100);
  });

  it('is one stop for the keyboard, and goes on by arrow keys', async () => {
    await renderRecent([newest, partial, oldest]);
    const [first, second, third] = await screen.findAllByRole('link');

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
    expect(document.body).toHaveFocus();
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
    expect(await screen.findAllByRole('link')).toHaveLength(2);

    api.error = new Error('down');
    readAgain();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The recent syncs could not be loaded: down',
    );
    expect(screen.getAllByRole('link')).toHaveLength(2);

    api.error = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
  });
});
