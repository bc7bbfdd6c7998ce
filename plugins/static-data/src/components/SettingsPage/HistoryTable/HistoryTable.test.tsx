import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createError,
  createSync,
  FakeStaticDataApi,
} from '../../../__testUtils__';
import { renderWithApi } from '../../../__testUtils__/renderWithApi';
import { HistoryTable } from './HistoryTable';

function createHistory(length: number) {
  return Array.from({ length }, (_, index) =>
    createSync({
      id: `sync-${index}`,
      startTime: new Date(
        Date.UTC(2026, 4, 4, 12, 0, length - index),
      ).toISOString(),
    }),
  );
}

/** Waits for a page; its range stands twice, once for each width of screen. */
function findRange(range: string) {
  return screen.findAllByText(range);
}

function bodyRows() {
  return screen.getAllByRole('row').slice(1);
}

describe('HistoryTable', () => {
  it('shows one row for each sync', async () => {
    const api = new FakeStaticDataApi({
      history: [
        createSync({
          syncType: 'MANUAL',
          triggeredBy: 'user:default/jane.doe',
          status: 'FAILURE',
          dryRun: true,
        }),
      ],
    });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);

    expect(screen.getByRole('heading', { name: 'History' })).toBeVisible();
    const cells = (await screen.findAllByRole('cell')).map(c => c.textContent);
    expect(cells).toEqual(
      expect.arrayContaining([
        'May 4, 2026, 12:30:00 PM UTC',
        'Failure',
        'Manual · Dry run',
        'jane.doe',
        '3.2 s',
        '+3 ~2 −1',
        '62',
      ]),
    );
    expect(
      screen.getByRole('img', { name: '3 added, 2 updated, 1 removed' }),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: /^4f2a9c8/ })).toBeVisible();
  });

  it('asks the server for each page', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(23) });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);
    await findRange('1-10 of 23');
    expect(api.historyQueries).toEqual([{ limit: 10, offset: 0 }]);

    await userEvent.click(screen.getByRole('button', { name: 'Next Page' }));
    await findRange('11-20 of 23');
    expect(api.historyQueries.at(-1)).toEqual({ limit: 10, offset: 10 });
    expect(await screen.findByText(/12:00:13 PM/)).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Last Page' }));
    await findRange('21-23 of 23');
    expect(api.historyQueries.at(-1)).toEqual({ limit: 10, offset: 20 });
  });

  it('starts over when the size of the page changes', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(30) });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Next Page' }),
    );

    await userEvent.click(screen.getByRole('button', { name: /10 rows/ }));
    await userEvent.click(screen.getByRole('option', { name: '25' }));

    await findRange('1-25 of 30');
    expect(api.historyQueries.at(-1)).toEqual({ limit: 25, offset: 0 });
  });

  it('reads again when there may be a new record', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(1) });
    const { rerender } = await renderWithApi(
      <HistoryTable refreshKey="1" />,
      api,
    );
    await findRange('1-1 of 1');

    api.history = createHistory(2);
    rerender(<HistoryTable refreshKey="1" />);
    expect(api.historyQueries).toHaveLength(1);

    rerender(<HistoryTable refreshKey="2" />);
    await findRange('1-2 of 2');
    expect(api.historyQueries).toHaveLength(2);
  });

  it('shows what a sync did, on demand', async () => {
    const api = new FakeStaticDataApi({
      history: [
        createSync({
          status: 'FAILURE',
          errors: [createError()],
          errorCount: 1,
        }),
      ],
    });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);

    await userEvent.click(
      await screen.findByRole('button', { name: /^May 4/ }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Sync of May 4, 2026, 12:30:00 PM UTC',
    });
    expect(dialog).toHaveTextContent('data/applications.json:17');

    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Close' }),
    );
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
  });

  it('says that there is nothing yet', async () => {
    const api = new FakeStaticDataApi({ history: [] });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);

    expect(await screen.findByText('No syncs yet')).toBeVisible();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('keeps its rows when the backend fails, and tries again', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(12) });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);
    await findRange('1-10 of 12');
    api.error = new Error('down');

    await userEvent.click(screen.getByRole('button', { name: 'Next Page' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The history could not be loaded: down',
    );
    expect(bodyRows().length).toBeGreaterThanOrEqual(10);

    api.error = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText(/12:00:02 PM/)).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
