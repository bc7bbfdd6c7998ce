import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import {
  staticDataSyncOverridePermission,
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import { screen } from '@testing-library/react';
import { useAccess } from './useAccess';

function Access(props: { permission: Parameters<typeof useAccess>[0] }) {
  const { allowed, refusal } = useAccess(props.permission, 'Not for you');
  return (
    <output>
      {allowed && 'Welcome'} {refusal && JSON.stringify(refusal)}
    </output>
  );
}

async function renderAccess(
  // the hook of Backstage caches answers, so each test has a permission of its own
  permission: Parameters<typeof useAccess>[0],
  authorize: jest.Mock,
) {
  await renderInTestApp(
    <TestApiProvider
      apis={[[permissionApiRef, mockApis.permission.mock({ authorize })]]}
    >
      <Access permission={permission} />
    </TestApiProvider>,
  );
}

describe('useAccess', () => {
  it('lets in who has the permission', async () => {
    const authorize = jest.fn().mockResolvedValue({ result: 'ALLOW' });
    await renderAccess(staticDataSyncReadPermission, authorize);

    expect(await screen.findByText('Welcome')).toBeVisible();
  });

  it('tells who lacks the permission', async () => {
    const authorize = jest.fn().mockResolvedValue({ result: 'DENY' });
    await renderAccess(staticDataSyncRefreshPermission, authorize);

    expect(await screen.findByText(/"denied":true/)).toHaveTextContent(
      'Not for you',
    );
  });

  it('takes a lost connection for no refusal', async () => {
    const authorize = jest
      .fn()
      .mockRejectedValue(new TypeError('Failed to fetch'));
    await renderAccess(staticDataSyncOverridePermission, authorize);

    expect(await screen.findByText(/"denied":false/)).toHaveTextContent(
      'Your permissions could not be checked. The backend cannot be reached.',
    );
    expect(screen.queryByText(/Not for you/)).toBeNull();
  });
});
