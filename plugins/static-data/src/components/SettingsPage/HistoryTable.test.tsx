import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { useLocation, useNavigate } from 'react-router-dom';
import { createSync, FakeStaticDataApi } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { HistoryTable } from './HistoryTable';

expect.extend(toHaveNoViolations);

/** The address bar and the back button of a browser. */
function Browser() {
  const { search } = useLocation();
  const navigate = useNavigate();
  return (
    <>
      <output aria-label="address">{search}</output>
      <button onClick={() => navigate(-1)}>Back</button>
      <button onClick={() => navigate('?q=jane.doe&status=FAILURE&period=7d')}>
        Follow link
      </button>
    </>
  );
}

async function renderHistory(history: SyncHistoryRecord[]) {
  const api = new FakeStaticDataApi({ history });
  const view = await renderWithApi(
    <>
      <Browser />
      <HistoryTable refreshKey="1" />
    </>,
    api,
  );
  return { api, ...view };
}

function address() {
  return screen.getByLabelText('address').textContent;
}

async function chooseOutcome(outcome: string) {
  await userEvent.click(
    await screen.findByRole('button', { name: /^Outcome/ }),
  );
  await userEvent.click(await screen.findByRole('option', { name: outcome }));
  await userEvent.keyboard('{Escape}');
}

async function choose(field: string, option: string) {
  await userEvent.selectOptions(await screen.findByLabelText(field), option);
}

