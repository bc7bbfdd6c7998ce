import { NetChange } from '@internal/plugin-static-data-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import {
  COMMIT,
  createSource,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { StaticDataBodyRouter } from '../StaticDataRouter';

const EARLIER_COMMIT = 'b'.repeat(40);

const earlier = createSync({
  id: '0193a000-0000-7000-8000-00000000000a',
  number: 117,
  startTime: '2026-05-04T11:00:00.000Z',
  revision: EARLIER_COMMIT,
});
const later = createSync({
  id: '0193a000-0000-7000-8000-00000000000b',
  startTime: '2026-05-04T12:00:00.000Z',
});

const lifecycleChange: NetChange = {
  entityRef: 'component:default/checkout',
  kind: 'Component',
  change: 'updated',
  sourceFile: 'data/applications.json',
  sourceLine: 12,
  differences: {
    fieldCount: 1,
    fields: [
      { path: '/spec/lifecycle', before: 'experimental', after: 'production' },
    ],
  },
  syncIds: [later.id],
};

async function renderPage(
  query: string,
  changes: NetChange[] = [],
  change: (api: FakeStaticDataApi) => void = () => {},
) {
  const api = new FakeStaticDataApi({ history: [later, earlier] });
  api.netChanges = changes;
  change(api);
  return renderWithApi(
    <Routes>
      <Route
        path="/static-data-settings/*"
        element={<StaticDataBodyRouter />}
      />
    </Routes>,
    api,
    { path: `/static-data-settings/compare${query}` },
  );
}

/** Chooses a sync by its number. */
async function pick(label: RegExp, number: string) {
  await userEvent.type(screen.getByRole('textbox', { name: label }), number);
  await userEvent.click(
    await screen.findByRole('option', { name: new RegExp(`^#${number}`) }),
  );
}

async function openDifferences() {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Expand all' }),
  );
  return screen.getByRole('group', { name: 'Difference in /spec/lifecycle' });
}

