import { HeldRemoval } from '@internal/plugin-static-data-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  COMMIT,
  createHeldRemoval,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { KeyboardAids } from '../common/KeyboardAids';
import { HeldRemovals } from './HeldRemovals';

const paymentApi = createHeldRemoval({
  dependents: [1, 2, 3, 4].map(n => ({
    entityRef: `component:default/app-${n}`,
    field: 'spec.consumesApis',
    owner: 'group:default/payments-squad',
  })),
  dependentCount: 120,
});
const refundApi = createHeldRemoval({ entityRef: 'api:default/refund-api' });

async function renderHeld(
  heldRemovals: HeldRemoval[],
  props: Partial<Parameters<typeof HeldRemovals>[0]> = {},
) {
  const api = new FakeStaticDataApi();
  api.heldRemovals = heldRemovals;
  const element = (refreshKey: string) => (
    <KeyboardAids>
      <HeldRemovals
        configuration={createSync().configSnapshot}
        refreshKey={refreshKey}
        syncing={false}
        onSync={() => {}}
        {...props}
      />
    </KeyboardAids>
  );
  const view = await renderWithApi(element('1'), api);
  return {
    ...view,
    api,
    readAgain: () => view.rerender(element('2')),
  };
}

/** Opens the list, in which nothing is selected yet, and selects. */
async function review(select?: string | RegExp) {
  await userEvent.click(await screen.findByRole('button', { name: 'Review' }));
  const list = await screen.findByRole('dialog', { name: /held back/ });
  if (select) {
    await userEvent.click(
      await within(list).findByRole('checkbox', { name: select }),
    );
  }
  return list;
}

function getItem(name: string): HTMLElement {
  return screen.getByRole('link', { name }).closest('li')!;
}

async function openDialog(button: RegExp) {
  await userEvent.click(await screen.findByRole('button', { name: button }));
  return screen.findByRole('dialog', { name: /^Remove/ });
}

