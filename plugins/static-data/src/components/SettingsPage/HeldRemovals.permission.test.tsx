import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createHeldRemoval,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { rootRouteRef } from '../../routes';
import { HeldRemovals } from './HeldRemovals';

// In a file of its own, because the hook caches the answer to a permission
// request for as long as its module lives.
describe('HeldRemovals without permission', () => {
  it('shows what is held, and whom to ask, and offers nothing', async () => {
    // jsdom has no layout, and the list shows what has room
    jest
      .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
      .mockReturnValue(800);
    const api = new FakeStaticDataApi();
    api.heldRemovals = [
      createHeldRemoval(),
      createHeldRemoval({
        entityRef: 'api:default/refund-api',
        approvedBy: 'user:default/jane.doe',
      }),
    ];
    const permissionApi = mockApis.permission.mock({
      authorize: jest.fn().mockResolvedValue({ result: 'DENY' }),
    });
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [staticDataApiRef, api],
          [permissionApiRef, permissionApi],
        ]}
      >
        <HeldRemovals
          configuration={createSync().configSnapshot}
          refreshKey="1"
          syncing={false}
          onSync={() => {}}
        />
      </TestApiProvider>,
      {
        mountedRoutes: {
          '/static-data-settings': rootRouteRef,
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Review' }),
    );
    expect(
      await screen.findByText(/permission "staticData.sync.override"/),
    ).toHaveTextContent('Ask your Backstage administrators');
    expect(screen.getByRole('link', { name: 'payment-api' })).toBeVisible();
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Approve|Sync now/ }),
    ).not.toBeInTheDocument();
  });
});