const manualFailure = createSync({
  id: 'manual-failure',
  syncType: 'MANUAL',
  triggeredBy: 'user:default/jane.doe',
  status: 'FAILURE',
});
const success = createSync({ id: 'success' });

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
        'Failure',
        expect.stringMatching(/ago$/),
        'Manual · Dry run',
        'jane.doe',
        '3.2 s',
        '+3 ~2 −1',
      ]),
    );
    expect(
      screen.getByRole('img', { name: '3 added, 2 updated, 1 removed' }),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: /^4f2a9c8/ })).toBeVisible();
    expect(
      screen.getByRole('link', {
        name: /sync of May 4, 2026, 12:30:00 PM UTC/,
      }),
    ).toHaveAttribute(
      'href',
      '/static-data-settings/syncs/0193a000-0000-7000-8000-000000000001',
    );
  });

  it('asks the server for each page', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(23) });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);
    await findRange('1-10 of 23');
    expect(api.historyQueries).toEqual([{ limit: 10, offset: 0 }]);

    await userEvent.click(screen.getByRole('button', { name: 'Next Page' }));
    await findRange('11-20 of 23');
    expect(api.historyQueries.at(-1)).toEqual({ limit: 10, offset: 10 });
    expect(
      await screen.findByRole('link', { name: /12:00:13 PM/ }),
    ).toBeVisible();

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
    expect(
      await screen.findByRole('link', { name: /12:00:02 PM/ }),
    ).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('has filters that are part of the address, and that Back takes back', async () => {
    const { api } = await renderHistory([manualFailure, success]);
    await findRange('1-2 of 2');

    await chooseOutcome('Failure');
    await findRange('1-1 of 1');
    expect(address()).toBe('?status=FAILURE');

    await choose('Type', 'Scheduled');
    expect(
      await screen.findByText('No sync matches the filters'),
    ).toBeVisible();
    expect(address()).toBe('?status=FAILURE&type=SCHEDULED');
    expect(api.historyQueries.at(-1)).toEqual({
      status: ['FAILURE'],
      syncType: 'SCHEDULED',
      limit: 10,
      offset: 0,
    });

    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await findRange('1-1 of 1');
    expect(address()).toBe('?status=FAILURE');

    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await findRange('1-2 of 2');
    expect(address()).toBe('');
  });

  it('shows what a link asks for, and clears it with one click', async () => {
    await renderHistory([manualFailure, success]);
    await userEvent.click(screen.getByRole('button', { name: 'Follow link' }));

    await findRange('1-1 of 1');
    expect(screen.getByRole('searchbox', { name: /^Search/ })).toHaveValue(
      'jane.doe',
    );
    expect(screen.getByRole('button', { name: /^Outcome/ })).toHaveTextContent(
      'Failure',
    );

    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await findRange('1-2 of 2');
    expect(address()).toBe('?period=7d');
    expect(screen.getByRole('searchbox', { name: /^Search/ })).toHaveValue('');
    expect(
      screen.queryByRole('button', { name: 'Clear filters' }),
    ).not.toBeInTheDocument();
  });

  it('looks for a text once the reader pauses', async () => {
    const { api } = await renderHistory([manualFailure, success]);
    await findRange('1-2 of 2');

    fireEvent.change(screen.getByRole('searchbox', { name: /^Search/ }), {
      target: { value: 'ja' },
    });
    fireEvent.change(screen.getByRole('searchbox', { name: /^Search/ }), {
      target: { value: 'jane' },
    });
    await findRange('1-1 of 1');

    expect(api.historyQueries.map(({ q }) => q)).toEqual([undefined, 'jane']);
    expect(address()).toBe('?q=jane');
  });

  it('keeps a range in time that ends before it begins to itself', async () => {
    const { api } = await renderHistory([success]);
    await findRange('1-1 of 1');

    fireEvent.change(screen.getByLabelText('Started from (UTC)'), {
      target: { value: '2026-05-04T12:00' },
    });
    await waitFor(() =>
      expect(address()).toBe('?from=2026-05-04T12%3A00%3A00.000Z'),
    );
    fireEvent.change(screen.getByLabelText('Started before (UTC)'), {
      target: { value: '2026-05-04T11:00' },
    });
    expect(
      screen.getByText('The range must start before it ends'),
    ).toBeVisible();

    // what was wrong counts as soon as the other end makes it right
    fireEvent.change(screen.getByLabelText('Started from (UTC)'), {
      target: { value: '2026-05-04T10:00' },
    });
    await waitFor(() =>
      expect(api.historyQueries.at(-1)).toMatchObject({
        from: '2026-05-04T10:00:00.000Z',
        to: '2026-05-04T11:00:00.000Z',
      }),
    );
    expect(api.historyQueries.filter(({ to }) => to)).toHaveLength(1);
  });

  it('tells an empty history from one that the filters empty', async () => {
    await renderHistory([success]);
    await choose('Dry runs', 'Only dry runs');

    expect(
      await screen.findByText('No sync matches the filters'),
    ).toBeVisible();
    expect(screen.queryByText('No syncs yet')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Export' })).toBeDisabled();
  });

  it('starts with the first page when the filters change', async () => {
    const { api } = await renderHistory(createHistory(23));
    await findRange('1-10 of 23');
    await userEvent.click(screen.getByRole('button', { name: 'Next Page' }));
    await findRange('11-20 of 23');

    await choose('Dry runs', 'Excluded');

    await findRange('1-10 of 23');
    expect(api.historyQueries.at(-1)).toEqual({
      dryRun: false,
      limit: 10,
      offset: 0,
    });
  });

  describe('export', () => {
    const createObjectURL = jest.fn(() => 'blob:exported');
    const names: string[] = [];

    beforeEach(() => {
      // jsdom has neither
      Object.assign(URL, { createObjectURL, revokeObjectURL: jest.fn() });
      jest
        .spyOn(HTMLAnchorElement.prototype, 'click')
        .mockImplementation(function click(this: HTMLAnchorElement) {
          names.push(this.download);
        });
    });

    afterEach(() => {
      jest.restoreAllMocks();
    });

    async function exportAs(format: RegExp) {
      await userEvent.click(screen.getByRole('button', { name: 'Export' }));
      await userEvent.click(
        await screen.findByRole('menuitem', { name: format }),
      );
    }

    it('saves what the filters choose as a file', async () => {
      const { api } = await renderHistory([manualFailure, success]);
      await chooseOutcome('Failure');
      await findRange('1-1 of 1');

      await exportAs(/CSV/);

      await waitFor(() => expect(names).toHaveLength(1));
      expect(names[0]).toMatch(/^sync-history-\d{4}-\d\d-\d\d\.csv$/);
      expect(api.exports).toEqual([
        { format: 'csv', filters: { status: ['FAILURE'] } },
      ]);
      expect(createObjectURL).toHaveBeenCalledWith(expect.any(Blob));
    });

    it('says why it failed, and tries again', async () => {
      const { api } = await renderHistory([success]);
      await findRange('1-1 of 1');
      api.error = new Error('down');

      await exportAs(/JSON/);
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'The history could not be exported: down',
      );

      api.error = undefined;
      await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
      await waitFor(() =>
        expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
      );
      expect(api.exports).toEqual([{ format: 'json', filters: {} }]);
    });
  });

  it('is accessible, with rows and without', async () => {
    const { container } = await renderHistory([manualFailure, success]);
    await findRange('1-2 of 2');
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.type(
      screen.getByRole('searchbox', { name: /^Search/ }),
      'nothing',
    );
    await screen.findByText('No sync matches the filters');
    expect(await axe(container)).toHaveNoViolations();
  });
});
