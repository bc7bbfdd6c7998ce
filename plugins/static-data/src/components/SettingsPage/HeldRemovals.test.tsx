import { HeldRemoval } from '@internal/plugin-static-data-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import {
  createHeldRemoval,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { HeldRemovals } from './HeldRemovals';

expect.extend(toHaveNoViolations);

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
    <HeldRemovals
      configuration={createSync().configSnapshot}
      refreshKey={refreshKey}
      syncing={false}
      onSync={() => {}}
      {...props}
    />
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
  if (select) {
    await userEvent.click(
      await screen.findByRole('checkbox', { name: select }),
    );
  }
}

async function openDialog(button: RegExp) {
  await userEvent.click(await screen.findByRole('button', { name: button }));
  return screen.findByRole('dialog');
}

describe('HeldRemovals', () => {
  it('is not there when nothing is held', async () => {
    const { container } = await renderHeld([]);

    expect(within(container).queryByRole('region')).not.toBeInTheDocument();
    expect(container).not.toHaveTextContent(/removal/);
  });

  it('says what is held, why, and who depends on it', async () => {
    await renderHeld([paymentApi, refundApi]);

    const banner = screen.getByRole('region', {
      name: '2 removals are held back and wait for a decision',
    });
    expect(within(banner).queryByRole('table')).not.toBeInTheDocument();
    await review();
    expect(
      within(banner).getByRole('link', { name: 'payment-api' }),
    ).toHaveAttribute('href', '/catalog/default/api/payment-api');
    // once for all
    expect(
      within(banner).getByText(
        /^Why they are held: 8 of 16 API entities would be removed/,
      ),
    ).toBeVisible();
    const [, row, otherRow] = within(banner).getAllByRole('row');
    expect(row).toHaveTextContent('contracts/payment-core');
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

    const [, row, otherRow] = screen.getAllByRole('row');
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
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2));

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
    expect(
      screen.getByRole('region', { name: /^1 removal is held back/ }),
    ).toBeVisible();
    expect(screen.getByText(/1 removal is approved/)).toBeVisible();
    expect(
      screen.getByRole('checkbox', { name: 'Select all' }),
    ).not.toBeChecked();
  });

  it('selects nothing by itself, and all or none with one click', async () => {
    await renderHeld([paymentApi, refundApi]);
    await review();
    const all = await screen.findByRole('checkbox', { name: 'Select all' });
    expect(all).not.toBeChecked();
    expect(
      screen.getByRole('button', { name: /^Approve 0 removals/ }),
    ).toBeDisabled();

    await userEvent.click(all);
    expect(
      screen.getByRole('button', { name: /^Approve 2 removals/ }),
    ).toBeEnabled();

    await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }));
    expect(
      screen.getByRole('button', { name: /^Approve 0 removals/ }),
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
    expect(await axe(container)).toHaveNoViolations();

    await review('Select all');
    expect(await axe(container)).toHaveNoViolations();
    const dialog = await openDialog(/^Approve 2 removals/);
    expect(await axe(dialog)).toHaveNoViolations();
  });
});
