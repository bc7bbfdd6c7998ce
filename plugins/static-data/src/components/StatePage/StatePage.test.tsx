import { StateEntity } from '@internal/plugin-static-data-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import {
  createResponseError,
  createSource,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { runAxe } from '../../__testUtils__/runAxe';
import { saveFile } from '../../lib/saveFile';
import { StaticDataBodyRouter, StaticDataRouter } from '../StaticDataRouter';

// there is no navigation in jsdom, which a download would be
jest.mock('../../lib/saveFile', () => ({ saveFile: jest.fn() }));

const earlier = createSync({
  id: '0193a000-0000-7000-8000-00000000000a',
  number: 117,
  startTime: '2026-05-04T11:00:00.000Z',
});
const failed = createSync({
  id: '0193a000-0000-7000-8000-00000000000b',
  number: 118,
  startTime: '2026-05-04T11:30:00.000Z',
  status: 'FAILURE',
});
const latest = createSync({
  id: '0193a000-0000-7000-8000-00000000000c',
  number: 119,
  startTime: '2026-05-04T12:00:00.000Z',
});

function createEntity(
  entityRef: string,
  kind: string,
  owner: string,
): StateEntity {
  return { entityRef, kind, hash: owner, entity: { kind, spec: { owner } } };
}

const STATES = {
  [earlier.id]: [
    createEntity('api:default/orders', 'API', 'shop'),
    createEntity('component:default/cart', 'Component', 'shop'),
    createEntity('component:default/checkout', 'Component', 'shop'),
  ],
  [latest.id]: [
    createEntity('component:default/cart', 'Component', 'shop'),
    createEntity('component:default/checkout', 'Component', 'payments'),
  ],
};

async function renderPage(
  query: string,
  change: (api: FakeStaticDataApi) => void = () => {},
) {
  const api = new FakeStaticDataApi({ history: [latest, failed, earlier] });
  api.states = STATES;
  change(api);
  return renderWithApi(
    <Routes>
      <Route
        path="/static-data-settings/*"
        element={<StaticDataBodyRouter />}
      />
    </Routes>,
    api,
    { path: `/static-data-settings/sources/default/state${query}` },
  );
}

const findItems = () => screen.findAllByRole('listitem');

async function open(name: string) {
  await userEvent.click(
    await screen.findByRole('button', { name: `${name} as it was` }),
  );
  return screen.findByRole('group', { name: `${name} as it was` });
}

