import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  COMMIT,
  createChange,
  createSync,
  createUpdate,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { ChangesTab } from './ChangesTab';

const BLOB = `https://github.com/acme/architecture/blob/${COMMIT}`;
const EARLIER_COMMIT = 'b'.repeat(40);

async function renderTab(
  changes: FakeStaticDataApi['changes'],
  path = '/',
  overrides: Parameters<typeof createSync>[0] = {},
) {
  const api = new FakeStaticDataApi();
  api.changes = changes;
  const { container } = await renderWithApi(
    <ChangesTab sync={createSync(overrides)} />,
    api,
    { path },
  );
  return Object.assign(api, { container });
}

function listedEntities() {
  return screen
    .getAllByRole('listitem')
    .map(item => within(item).getByText(/^[a-z]+-?\w*$/).textContent);
}

describe('ChangesTab', () => {
  it('leads from a change to the entity, and to the file and line at the commit', async () => {
    await renderTab([createChange()]);

    expect(
      await screen.findByRole('link', { name: 'checkout' }),
    ).toHaveAttribute('href', '/catalog/default/component/checkout');
    expect(
      screen.getByRole('link', { name: /applications.json:12/ }),
    ).toHaveAttribute('href', `${BLOB}/data/applications.json#L12`);
    expect(screen.getByText('Arrived')).toBeVisible();
  });

  it('leads from what was removed to the source that still had it, and not to the catalog', async () => {
    await renderTab([
      createChange({
        change: 'removed',
        sourceLine: undefined,
        provenance: {
          from: EARLIER_COMMIT,
          to: COMMIT,
          lines: { start: 3, end: 9 },
        },
      }),
    ]);

    expect(await screen.findByText('checkout')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'checkout' })).toBeNull();
    expect(
      screen.getByRole('link', { name: /applications.json/ }),
    ).toHaveAttribute(
      'href',
      `${BLOB.replace(COMMIT, EARLIER_COMMIT)}/data/applications.json#L3-L9`,
    );
  });

  it('tells what was sent again because the catalog had lost it', async () => {
    await renderTab(
      [
        createChange(),
        createChange({ entityRef: 'api:default/orders', change: 'resent' }),
      ],
      '/?change=resent',
      { drift: { missing: 1, outdated: 0, unexpected: 0 } },
    );

    expect(await screen.findByRole('link', { name: 'orders' })).toBeVisible();
    expect(listedEntities()).toEqual(['orders']);
    expect(
      screen.getByRole('option', { name: 'Sent again (1)', selected: true }),
    ).toBeVisible();
  });

  it('leads from a dry run only to what the catalog has', async () => {
    await renderTab(
      [
        createChange(),
        createChange({ entityRef: 'api:default/orders', change: 'removed' }),
      ],
      '/',
      { dryRun: true },
    );

    expect(await screen.findByText('checkout')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'checkout' })).toBeNull();
    expect(screen.getByRole('link', { name: 'orders' })).toBeVisible();
  });

  it('opens what is different in an entity, field by field, with signs', async () => {
    await renderTab([
      createUpdate({
        differences: {
          fieldCount: 5,
          fields: [
            { path: '/spec/lifecycle', before: 'beta', after: 'production' },
            {
              path: '/spec/definition',
              textDiff:
                '--- before\n+++ after\n@@ -1,2 +1,2 @@\n same\n-old\n+new',
              cut: '3 more changes',
            },
          ],
        },
      }),
    ]);

    const button = await screen.findByRole('button', {
      name: 'Differences in checkout',
    });
    expect(button).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(button);
    expect(button).toHaveAttribute('aria-expanded', 'true');

    const field = screen.getByRole('group', {
      name: 'Difference in /spec/lifecycle',
    });
    expect(within(field).getByText('beta')).toHaveAttribute('data-sign', '−');
    expect(within(field).getByText('beta').tagName).toBe('DEL');
    expect(within(field).getByText('production').tagName).toBe('INS');
    const text = screen.getByRole('group', {
      name: 'Difference in /spec/definition',
    });
    expect(within(text).getByText('old')).toHaveAttribute('data-sign', '−');
    expect(within(text).getByText('new')).toHaveAttribute('data-sign', '+');
    expect(within(text).getByText('same')).toHaveAttribute('data-sign', ' ');
    expect(screen.getByText('Left out: 3 more changes')).toBeVisible();
    expect(screen.getByText('3 more fields differ.')).toBeVisible();
  });

  it('opens and closes all of them at once', async () => {
    await renderTab([
      createUpdate(),
      createUpdate({ entityRef: 'component:default/search' }),
    ]);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Expand all' }),
    );
    expect(screen.getAllByText('/spec/lifecycle')).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { name: 'Collapse all' }));
    expect(screen.queryByText('/spec/lifecycle')).toBeNull();
  });

  it('filters by change, kind and text, starting from the address', async () => {
    await renderTab(
      [
        createChange(),
        createChange({ entityRef: 'api:default/orders', kind: 'API' }),
        createUpdate({ entityRef: 'component:default/search' }),
      ],
      '/?kind=Component',
    );
    await screen.findByText('2 of 2 shown');
    expect(listedEntities()).toEqual(['checkout', 'search']);

    await userEvent.selectOptions(screen.getByLabelText('Change'), 'updated');
    await screen.findByText('1 of 1 shown');
    expect(listedEntities()).toEqual(['search']);

    await userEvent.selectOptions(screen.getByLabelText('Change'), '');
    await userEvent.type(screen.getByLabelText('Search entities'), 'check');
    await screen.findByText('1 of 1 shown');
    expect(listedEntities()).toEqual(['checkout']);

    await userEvent.selectOptions(screen.getByLabelText('Change'), 'removed');
    expect(
      await screen.findByText('Nothing matches the filters'),
    ).toBeVisible();
  });

  it('counts by kind, and shows what is behind a number', async () => {
    await renderTab([
      createChange(),
      createChange({ entityRef: 'api:default/orders', kind: 'API' }),
    ]);
    await screen.findByText('2 of 2 shown');

    await userEvent.click(
      screen.getByRole('button', { name: 'API, Added: 1' }),
    );
    await screen.findByText('1 of 1 shown');
    expect(listedEntities()).toEqual(['orders']);
  });

  it('names who consumes an API that changed', async () => {
    const api = { name: 'orders', entityRef: 'api:default/orders' };
    const tab = await renderTab([
      createChange({ entityRef: api.entityRef, kind: 'API' }),
      createChange({ entityRef: 'api:default/unknown', kind: 'API' }),
    ]);
    tab.apiConsumers = [
      {
        api: { ...api, hasContract: true },
        consumers: [
          {
            name: 'web',
            entityRef: 'component:default/web',
            owner: 'group:default/web-squad',
          },
        ],
        impact: { directConsumers: 1, systems: [], squads: [] },
      },
    ];

    await userEvent.click(
      await screen.findByRole('button', { name: 'Details of orders' }),
    );
    expect(await screen.findByRole('link', { name: 'web' })).toHaveAttribute(
      'href',
      '/catalog/default/component/web',
    );
    expect(screen.getByRole('link', { name: 'web-squad' })).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Details of unknown' }),
    );
    expect(await screen.findByText('None')).toBeVisible();
  });

  it('reads long lists page by page', async () => {
    await renderTab(
      Array.from({ length: 650 }, (_, index) =>
        createChange({ entityRef: `component:default/app-${index}` }),
      ),
    );

    expect(await screen.findByText('100 of 650 shown')).toBeVisible();
    expect(screen.queryByText('app-100')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('600 of 650 shown')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('650 of 650 shown')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  });

  it('says that nothing changed', async () => {
    await renderTab([]);

    expect(await screen.findByText('This sync changed nothing')).toBeVisible();
  });

  it('has nothing that axe finds, with differences open', async () => {
    const { container } = await renderTab([createChange(), createUpdate()]);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Expand all' }),
    );

    expect(await runAxe(container)).toHaveNoViolations();
  });
});
