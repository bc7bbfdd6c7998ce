import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { createSettings } from '../../__testUtils__';
import { SyncActions } from './SyncActions';

// In a file of its own, because the hook caches the answer to a permission
// request for as long as its module lives.
describe('SyncActions without permission', () => {
  it('disables the button and says why', async () => {
    const permissionApi = mockApis.permission.mock({
      authorize: jest.fn().mockResolvedValue({ result: 'DENY' }),
    });
    await renderInTestApp(
      <TestApiProvider apis={[[permissionApiRef, permissionApi]]}>
        <SyncActions
          refresh={{ status: 'idle' }}
          runningSync={null}
          configuration={createSettings().configuration}
          steering={{ pause: null, pin: null }}
          pullRequests={[]}
          onRefresh={() => {}}
          onAct={() => {}}
        />
      </TestApiProvider>,
    );
    const explanation =
      'You need the permission "staticData.sync.refresh" to start a sync.';

    expect(await screen.findByText(explanation)).toBeVisible();
    const button = screen.getByRole('button', { name: 'Manual Refresh' });
    expect(button).toBeDisabled();
    expect(screen.getByRole('button', { name: 'More actions' })).toBeDisabled();
    expect(screen.getByTitle(explanation)).toContainElement(button);
    expect(permissionApi.authorize).toHaveBeenCalledWith({
      permission: expect.objectContaining({ name: 'staticData.sync.refresh' }),
    });
  });
});
