import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import {
  createError,
  createHealth,
  createHeldRemoval,
  createSource,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { StaticDataRouter } from '../StaticDataRouter';

// there is no navigation in jsdom, which a download would be
jest.mock('../../lib/saveFile', () => ({ saveFile: jest.fn() }));

/** Fails, and shows what an earlier sync brought, so that the dashboard asks for all it can ask for. */
function createApi() {
  const latestSync = createSync({
    id: 'latest',
    source: 'payments',
    status: 'FAILURE',
    errors: [createError()],
    errorCount: 1,
  });
  const api = new FakeStaticDataApi({
    history: [
      latestSync,
      createSync({ id: 'other', source: 'core', number: 7 }),
      createSync({ id: 'first', source: 'payments', status: 'FAILURE' }),
      createSync({ id: 'shown', source: 'payments', number: 117 }),
    ],
  });
  api.sources = [
    createSource({ id: 'core' }),
    createSource({
      id: 'payments',
      latestSync,
      health: createHealth({
        status: 'DEGRADED',
        reasons: ['The last 2 syncs failed'],
        consecutiveFailures: 2,
        dataAsOf: '2026-05-04T11:30:00.000Z',
      }),
    }),
  ];
  api.heldRemovals = [
    createHeldRemoval({ source: 'core', entityRef: 'api:default/of-core' }),
  ];
  return api;
}

function renderSource(api: FakeStaticDataApi, id: string) {
  return renderWithApi(
    <Routes>
      <Route path="/static-data-settings/*" element={<StaticDataRouter />} />
    </Routes>,
    api,
    { path: `/static-data-settings/sources/${id}` },
  );
}

describe('the dashboard of a source', () => {
  it('asks for nothing but what is of the source', async () => {
    const api = createApi();
    await renderSource(api, 'payments');
    await screen.findByText('1–3 of 3');
    await screen.findByText(/Failing since/);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Last 7 days' }),
    );
    await screen.findByRole('heading', { name: 'Statistics (Last 7 Days)' });
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: /^As JSON/ }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Manual Refresh' }),
    );
    await screen.findByRole('button', { name: 'Syncing…' });

    const methods = new Set(api.sourceQueries.map(([method]) => method));
    expect([...methods].sort()).toEqual([
      'getHeldRemovals',
      'getSettings',
      'getSyncHistory',
    ]);
    expect(new Set(api.sourceQueries.map(([, source]) => source))).toEqual(
      new Set(['payments']),
    );
    expect(api.exports.map(({ filters }) => filters.source)).toEqual([
      'payments',
    ]);
    expect(api.refreshes).toEqual([{ source: 'payments' }]);
    expect(screen.queryByText(/removal is held back/)).not.toBeInTheDocument();
  });

  it('says which source it is about, and leads back to all of them', async () => {
    const { container } = await renderSource(createApi(), 'payments');
    await screen.findByText('1–3 of 3');

    expect(
      screen.getByRole('heading', { level: 1, name: 'payments' }),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'Data Sync' })).toHaveAttribute(
      'href',
      '/static-data-settings',
    );
    // all of it is of one source
    const history = within(screen.getByRole('region', { name: 'History' }));
    expect(
      history.queryByRole('columnheader', { name: 'Source' }),
    ).not.toBeInTheDocument();
    expect(
      history.queryByRole('combobox', { name: 'Source' }),
    ).not.toBeInTheDocument();
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('says that there is no such source', async () => {
    await renderSource(createApi(), 'unknown');

    expect(
      await screen.findByRole('heading', { name: 'There is no such source' }),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'All sources' })).toHaveAttribute(
      'href',
      '/static-data-settings',
    );
  });
});