describe('HeldRemovals', () => {
  beforeEach(() => {
    // jsdom has no layout, and the list shows what has room
    jest
      .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
      .mockReturnValue(800);
    jest
      .spyOn(HTMLElement.prototype, 'offsetWidth', 'get')
      .mockReturnValue(1_000);
  });

  afterEach(() => jest.restoreAllMocks());

  it('is not there when nothing is held', async () => {
    const { container } = await renderHeld([]);

    expect(within(container).queryByRole('region')).not.toBeInTheDocument();
    expect(container).not.toHaveTextContent(/removal/);
  });

  it('says what is held, why, and who depends on it', async () => {
    await renderHeld([paymentApi, refundApi]);

    expect(
      screen.getByRole('region', {
        name: '2 removals held back',
      }),
    ).toBeVisible();
    const list = await review();
    expect(
      within(list).getByRole('link', { name: 'payment-api' }),
    ).toHaveAttribute('href', '/catalog/default/api/payment-api');
    // once for all
    expect(
      within(list).getByText(
        /^Why they are held: 8 of 16 API entities would be removed/,
      ),
    ).toBeVisible();
    const row = getItem('payment-api');
    const otherRow = getItem('refund-api');
    expect(row).toHaveTextContent('120 entities depend on it');
    expect(row).toHaveTextContent('app-1 (owner payments-squad)');
    expect(row).not.toHaveTextContent('app-4');
    expect(otherRow).toHaveTextContent('Nothing');

    await userEvent.click(
      within(row).getByRole('button', { name: /^Show all 4 that depend on/ }),
    );
    expect(row).toHaveTextContent('app-4');
    expect(row).toHaveTextContent('and 116 more');
  });

  it('says where the catalog could not be asked who else depends on it', async () => {
    await renderHeld([
      { ...paymentApi, mayHaveOtherDependents: true },
      { ...refundApi, mayHaveOtherDependents: true },
    ]);
    await review();

    const row = getItem('payment-api');
    const otherRow = getItem('refund-api');
    expect(row).toHaveTextContent('120 entities depend on it');
    expect(row).toHaveTextContent('the catalog could not be asked');
    expect(otherRow).toHaveTextContent(
      'Nothing in the source; the catalog could not be asked',
    );
  });

  it('finds what is held by its name, and selects no more than is found', async () => {
    await renderHeld([paymentApi, refundApi]);
    await review();
    await userEvent.type(screen.getByRole('searchbox'), 'REFUND');
    await waitFor(() =>
      expect(screen.queryByText('payment-api')).not.toBeInTheDocument(),
    );

    await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }));
    expect(
      screen.getByRole('button', { name: /^Approve 1 removal/ }),
    ).toBeEnabled();
  });

  it('lets removals through only after the word was typed', async () => {
    const { api } = await renderHeld([paymentApi, refundApi]);
    const approve = jest.spyOn(api, 'approveHeldRemovals');
    await review('Select all');

    const dialog = await openDialog(/^Approve 2 removals/);
    const toBeRemoved = within(dialog).getByRole('list', {
      name: 'Entities to be removed',
    });
    expect(toBeRemoved).toHaveTextContent('api:default/payment-api');
    expect(toBeRemoved).toHaveTextContent('api:default/refund-api');
    const confirm = within(dialog).getByRole('button', {
      name: 'Remove 2 entities',
    });
    expect(confirm).toBeDisabled();
    const input = within(dialog).getByRole('textbox', {
      name: 'Type REMOVE to confirm',
    });
    await userEvent.type(input, 'remove{Enter}');
    expect(confirm).toBeDisabled();
    expect(approve).not.toHaveBeenCalled();

    await userEvent.clear(input);
    await userEvent.type(input, 'REMOVE');
    await userEvent.click(confirm);

    expect(approve).toHaveBeenCalledWith([
      'api:default/payment-api',
      'api:default/refund-api',
    ]);
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(
      screen.getByText(/2 removals are approved. The next sync removes them./),
    ).toBeVisible();
    expect(screen.queryByRole('region')).not.toBeInTheDocument();
  });

  it('lets through only what was chosen', async () => {
    const { api } = await renderHeld([paymentApi, refundApi]);
    await review('Select api:default/refund-api');

    const dialog = await openDialog(/^Approve 1 removal/);
    expect(dialog).not.toHaveTextContent('payment-api');
    await userEvent.type(within(dialog).getByRole('textbox'), 'REMOVE{Enter}');

    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(api.heldRemovals.map(({ approvedBy }) => approvedBy)).toEqual([
      undefined,
      'user:default/jane.doe',
    ]);
    const list = screen.getByRole('dialog', {
      name: /^1 removal held back/,
    });
    const result = within(list).getByText(/1 removal is approved/);
    expect(result).toBeVisible();
    expect(document.activeElement).toContainElement(result);
    expect(
      screen.getByRole('checkbox', { name: 'Select all' }),
    ).not.toBeChecked();
  });

  it('hands the focus on to what comes of it when all are approved', async () => {
    await renderHeld([refundApi]);
    await review('Select all');
    const dialog = await openDialog(/^Approve 1 removal/);
    await userEvent.type(within(dialog).getByRole('textbox'), 'REMOVE{Enter}');

    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await waitFor(() =>
      expect(document.activeElement).toContainElement(
        screen.getByText(/1 removal is approved/),
      ),
    );
  });

  it('keeps them, and the place of the reader', async () => {
    const { api } = await renderHeld([refundApi]);
    const approve = jest.spyOn(api, 'approveHeldRemovals');
    await review('Select all');

    await userEvent.click(
      screen.getByRole('button', { name: 'Keep them for now' }),
    );

    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Review' })).toHaveFocus();
    expect(approve).not.toHaveBeenCalled();
    await review();
    expect(
      screen.getByRole('checkbox', { name: 'Select all' }),
    ).not.toBeChecked();
  });

  it('says since which commit, by whom, with the first of them', async () => {
    await renderHeld([
      refundApi,
      createHeldRemoval({
        heldSince: '2026-05-03T09:00:00.000Z',
        heldBySyncId: 'first',
        provenance: {
          from: 'b'.repeat(40),
          to: COMMIT,
          commits: [{ id: COMMIT, author: 'Ada', subject: 'Move contracts' }],
          commitCount: 1,
        },
      }),
    ]);

    const line = screen.getByRole('region');
    expect(line).toHaveTextContent(
      /since 4f2a9c8.* by Ada, May 3, 2026, 9:00:00 AM UTC/,
    );
    expect(
      within(line)
        .getAllByRole('link')
        .map(link => link.getAttribute('href')),
    ).toEqual([
      `https://github.com/acme/architecture/commit/${COMMIT}`,
      '/static-data-settings/syncs/first',
    ]);
  });

  it('groups them by kind, and by file where several were in one', async () => {
    const inOneFile = ['cart', 'till'].map(name =>
      createHeldRemoval({
        entityRef: `component:default/${name}`,
        kind: 'Component',
        sourceFile: 'data/applications.json',
      }),
    );
    await renderHeld([...inOneFile, refundApi]);
    await review();

    expect(
      screen
        .getAllByRole('heading', { level: 3 })
        .map(head => head.textContent),
    ).toEqual(['APIs (1)', 'Components (2)']);
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Select data/applications.json' }),
    );
    expect(
      screen.getByRole('button', { name: /^Approve 2 removals/ }),
    ).toBeEnabled();
    expect(
      screen.getByRole('checkbox', { name: 'Select Components' }),
    ).toBeChecked();
    expect(
      screen.getByRole('checkbox', { name: 'Select APIs' }),
    ).not.toBeChecked();
  });

  it('has its place before it is loaded', async () => {
    const api = new FakeStaticDataApi();
    api.getHeldRemovals = () => new Promise(() => {});
    await renderWithApi(
      <HeldRemovals
        reason="3 removals are held back: restore their source, or approve them."
        configuration={createSync().configSnapshot}
        refreshKey="1"
        syncing={false}
        onSync={() => {}}
      />,
      api,
    );

    expect(
      screen.getByRole('region', { name: /^3 removals are held back/ }),
    ).toBeVisible();
  });

  it('selects nothing by itself, and all or none with one click', async () => {
    await renderHeld([paymentApi, refundApi]);
    await review();
    const all = await screen.findByRole('checkbox', { name: 'Select all' });
    expect(all).not.toBeChecked();
    expect(
      screen.getByRole('button', { name: /^Approve removals…/ }),
    ).toBeDisabled();

    await userEvent.click(all);
    expect(
      screen.getByRole('button', { name: /^Approve 2 removals/ }),
    ).toBeEnabled();

    await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }));
    expect(
      screen.getByRole('button', { name: /^Approve removals…/ }),
    ).toBeDisabled();
  });

  it('says why an approval failed, and keeps what was typed', async () => {
    const { api } = await renderHeld([paymentApi]);
    await review('Select all');
    const dialog = await openDialog(/^Approve 1 removal/);
    api.error = new Error('down');

    await userEvent.type(within(dialog).getByRole('textbox'), 'REMOVE{Enter}');

    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The removals could not be approved: down',
    );
    expect(within(dialog).getByRole('textbox')).toHaveValue('REMOVE');
  });

  it('offers the sync that removes what was approved', async () => {
    const onSync = jest.fn();
    await renderHeld([{ ...paymentApi, approvedBy: 'user:default/jane.doe' }], {
      onSync,
    });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Sync now' }),
    );
    expect(onSync).toHaveBeenCalledTimes(1);
  });

  it('reads again when a sync has ended', async () => {
    const { api, readAgain } = await renderHeld([paymentApi]);
    expect(screen.getByRole('region')).toBeVisible();

    api.heldRemovals = [];
    readAgain();

    await waitFor(() =>
      expect(screen.queryByRole('region')).not.toBeInTheDocument(),
    );
  });

  it('keeps what is held when it cannot be read again', async () => {
    const { api, readAgain } = await renderHeld([paymentApi]);

    api.error = new Error('down');
    readAgain();

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The held removals could not be loaded: down',
    );
    expect(screen.getByRole('region')).toBeVisible();
  });

  it('is accessible, the dialog too', async () => {
    const { container } = await renderHeld([
      paymentApi,
      refundApi,
      createHeldRemoval({
        entityRef: 'component:default/billing',
        approvedBy: 'user:default/jane.doe',
      }),
    ]);
    expect(await runAxe(container)).toHaveNoViolations();

    expect(await runAxe(await review('Select all'))).toHaveNoViolations();
    const dialog = await openDialog(/^Approve 2 removals/);
    expect(await runAxe(dialog)).toHaveNoViolations();
  });
});
