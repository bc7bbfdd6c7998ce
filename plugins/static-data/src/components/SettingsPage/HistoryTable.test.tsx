import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes, useLocation, useNavigate } from 'react-router-dom';
import {
  createError,
  createStats,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { HistoryTable } from './HistoryTable';

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
      <button onClick={() => navigate('?page=9')}>Old link</button>
      <button onClick={() => navigate('?size=25')}>First page</button>
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

const NOTHING = createStats({
  entitiesAdded: 0,
  entitiesUpdated: 0,
  entitiesRemoved: 0,
});

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

/** What has ended since. */
function createNewer(length: number) {
  return Array.from({ length }, (_, index) =>
    createSync({
      id: `newer-${index}`,
      startTime: new Date(
        Date.UTC(2026, 4, 4, 13, 0, length - index),
      ).toISOString(),
    }),
  );
}

/** Waits for a page. */
function findRange(range: string) {
  return screen.findByText(range);
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
          status: 'PARTIAL_SUCCESS',
          dryRun: true,
          errorCount: 1,
          commit: { message: 'Rename it\n\nBody', author: 'Ann Lee' },
        }),
      ],
    });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);

    expect(screen.getByRole('heading', { name: 'History' })).toBeVisible();
    const cells = (await screen.findAllByRole('cell')).map(c => c.textContent);
    expect(cells).toEqual([
      'Partial success',
      '#118',
      expect.stringMatching(/ago$/),
      '3 added, 2 updated, 1 removed, 1 error',
      expect.stringMatching(/^4f2a9c8.* Rename it by Ann Lee$/),
      'Manual · Dry run · jane.doe',
      '3.2 s',
    ]);
    expect(screen.getByRole('link', { name: /^4f2a9c8/ })).toBeVisible();
    expect(screen.getByRole('link', { name: '#118' })).toHaveAttribute(
      'href',
      '/static-data-settings/syncs/0193a000-0000-7000-8000-000000000001',
    );
  });

  it('leads to what the catalog had at any time', async () => {
    await renderHistory([success]);

    expect(
      await screen.findByRole('link', { name: 'State at a time' }),
    ).toHaveAttribute('href', '/static-data-settings/sources/default/state');
  });

  it('says why a sync failed', async () => {
    await renderHistory([
      createSync({ status: 'FAILURE', errors: [createError()], errorCount: 1 }),
    ]);
    const { error, hint } = createError();
    expect(await screen.findByRole('cell', { name: error })).toHaveAttribute(
      'title',
      `${error} – ${hint}`,
    );
  });

  it('says who cancelled a sync, and does not call it a failure', async () => {
    await renderHistory([
      createSync({
        status: 'FAILURE',
        cancelledBy: 'user:default/ada',
        errors: [createError()],
        errorCount: 1,
      }),
    ]);
    expect(
      await screen.findByRole('cell', { name: 'Cancelled by ada' }),
    ).toBeVisible();
    expect(screen.getByRole('cell', { name: 'Cancelled' })).toBeVisible();
    expect(screen.queryByText('Failure')).not.toBeInTheDocument();
  });

  it('opens a run of syncs that changed nothing, which the address keeps', async () => {
    const { container } = await renderHistory([
      createSync({ id: 'changed', number: 9 }),
      ...[8, 7, 6].map(number =>
        createSync({ id: `quiet-${number}`, number, stats: NOTHING }),
      ),
      createSync({ id: 'first', number: 5 }),
    ]);
    const run = await screen.findByRole('button', {
      name: '3 syncs, nothing changed',
    });
    const listed = () =>
      screen.getAllByRole('link', { name: /^#/ }).map(a => a.textContent);
    expect(run.closest('td')).toHaveTextContent(/#6 – #8/);
    expect(listed()).toEqual(['#9', '#5']);

    await userEvent.click(run);
    expect(listed()).toEqual(['#9', '#8', '#7', '#6', '#5']);
    // stripes are counted within a group: in groups of one, all rows would have the same
    expect(screen.getAllByRole('rowgroup')).toHaveLength(2);
    expect(address()).toBe('?opened=6');
    expect(await runAxe(container)).toHaveNoViolations();

    await userEvent.click(run);
    expect(listed()).toEqual(['#9', '#5']);
    expect(address()).toBe('');
  });

  it('counts the syncs that changed nothing over the pages that they are on', async () => {
    await renderHistory(
      Array.from({ length: 60 }, (_, index) =>
        createSync({
          id: `quiet-${index}`,
          number: 60 - index,
          stats: NOTHING,
        }),
      ),
    );
    await screen.findByRole('button', {
      name: '60 syncs, nothing changed; 25 of them on this page',
    });
    await userEvent.click(screen.getByRole('button', { name: 'Older syncs' }));
    await findRange('26–50 of 60');
    await userEvent.click(screen.getByRole('button', { name: 'Older syncs' }));
    await findRange('51–60 of 60');
    expect(
      screen.getByRole('button', {
        name: '60 syncs, nothing changed; 10 of them on this page',
      }),
    ).toBeVisible();
  });

  it('shows only what changed something', async () => {
    const { api } = await renderHistory([
      success,
      createSync({ id: 'quiet', stats: NOTHING }),
    ]);
    await findRange('1–2 of 2');

    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Changed something' }),
    );
    await findRange('1–1 of 1');
    expect(address()).toBe('?changed=true');
    expect(api.historyQueries.at(-1)).toMatchObject({ changed: true });
  });

  it('returns with Back to the page and the link by which it was left', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(30) });
    await renderWithApi(
      <>
        <Browser />
        <Routes>
          <Route path="/" element={<HistoryTable refreshKey="1" />} />
          <Route path="*" element={<p>A sync</p>} />
        </Routes>
      </>,
      api,
    );
    await findRange('1–25 of 30');
    await userEvent.click(screen.getByRole('button', { name: 'Older syncs' }));
    await findRange('26–30 of 30');

    const link = () => screen.getAllByRole('link', { name: /^#/ })[2];
    const href = link().getAttribute('href');
    await userEvent.click(link());
    expect(screen.getByText('A sync')).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await findRange('26–30 of 30');
    expect(address()).toBe('?page=2&cursor=25');
    expect(document.activeElement).toHaveAttribute('href', href);
  });

  it('returns with Back to the link also where that is not on the first page any more', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(30) });
    await renderWithApi(
      <>
        <Browser />
        <Routes>
          <Route path="/" element={<HistoryTable refreshKey="1" />} />
          <Route path="*" element={<p>A sync</p>} />
        </Routes>
      </>,
      api,
    );
    // an entry of the browser's history that no other test has left
    await userEvent.click(screen.getByRole('button', { name: 'First page' }));
    await findRange('1–25 of 30');
    const link = screen.getAllByRole('link', { name: /^#/ })[2];
    const href = link.getAttribute('href');
    await userEvent.click(link);

    api.history = [...createNewer(24), ...api.history];
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await findRange('25–49 of 54');
    expect(document.activeElement).toHaveAttribute('href', href);
    expect(address()).toMatch(/^\?size=25&page=2&first=/);

    await userEvent.click(screen.getByRole('button', { name: 'Newer syncs' }));
    await findRange('1–25 of 54');
  });

  it('stays on the first page, which goes on, where Back finds the link there', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(30) });
    await renderWithApi(
      <>
        <Browser />
        <Routes>
          <Route path="/" element={<HistoryTable refreshKey="1" />} />
          <Route path="*" element={<p>A sync</p>} />
        </Routes>
      </>,
      api,
    );
    await userEvent.click(screen.getByRole('button', { name: 'First page' }));
    await findRange('1–25 of 30');
    const link = screen.getAllByRole('link', { name: /^#/ })[2];
    const href = link.getAttribute('href');
    await userEvent.click(link);

    api.history = [...createNewer(4), ...api.history];
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await findRange('1–25 of 34');
    expect(document.activeElement).toHaveAttribute('href', href);
    expect(address()).toBe('?size=25');
  });

  it('shows the last page where a link names one that is gone', async () => {
    await renderHistory(createHistory(30));
    await userEvent.click(screen.getByRole('button', { name: 'Old link' }));
    expect(await findRange('26–30 of 30')).toBeVisible();
  });

  it('asks the server for each page', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(60) });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);
    await findRange('1–25 of 60');
    expect(api.historyQueries).toEqual([{ limit: 25, offset: 0 }]);

    await userEvent.click(screen.getByRole('button', { name: 'Older syncs' }));
    await findRange('26–50 of 60');
    expect(api.historyQueries.at(-1)).toEqual({ limit: 25, cursor: '25' });

    await userEvent.click(screen.getByRole('button', { name: 'Newer syncs' }));
    await findRange('1–25 of 60');
  });

  it('leaves out nothing on the way back, whatever is added meanwhile', async () => {
    const { api } = await renderHistory(createHistory(60));
    await findRange('1–25 of 60');
    await userEvent.click(screen.getByRole('button', { name: 'Older syncs' }));
    await findRange('26–50 of 60');
    await userEvent.click(screen.getByRole('button', { name: 'Older syncs' }));
    await findRange('51–60 of 60');

    api.history = [...createNewer(3), ...api.history];
    await userEvent.click(screen.getByRole('button', { name: 'Newer syncs' }));
    // next to those that were shown
    await findRange('29–53 of 63');
    expect(screen.getByRole('button', { name: 'Older syncs' })).toBeEnabled();

    await userEvent.click(screen.getByRole('button', { name: 'Newer syncs' }));
    await findRange('4–28 of 63');
    // up to the newest, of which more may come
    await userEvent.click(screen.getByRole('button', { name: 'Newer syncs' }));
    await findRange('1–25 of 63');
    await waitFor(() => expect(address()).toBe(''));
    expect(screen.getByRole('button', { name: 'Newer syncs' })).toBeDisabled();
  });

  it('stays on a page while syncs are added before it', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(60) });
    const { rerender } = await renderWithApi(
      <HistoryTable refreshKey="1" />,
      api,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Older syncs' }),
    );
    await findRange('26–50 of 60');
    rerender(<HistoryTable refreshKey="2" />);
    await waitFor(() => expect(api.historyQueries).toHaveLength(3));
    expect(api.historyQueries.at(-1)).toEqual({ limit: 25, cursor: '25' });
  });

  it('shows the syncs of the last days, up to the present', async () => {
    const { api } = await renderHistory([success]);
    await findRange('1–1 of 1');
    const before = Date.now();
    await choose('Time', 'Last 7 days');

    expect(address()).toBe('?within=7d');
    await waitFor(() => expect(api.historyQueries).toHaveLength(2));
    const { from = '' } = api.historyQueries[1];
    const WEEK_MS = 7 * 24 * 3_600_000;
    expect(Date.parse(from)).toBeGreaterThanOrEqual(before - WEEK_MS);
    expect(Date.parse(from)).toBeLessThanOrEqual(Date.now() - WEEK_MS);
  });

  it('copies the link of a sync', async () => {
    await renderHistory([success]);
    expect(
      await screen.findByRole('button', { name: 'Copy the link to #118' }),
    ).toBeInTheDocument();
  });

  it('starts over when the size of the page changes', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(60) });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Older syncs' }),
    );

    await choose('Syncs per page', '50');

    await findRange('1–50 of 60');
    expect(api.historyQueries.at(-1)).toEqual({ limit: 50, offset: 0 });
  });

  it('reads again when there may be a new record', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(1) });
    const { rerender } = await renderWithApi(
      <HistoryTable refreshKey="1" />,
      api,
    );
    await findRange('1–1 of 1');

    api.history = createHistory(2);
    rerender(<HistoryTable refreshKey="1" />);
    expect(api.historyQueries).toHaveLength(1);

    rerender(<HistoryTable refreshKey="2" />);
    await findRange('1–2 of 2');
    expect(api.historyQueries).toHaveLength(2);
  });

  it('says that there is nothing yet', async () => {
    const api = new FakeStaticDataApi({ history: [] });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);

    expect(await screen.findByText('No syncs yet')).toBeVisible();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('keeps its rows when the backend fails, and tries again', async () => {
    const api = new FakeStaticDataApi({ history: createHistory(30) });
    await renderWithApi(<HistoryTable refreshKey="1" />, api);
    await findRange('1–25 of 30');
    api.error = new Error('down');

    await userEvent.click(screen.getByRole('button', { name: 'Older syncs' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The history could not be loaded: down',
    );
    expect(bodyRows()).toHaveLength(25);

    api.error = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await findRange('26–30 of 30');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('has filters that are part of the address, and that Back takes back', async () => {
    const { api } = await renderHistory([manualFailure, success]);
    await findRange('1–2 of 2');

    await chooseOutcome('Failure');
    await findRange('1–1 of 1');
    expect(address()).toBe('?status=FAILURE');

    await choose('Type', 'Scheduled');
    expect(
      await screen.findByText('No sync matches the filters'),
    ).toBeVisible();
    expect(address()).toBe('?status=FAILURE&type=SCHEDULED');
    expect(api.historyQueries.at(-1)).toEqual({
      status: ['FAILURE'],
      syncType: 'SCHEDULED',
      limit: 25,
      offset: 0,
    });

    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await findRange('1–1 of 1');
    expect(address()).toBe('?status=FAILURE');

    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await findRange('1–2 of 2');
    expect(address()).toBe('');
  });

  it('shows what a link asks for, and clears it with one click', async () => {
    await renderHistory([manualFailure, success]);
    await userEvent.click(screen.getByRole('button', { name: 'Follow link' }));

    await findRange('1–1 of 1');
    expect(screen.getByRole('searchbox', { name: /^Search/ })).toHaveValue(
      'jane.doe',
    );
    expect(screen.getByRole('button', { name: /^Outcome/ })).toHaveTextContent(
      'Failure',
    );

    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await findRange('1–2 of 2');
    expect(address()).toBe('?period=7d');
    expect(screen.getByRole('searchbox', { name: /^Search/ })).toHaveValue('');
    expect(
      screen.queryByRole('button', { name: 'Clear filters' }),
    ).not.toBeInTheDocument();
  });

  it('looks for a text once the reader pauses', async () => {
    const { api } = await renderHistory([manualFailure, success]);
    await findRange('1–2 of 2');

    fireEvent.change(screen.getByRole('searchbox', { name: /^Search/ }), {
      target: { value: 'ja' },
    });
    fireEvent.change(screen.getByRole('searchbox', { name: /^Search/ }), {
      target: { value: 'jane' },
    });
    await findRange('1–1 of 1');

    expect(api.historyQueries.map(({ q }) => q)).toEqual([undefined, 'jane']);
    expect(address()).toBe('?q=jane');
  });

  it('keeps a range in time that ends before it begins to itself', async () => {
    const { api } = await renderHistory([success]);
    await findRange('1–1 of 1');

    await choose('Time', 'From, to …');
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

  it('asks for the ends of a range over the page, and again later', async () => {
    await renderHistory([success]);
    await findRange('1–1 of 1');

    await choose('Time', 'From, to …');
    expect(screen.getByRole('dialog', { name: 'From, to …' })).toBeVisible();
    fireEvent.change(screen.getByLabelText('Started from (UTC)'), {
      target: { value: '2026-05-04T12:00' },
    });
    // before the pause after which it is taken
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(address()).toBe('?from=2026-05-04T12%3A00%3A00.000Z'),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );

    await userEvent.click(screen.getByRole('button', { name: 'From, to …' }));
    expect(screen.getByLabelText('Started from (UTC)')).toHaveValue(
      '2026-05-04T12:00',
    );
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
    const { api } = await renderHistory(createHistory(30));
    await findRange('1–25 of 30');
    await userEvent.click(screen.getByRole('button', { name: 'Older syncs' }));
    await findRange('26–30 of 30');

    await choose('Dry runs', 'Excluded');

    await findRange('1–25 of 30');
    expect(api.historyQueries.at(-1)).toEqual({
      dryRun: false,
      limit: 25,
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
      await findRange('1–1 of 1');

      await exportAs(/CSV/);

      await waitFor(() => expect(names).toHaveLength(1));
      expect(names[0]).toMatch(
        /^static-data-sync-history-\d{4}-\d\d-\d\d\.csv$/,
      );
      expect(api.exports).toEqual([
        { format: 'csv', filters: { status: ['FAILURE'] } },
      ]);
      expect(createObjectURL).toHaveBeenCalledWith(expect.any(Blob));
    });

    it('says why it failed, and tries again', async () => {
      const { api } = await renderHistory([success]);
      await findRange('1–1 of 1');
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
    await findRange('1–2 of 2');
    expect(await runAxe(container)).toHaveNoViolations();

    await userEvent.type(
      screen.getByRole('searchbox', { name: /^Search/ }),
      'nothing',
    );
    await screen.findByText('No sync matches the filters');
    expect(await runAxe(container)).toHaveNoViolations();
  });
});
