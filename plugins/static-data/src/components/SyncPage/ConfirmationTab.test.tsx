import { screen } from '@testing-library/react';
import {
  createChange,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { ConfirmationTab } from './ConfirmationTab';

describe('ConfirmationTab', () => {
  it('counts what arrived, and lists what did not with the reason', async () => {
    const api = new FakeStaticDataApi();
    api.changes = [
      createChange(),
      createChange({
        entityRef: 'api:default/orders',
        kind: 'API',
        confirmation: { status: 'failed', reason: 'spec.type is missing' },
      }),
      createChange({
        entityRef: 'component:default/search',
        confirmation: { status: 'pending' },
      }),
    ];
    const sync = createSync({
      confirmation: {
        sent: 3,
        confirmed: 1,
        pending: 1,
        failed: 1,
        superseded: 0,
      },
    });
    const { container } = await renderWithApi(
      <ConfirmationTab sync={sync} />,
      api,
    );

    expect(await screen.findByText('spec.type is missing')).toBeVisible();
    expect(await screen.findByRole('link', { name: 'search' })).toBeVisible();
    expect(screen.queryByRole('link', { name: 'checkout' })).toBeNull();
    expect(screen.getByText('Sent').closest('div')).toHaveTextContent('Sent3');
    expect(
      screen.getByText('found in the catalog as sent').closest('dd'),
    ).toHaveTextContent(/^1 found/);
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('says that nothing was sent', async () => {
    await renderWithApi(
      <ConfirmationTab sync={createSync({ dryRun: true })} />,
    );

    expect(
      screen.getByText('This sync sent nothing to the catalog'),
    ).toBeVisible();
  });
});
