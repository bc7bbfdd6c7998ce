import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createError,
  createSync,
  FakeStaticDataApi,
} from '../../../__fixtures__';
import { renderWithApi } from '../../../__fixtures__/renderWithApi';
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
    expect(await screen.findByText('1-10 of 23')).toBeVisible();
    expect(api.historyQueries).toEqual([{ limit: 10, offset: 0 }]);

    await userEvent.click(screen.getByRole('button', { name: 'Next Page' }));
    expect(await screen.findByText('11-20 of 23')).toBeVisible();
    expect(api.historyQueries.at(-1)).toEqual({ limit: 10, offset: 10 });
    expect(await screen.findByText(/12:00:13 PM/)).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Last Page' }));
    expect(await screen.findByText('21-23 of 23')).toBeVisible();
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

    expect(await screen.findByText('1-25 of 30')).toBeVisible();
    expect(api.historyQueries.at(-1)).toEqual({ limit: 25, offset: 0 });
  });

  it('reads again when there may be a new record', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(1) });
    const { rerender } = await renderWithApi(
      <HistoryTable refreshKey="1" />,
      api,
    );
    await screen.findByText('1-1 of 1');

    rerender(<HistoryTable refreshKey="1" />);
    expect(api.historyQueries).toHaveLength(1);
  });

  it('unfolds what a sync did', async () => {
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
      await screen.findByRole('button', { name: 'Show details' }),
    );

    const errors = screen.getByRole('group', { name: '1 error' });
    expect(
      within(errors).getByText(/data\/applications.json:17/),
    ).toBeVisible();
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
    await screen.findByText('1-10 of 12');
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