describe('ComparePage', () => {
  it('shows what is different between two syncs', async () => {
    const { container } = await renderPage(
      `?from=${earlier.id}&to=${later.id}`,
      [
        lifecycleChange,
        {
          ...lifecycleChange,
          entityRef: 'api:default/orders',
          change: 'removed',
          differences: undefined,
        },
      ],
    );
    const field = await openDifferences();

    expect(
      await screen.findByText(
        /^2 entities differ: 0 added, 1 updated, 1 removed/,
      ),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: /^Compare bbbbbbb with 4f2a9c8/ }),
    ).toHaveAttribute(
      'href',
      `https://github.com/acme/architecture/compare/${EARLIER_COMMIT}..${COMMIT}`,
    );
    expect(within(field).getByText('production').tagName).toBe('INS');
    const [updated, removed] = screen
      .getAllByRole('link', { name: /applications.json:12/ })
      .map(link => link.getAttribute('href'));
    expect(updated).toContain(`/blob/${COMMIT}/`);
    expect(removed).toContain(`/blob/${EARLIER_COMMIT}/`);
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('counts by kind, and shows what is behind a number', async () => {
    await renderPage(`?from=${earlier.id}&to=${later.id}`, [
      lifecycleChange,
      {
        ...lifecycleChange,
        entityRef: 'api:default/orders',
        kind: 'API',
        change: 'removed',
        differences: undefined,
      },
    ]);
    await screen.findByText('2 shown');

    await userEvent.click(
      await screen.findByRole('button', { name: 'API, Removed: 1' }),
    );

    expect(await screen.findByText('1 shown')).toBeVisible();
    expect(screen.getByText('orders')).toBeVisible();
    expect(screen.queryByText('checkout')).toBeNull();
  });

  it('shows the way back when the two are swapped', async () => {
    await renderPage(`?from=${earlier.id}&to=${later.id}`, [lifecycleChange]);
    await screen.findByText('1 shown');

    await userEvent.click(screen.getByRole('button', { name: 'Swap' }));

    expect(
      await screen.findByText(/changes that going back would make/),
    ).toBeVisible();
    expect(
      screen.getByRole<HTMLInputElement>('textbox', { name: /^Before/ }).value,
    ).toContain('#118');
    const field = await openDifferences();
    expect(within(field).getByText('experimental').tagName).toBe('INS');
  });

  it('lets the reader pick two syncs', async () => {
    await renderPage('', [lifecycleChange]);
    expect(await screen.findByText(/Choose the two syncs/)).toBeVisible();

    await pick(/^Before/, '117');
    await pick(/^After/, '118');

    expect(await screen.findByRole('link', { name: 'checkout' })).toBeVisible();
  });

  it('names a sync that read no commit by its number and time', async () => {
    const failed = createSync({
      id: '0193a000-0000-7000-8000-00000000000d',
      number: 119,
      revision: undefined,
      commit: undefined,
    });
    await renderPage(`?to=${failed.id}`, [], api => {
      api.history = [failed];
    });

    expect(
      await screen.findByRole('textbox', { name: /^After/ }),
    ).toHaveDisplayValue(/^#119 · \w/);
  });

  it('finds a sync that is older than those it offers, by its number or its commit', async () => {
    const recent = Array.from({ length: 100 }, (_, index) =>
      createSync({ id: `recent-${index}`, number: 300 - index }),
    );
    await renderPage(`?to=${later.id}`, [lifecycleChange], api => {
      api.history = [...recent, later, earlier];
    });

    await pick(/^Before/, '117');
    expect(await screen.findByRole('link', { name: 'checkout' })).toBeVisible();

    const field = screen.getByRole('textbox', { name: /^After/ });
    await userEvent.clear(field);
    await userEvent.type(field, EARLIER_COMMIT.slice(0, 7));
    const options = await screen.findAllByRole('option');
    expect(options).toHaveLength(1);
    expect(options[0]).toHaveTextContent(/^#117/);

    await userEvent.clear(field);
    await userEvent.type(field, 'no such sync');
    expect(await screen.findByText('No sync matches')).toBeVisible();
  });

  it('says that nothing is different', async () => {
    const { container } = await renderPage(
      `?from=${earlier.id}&to=${later.id}`,
    );

    expect(await screen.findByText('No differences')).toBeVisible();
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('lets the reader choose another one when one of them does not exist', async () => {
    await renderPage(`?from=unknown&to=${later.id}`, [lifecycleChange]);

    expect(
      await screen.findByText(/One of the syncs does not exist/),
    ).toBeVisible();
    await pick(/^Before/, '117');
    expect(await screen.findByRole('link', { name: 'checkout' })).toBeVisible();
  });

  describe('with several sources', () => {
    const other = createSync({
      id: '0193a000-0000-7000-8000-00000000000c',
      source: 'payments',
      number: 12,
    });
    const withSeveral = (api: FakeStaticDataApi) => {
      api.history = [later, earlier, other];
      api.sources = [createSource(), createSource({ id: 'payments' })];
    };

    it('offers only syncs of the source of the one that is chosen', async () => {
      await renderPage(`?to=${later.id}`, [lifecycleChange], withSeveral);
      const before = await screen.findByRole('textbox', { name: /^Before/ });
      await userEvent.click(before);

      const options = await screen.findAllByRole('option');
      expect(options.map(option => option.textContent)).toEqual([
        expect.stringMatching(/^default #118/),
        expect.stringMatching(/^default #117/),
      ]);
      await userEvent.click(options[1]);
      expect(
        await screen.findByRole('link', { name: 'checkout' }),
      ).toBeVisible();
      expect(
        screen
          .getAllByRole('link', { name: 'default' })
          .map(link => link.getAttribute('href')),
      ).toEqual(Array(2).fill('/static-data-settings/sources/default'));
    });

    it('offers the syncs of all sources while none is chosen', async () => {
      await renderPage('', [], withSeveral);
      await userEvent.click(
        await screen.findByRole('textbox', { name: /^After/ }),
      );

      expect(await screen.findAllByRole('option')).toHaveLength(3);
    });

    it('does not compare syncs of different sources', async () => {
      await renderPage(`?from=${other.id}&to=${later.id}`, [], withSeveral);

      expect(
        await screen.findByText(/These are syncs of different sources/),
      ).toBeVisible();
    });
  });

  it('offers to try again when the syncs cannot be read', async () => {
    await renderPage(`?from=${earlier.id}`, [], api => {
      api.error = new Error('gone');
    });

    expect(await screen.findByRole('button', { name: 'Retry' })).toBeVisible();
  });
});