describe('StatePage', () => {
  it('shows what the catalog had after a sync', async () => {
    const { container } = await renderPage('?at=117');

    expect((await findItems()).map(item => item.textContent)).toEqual([
      'orders API',
      'cart Component',
      'checkout Component',
    ]);
    expect(screen.getByRole('link', { name: /^#117/ })).toHaveAttribute(
      'href',
      `/static-data-settings/syncs/${earlier.id}`,
    );
    expect(
      screen.getByRole<HTMLInputElement>('textbox', { name: 'After the sync' })
        .value,
    ).toContain('#117');
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('shows what an entity was, and what has become of it', async () => {
    const { container } = await renderPage('?at=117');

    expect(await open('checkout')).toHaveTextContent('"owner": "shop"');
    expect(screen.getByText('Changed since then')).toBeVisible();
    expect(screen.getByRole('link', { name: 'checkout' })).toHaveAttribute(
      'href',
      '/catalog/default/component/checkout',
    );
    await open('cart');
    expect(screen.getByText('Unchanged')).toBeVisible();
    await open('orders');
    expect(screen.getByText('No longer from this source')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'orders' })).toBeNull();
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('shows the beginning of a long entity, and saves all of it', async () => {
    const definition = 'x'.repeat(5_000_000);
    const entity = { kind: 'API', spec: { definition } };
    await renderPage('', api => {
      api.states = { [latest.id]: [{ ...STATES[earlier.id][0], entity }] };
    });

    const shown = await open('orders');
    expect(shown).toHaveTextContent(/^{ "kind": "API", .*x…$/);
    expect(shown.textContent).toHaveLength(20_000);
    const whole = JSON.stringify(entity, null, 2);
    expect(
      screen.getByText(
        `The first 20,000 of ${whole.length.toLocaleString('en')} characters`,
      ),
    ).toBeVisible();

    await userEvent.click(
      screen.getByRole('button', { name: 'Download all of it' }),
    );
    const [[file, name]] = jest.mocked(saveFile).mock.calls;
    expect(file.size).toBe(whole.length);
    expect(name).toBe('api-default-orders.json');
  });

  it('says so if what an entity was is lost', async () => {
    await renderPage('', api => {
      api.states = {
        [latest.id]: [{ ...STATES[latest.id][0], entity: undefined }],
      };
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'cart as it was' }),
    );

    expect(await screen.findByText(/can no longer be read/)).toBeVisible();
  });

  it('finds entities by their kind and their name', async () => {
    await renderPage('?at=117');
    await findItems();

    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'Kind' }),
      'Component',
    );
    await screen.findByText(/^2 of/);
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search entities' }),
      'CHECK',
    );

    expect(await screen.findByText('1 shown')).toBeVisible();
    expect(screen.getByRole('listitem')).toHaveTextContent(/^checkout/);
  });

  it('shows the latest state, and that at a time which the reader chooses', async () => {
    await renderPage('');
    expect(await screen.findByRole('link', { name: /^#119/ })).toBeVisible();

    const time = screen.getByLabelText(/^At the time/);
    await userEvent.type(time, '2026-05-04T11:45');

    expect(await screen.findByRole('link', { name: /^#117/ })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Latest state' }));
    expect(await screen.findByRole('link', { name: /^#119/ })).toBeVisible();
    expect(time).toHaveValue('');
  });

  it('shows the state after a sync which the reader chooses', async () => {
    await renderPage('?at=2026-05-04T12:10:00Z');
    expect(await screen.findByRole('link', { name: /^#119/ })).toBeVisible();

    await userEvent.click(screen.getByRole('textbox', { name: /^After/ }));
    const options = await within(
      await screen.findByRole('listbox'),
    ).findAllByRole('option');
    expect(options.map(option => option.textContent)).toEqual([
      expect.stringMatching(/^#119/),
      expect.stringMatching(/^#117/),
    ]);
    await userEvent.click(options[1]);

    expect(await screen.findByRole('link', { name: /^#117/ })).toBeVisible();
    expect(screen.getByLabelText(/^At the time/)).toHaveValue('');
  });

  it('says in the words of the backend why a state is not known', async () => {
    const { container } = await renderPage('?at=117', api => {
      api.states = { [latest.id]: [] };
    });

    const entities = await screen.findByRole('region', { name: 'Entities' });
    expect(
      await within(entities).findByText('This state is not known'),
    ).toBeVisible();
    expect(
      within(entities).getByText(
        'The recorded changes do not reach back to #117',
      ),
    ).toBeVisible();
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('says that there is no such sync, and lets the reader choose another one', async () => {
    await renderPage('?at=42');
    expect(
      await screen.findByText(/^No sync of this source has the number 42\./),
    ).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Latest state' }));

    expect(await screen.findByRole('link', { name: /^#119/ })).toBeVisible();
  });

  it('says that there was nothing', async () => {
    await renderPage('', api => {
      api.states = { [latest.id]: [] };
    });

    expect(
      await screen.findByText('The catalog had nothing from this source'),
    ).toBeVisible();
  });

  it.each(['', '?at=117'])(
    'says which permission is missing, at "%s"',
    async query => {
      const error = await createResponseError(403, 'Not allowed');
      const { container } = await renderPage(query, api => {
        api.error = error;
      });

      expect(
        await screen.findByText('You are not allowed to see this'),
      ).toBeVisible();
      expect(screen.getByText(/staticData\.sync\.read/)).toBeVisible();
      expect(await runAxe(container)).toHaveNoViolations();
    },
  );

  it('offers to try again when the state cannot be read', async () => {
    let fake: FakeStaticDataApi | undefined;
    await renderPage('?at=117', api => {
      fake = api;
      api.error = new Error('gone');
    });
    const retry = await screen.findByRole('button', { name: 'Retry' });
    fake!.error = undefined;
    await userEvent.click(retry);

    expect(await findItems()).toHaveLength(3);
  });

  it('says of which of several sources it is, and leads to its dashboard', async () => {
    const api = new FakeStaticDataApi({ history: [latest] });
    api.states = STATES;
    api.sources = [createSource(), createSource({ id: 'payments' })];
    await renderWithApi(
      <Routes>
        <Route path="/static-data-settings/*" element={<StaticDataRouter />} />
      </Routes>,
      api,
      { path: '/static-data-settings/sources/default/state' },
    );

    expect(
      await screen.findByRole('heading', { name: 'State at a time' }),
    ).toBeVisible();
    expect(
      await screen.findByRole('link', { name: 'default' }),
    ).toHaveAttribute('href', '/static-data-settings/sources/default');
    expect(await screen.findByText('checkout')).toBeVisible();
  });
});
